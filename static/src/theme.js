import { colourBrowser } from "./js/theme_color.js";

// Runs before the first paint, so that a remembered theme never flashes. A theme that the page itself names holds.
const remembered = localStorage.getItem("theme");
if (!document.documentElement.dataset.theme && (remembered === "light" || remembered === "dark"))
  document.documentElement.dataset.theme = remembered;
colourBrowser(document.documentElement.dataset.theme);
document.documentElement.classList.add("js");
if (localStorage.getItem("sidebar") === "narrow") document.documentElement.dataset.sidebar = "narrow";
