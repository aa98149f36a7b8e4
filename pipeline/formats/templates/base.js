"use strict";
// The switches of every page: language of the interface and colours, remembered where that works.
const page = document.documentElement;

function remembered(key) {
  try { return localStorage.getItem("svodka-" + key); } catch { return null; }
}

function remember(key, value) {
  try { localStorage.setItem("svodka-" + key, value); } catch { /* a page from a file may not */ }
}

function press(name, value) {
  for (const button of document.querySelectorAll(`[data-set-${name}]`)) {
    const on = button.getAttribute(`data-set-${name}`) === value;
    button.setAttribute("aria-pressed", String(on));
  }
}

function setLanguage(language) {
  page.dataset.ui = language;
  page.lang = language;
  press("ui", language);
  for (const element of document.querySelectorAll("[data-label-en]")) {
    const text = element.getAttribute("data-label-" + language);
    element.setAttribute("aria-label", text);
  }
}

function setTheme(theme) {
  page.dataset.theme = theme;
  press("theme", theme);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-set-ui], [data-set-theme]");
  if (!button) return;
  const { setUi, setTheme: theme } = button.dataset;
  if (setUi) { setLanguage(setUi); remember("ui", setUi); }
  if (theme) { setTheme(theme); remember("theme", theme); }
});

const known = { ui: ["en", "ru"], theme: ["auto", "light", "dark"] };
const preferred = (navigator.language || "").toLowerCase().startsWith("ru") ? "ru" : "en";
const language = remembered("ui");
const theme = remembered("theme");
setLanguage(known.ui.includes(language) ? language : preferred);
setTheme(known.theme.includes(theme) ? theme : "auto");
