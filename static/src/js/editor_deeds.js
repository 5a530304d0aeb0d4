// Run and hand in by keys, another language, and the starter again.
import { write } from "./editor_view.js";

const PATIENCE = 4000;
const PAUSE = 50;
const later = (time) => new Promise((resolve) => setTimeout(resolve, time));
const editorOf = (part) => part?.querySelector("textarea[data-editor]");

// In the first phase, so that neither the editor nor a field makes a new line of it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
  const bench = event.target.closest?.("[data-workbench]");
  if (!bench) return;
  event.preventDefault();
  event.stopPropagation();
  if (!event.repeat) bench.querySelector(`[data-deed="${event.shiftKey ? "submit" : "run"}"]`)?.click();
}, true);

// Says whether the server has what stands there now.
async function isSaved(form) {
  const state = form.querySelector("[data-autosave-state]");
  form.querySelector("textarea[data-editor]").dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  for (let waited = 0; state.dataset.autosaveState === "saving" && waited < PATIENCE; waited += PAUSE) await later(PAUSE);
  return !["saving", "failed", "refused"].includes(state.dataset.autosaveState);
}

// Another language has a draft of its own; this one's is saved first.
document.addEventListener("htmx:confirm", async (event) => {
  const chooser = event.target.closest?.("[data-language-form]");
  const form = chooser && document.getElementById(chooser.dataset.languageForm);
  if (!form) return;
  event.preventDefault();
  if (await isSaved(form)) event.detail.issueRequest(true);
  else chooser.reset();
});
// The time may be over by then, and the page another one.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.detail.elt.closest?.("[data-language-form]")) return;
  const { responseURL } = event.detail.xhr;
  if (new URL(responseURL).pathname === location.pathname) return;
  event.detail.shouldSwap = false;
  location.assign(responseURL);
});

document.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-starts-over]")) return;
  const textarea = editorOf(document);
  target.closest("dialog").close();
  write(textarea, textarea.dataset.starter);
  textarea.focus();
});
