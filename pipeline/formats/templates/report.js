// A line under the pointer or the focus lights up with its partner and its source; a finding
// lights up in all three columns, and says what it is; so does a number or name that came through.
const pane = document.querySelector(".pane");
const tip = document.getElementById("tip");
const bySegment = index("data-s");
const byFinding = index("data-f");
const byLink = index("data-l");

function index(attribute) {
  const found = new Map();
  for (const element of document.querySelectorAll(`[${attribute}]`)) {
    for (const key of element.getAttribute(attribute).split(" ")) {
      if (!found.has(key)) found.set(key, []);
      found.get(key).push(element);
    }
  }
  return found;
}

function clear() {
  for (const element of document.querySelectorAll(".lit, .traced, .joined")) {
    element.classList.remove("lit", "traced", "joined");
  }
}

function show(from, scroll) {
  clear();
  // The narrowest comes first: a number before the line that it stands in.
  const found = [
    ...light(byLink, from.closest("[data-l]")?.dataset.l, "joined"),
    ...light(byFinding, from.closest("[data-f]")?.dataset.f, "traced"),
    ...light(bySegment, from.closest("[data-s]")?.dataset.s, "lit"),
  ];
  if (scroll) reveal(found.find((element) => pane.contains(element)));
}

function light(elements, keys, name) {
  const found = (keys || "").split(" ").flatMap((key) => elements.get(key) || []);
  for (const element of found) element.classList.add(name);
  return found;
}

function reveal(element) {
  // Only the pane moves, never the page: what is being read stays under the pointer.
  if (!element || pane.scrollHeight <= pane.clientHeight) return;
  const box = element.getBoundingClientRect();
  const frame = pane.getBoundingClientRect();
  if (box.top >= frame.top && box.bottom <= frame.bottom) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const top = pane.scrollTop + box.top - frame.top - frame.height / 4;
  pane.scrollTo({ top, behavior: calm ? "auto" : "smooth" });
}

function explain(from) {
  const marked = from && from.closest(".piece[data-f], .flag");
  tip.hidden = !marked;
  if (!marked) return;
  const notes = marked.dataset.f.split(" ").map((key) => document.getElementById("finding-" + key));
  tip.replaceChildren(...notes.filter(Boolean).map((note) => {
    const line = document.createElement("p");
    line.dir = "auto";
    line.append(...note.querySelector(".what").cloneNode(true).childNodes);
    return line;
  }));
  const box = marked.getBoundingClientRect();
  const size = tip.getBoundingClientRect();
  const left = Math.min(Math.max(8, box.left), innerWidth - size.width - 8);
  const below = box.bottom + 8 + size.height < innerHeight;
  tip.style.left = `${left}px`;
  tip.style.top = `${below ? box.bottom + 8 : Math.max(8, box.top - size.height - 8)}px`;
}

function restore() {
  // What has the keyboard's focus stays lit when the pointer leaves.
  const focused = document.activeElement;
  if (focused && focused.closest("[data-s], [data-f]")) show(focused, false);
  else clear();
}

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  if (event.target.closest("[data-s], [data-f]")) show(event.target, !pane.contains(event.target));
  else restore();
  explain(event.target);
});

document.addEventListener("focusin", (event) => {
  if (event.target.closest("[data-s], [data-f]")) show(event.target, true);
  else clear();
  explain(event.target);
});

document.addEventListener("focusout", () => { clear(); explain(null); });

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { clear(); explain(null); return; }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const half = event.target.closest(".half");
  if (!half) return;
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    const partner = half.parentElement.querySelector(`.half:not([lang="${half.lang}"])`);
    partner.focus();
    event.preventDefault();
  } else if (step) {
    const halves = [...document.querySelectorAll(`.half[lang="${half.lang}"]`)];
    const next = halves[halves.indexOf(half) + step];
    if (next) { next.focus(); event.preventDefault(); }
  }
});

document.addEventListener("scroll", () => { tip.hidden = true; }, { passive: true, capture: true });
