// <details class="menu-button"> behaves as a menu: closes on Escape, on a click elsewhere and when focus leaves.
const open = () => document.querySelectorAll("details.menu-button[open]");

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("focusin", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

// The drawer is a native popover; its button says whether it is open, and following a link closes it.
for (const drawer of document.querySelectorAll("[popover][id]")) {
  const buttons = document.querySelectorAll(`[popovertarget="${drawer.id}"]:not([popovertargetaction])`);
  drawer.addEventListener("toggle", (event) => {
    for (const button of buttons) button.setAttribute("aria-expanded", String(event.newState === "open"));
  });
}
