// The page of `svodka serve`: sends a release, then asks how far it is until it is done.
const form = document.getElementById("form");
const text = document.getElementById("text");
const file = document.getElementById("file");
const state = document.getElementById("state");
const button = form.querySelector("button[type=submit]");
let name = "release";

function headers() {
  const token = document.getElementById("token");
  const base = { "Content-Type": "application/json" };
  return token ? { ...base, Authorization: "Bearer " + token.value } : base;
}

function inWords(key) {
  // The word in both languages, of which the style sheet shows one; a stage of somebody else's has none.
  const known = document.querySelector(`[data-word="${CSS.escape(key)}"]`);
  return known ? [...known.cloneNode(true).childNodes] : [key.replace("stage-", "")];
}

function say(...parts) {
  state.replaceChildren(...parts);
  state.classList.remove("failed");
}

function fail(...parts) {
  say(...parts);
  state.classList.add("failed");
}

async function take(chosen) {
  if (!chosen) return;
  const encoded = chosen.size * 4 / 3 + 200;
  if (encoded > Number(form.dataset.max)) { fail(chosen.name + ": ", ...inWords("too-large")); return; }
  say(...inWords("stage-read"), " …");
  try {
    const named = chosen.name.replace(/[^\p{L}\p{N}_ .-]/gu, "_").slice(-80);
    const body = JSON.stringify({ name: named, content: await base64(chosen) });
    text.value = (await call("/api/texts", { method: "POST", body })).text;
    name = named;
    say();
  } catch (error) {
    fail(error.message);
  }
}

function base64(chosen) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split(",")[1] || "");
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(chosen);
  });
}

file.addEventListener("change", () => take(file.files[0]));
for (const kind of ["dragover", "dragenter"]) {
  document.addEventListener(kind, (event) => { event.preventDefault(); text.classList.add("over"); });
}
document.addEventListener("dragleave", () => text.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  text.classList.remove("over");
  take(event.dataTransfer.files[0]);
});

function showLines(lines) {
  const list = document.getElementById("lines");
  list.replaceChildren(...lines.map((line) => {
    const item = document.createElement("li");
    item.className = line.role;
    const russian = document.createElement("bdi");
    russian.lang = "ru";
    russian.textContent = line.russian;
    const english = document.createElement("bdi");
    english.lang = "en";
    english.textContent = line.english || "…";
    item.append(russian, english);
    return item;
  }));
}

function showResult(id) {
  const base = "/api/briefs/" + id;
  document.getElementById("open").href = base + "/report";
  document.getElementById("report").src = base + "/report";
  for (const link of document.querySelectorAll(".download")) {
    link.href = base + "/export/" + link.dataset.format;
  }
  document.getElementById("finished").hidden = false;
}

async function call(path, options) {
  const response = await fetch(path, { ...options, headers: headers() });
  const answer = await response.json();
  if (response.ok) return answer;
  const detail = Array.isArray(answer.detail) ? answer.detail[0].msg : answer.detail;
  throw new Error(detail || response.statusText);
}

async function follow(id) {
  for (;;) {
    const progress = await call("/api/briefs/" + id);
    showLines(progress.lines);
    if (progress.state === "failed") throw new Error(progress.message);
    if (progress.state === "done") {
      const verdict = progress.needs_review ? "needs-review" : "passed";
      say(...inWords("score"), ` ${progress.score.toFixed(2)} · `, ...inWords(verdict));
      showResult(id);
      return;
    }
    say(...inWords("stage-" + (progress.stage || progress.state)), " …");
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  button.disabled = true;
  document.getElementById("result").hidden = false;
  document.getElementById("finished").hidden = true;
  showLines([]);
  say("…");
  try {
    const body = JSON.stringify({ text: text.value, name });
    const accepted = await call("/api/briefs", { method: "POST", body });
    await follow(accepted.id);
  } catch (error) {
    fail(error.message);
  } finally {
    button.disabled = false;
  }
});
