// <form data-interview data-autosave> knows which draft it goes on from; another window's words are shown, not lost.
import { goOnFrom } from "./versions.js";

const panel = (form) => form.querySelector("[data-conflict]");

document.addEventListener("autosave:saved", ({ target }) => {
  if (target.matches("form[data-interview]")) panel(target).hidden = true;
});
document.addEventListener("autosave:refused", ({ target, detail }) => {
  if (!target.matches("form[data-interview]")) return;
  // The time is over, or the question was answered elsewhere: the page shows where the interview is.
  if (detail.code === "wrong-state") return location.reload();
  if (detail.code !== "stale-draft") return;
  panel(target).dataset.version = detail.version;
  panel(target).querySelector("[data-conflict-text]").textContent = detail.text;
  panel(target).hidden = false;
});
document.addEventListener("click", ({ target }) => {
  const takes = target.closest("[data-takes]")?.dataset.takes;
  if (!takes) return;
  const form = target.closest("form");
  const { answer } = form.elements;
  if (takes === "theirs") {
    answer.value = panel(form).querySelector("[data-conflict-text]").textContent;
    form.dispatchEvent(new CustomEvent("draft:taken-over", { bubbles: true }));
  }
  goOnFrom(form, panel(form).dataset.version);
  panel(form).hidden = true;
  answer.focus();
  answer.dispatchEvent(new Event("input", { bubbles: true }));
});
