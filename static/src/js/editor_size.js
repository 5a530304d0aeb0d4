// The size of the letters in editors, remembered on this device.
import { announce } from "./announce.js";
import { measureAgain } from "./editor_view.js";

const SIZES = [12, 13, 14, 16, 18, 20, 24];
const USUAL = 14;

function chosen() {
  const size = Number(localStorage.getItem("editor-size"));
  return SIZES.includes(size) ? size : USUAL;
}

const show = (size) => (document.documentElement.dataset.editorSize = String(size));

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-resizes]");
  if (!button) return;
  const at = SIZES.indexOf(chosen()) + Number(button.dataset.resizes);
  const size = SIZES[Math.max(0, Math.min(at, SIZES.length - 1))];
  localStorage.setItem("editor-size", String(size));
  show(size);
  // Lines are higher now, and so are the places of their numbers.
  for (const textarea of document.querySelectorAll("textarea[data-mounted]")) measureAgain(textarea);
  announce(button.dataset.says.replace("%(n)s", size));
});

show(chosen());
