// Files beside the program are written in editors as it is, and their tabs bear the names that they are given.
import { mount } from "./editor_view.js";

function mountAll(part) {
  for (const textarea of part.querySelectorAll("textarea[data-file]:not([data-mounted])")) {
    textarea.dataset.mounted = "";
    mount(textarea);
  }
}

document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-file-name]")) return;
  const panel = target.closest("[data-tab-panel]");
  const title = panel.querySelector("[data-file-title]");
  title.dataset.unnamed ??= title.textContent;
  title.textContent = target.value.trim() || title.dataset.unnamed;
  const tab = document.getElementById(panel.getAttribute("aria-labelledby"));
  if (tab) tab.textContent = title.textContent;
});

document.addEventListener("htmx:load", (event) => mountAll(event.target.parentElement ?? document));
mountAll(document);
