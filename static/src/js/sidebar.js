// The sidebar can be narrowed to its icons; theme.js puts the remembered width on the page before the first paint.
const root = document.documentElement;
const buttons = () => document.querySelectorAll("[data-collapses-sidebar]");

function show() {
  const narrow = root.dataset.sidebar === "narrow";
  for (const button of buttons()) button.setAttribute("aria-pressed", String(narrow));
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-collapses-sidebar]")) return;
  if (root.dataset.sidebar === "narrow") delete root.dataset.sidebar;
  else root.dataset.sidebar = "narrow";
  localStorage.setItem("sidebar", root.dataset.sidebar ?? "");
  show();
});

// What is to be printed says so itself.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});

show();
