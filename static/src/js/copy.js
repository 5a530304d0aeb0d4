// A button with data-copy copies the data-copy-this beside it, inside the nearest data-copy-from, and says so.
import { announce } from "./announce.js";

const SECONDS = 2;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  const source = button?.closest("[data-copy-from]")?.querySelector("[data-copy-this]");
  if (!source) return;
  const said = await copied(source.textContent) ? button.dataset.copied : button.dataset.notCopied;
  const word = button.querySelector("[data-copy-text]");
  announce(said);
  if (!word) return;
  word.dataset.before ??= word.textContent;
  word.textContent = said;
  setTimeout(() => (word.textContent = word.dataset.before), SECONDS * 1000);
});

// The clipboard is closed to pages without https and to those that may not use it.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
