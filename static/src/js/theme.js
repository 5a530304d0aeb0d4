// System, light or dark; remembered on this device.
import { colourBrowser } from "./theme_color.js";

const switches = () => document.querySelectorAll("[data-theme-choice]");

function show(choice) {
  for (const button of switches()) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
  }
}

document.addEventListener("click", (event) => {
  const choice = event.target.closest("[data-theme-choice]")?.dataset.themeChoice;
  if (!choice) return;
  if (choice === "system") {
    localStorage.removeItem("theme");
    delete document.documentElement.dataset.theme;
  } else {
    localStorage.setItem("theme", choice);
    document.documentElement.dataset.theme = choice;
  }
  colourBrowser(document.documentElement.dataset.theme);
  show(choice);
});

show(document.documentElement.dataset.theme ?? "system");
