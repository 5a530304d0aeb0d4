// <details class="menu-button"> behaves as a menu: arrow keys, Home and End move between its items, and it closes on
// Escape, on a click elsewhere, when an item was pressed and when focus leaves.
const open = () => document.querySelectorAll("details.menu-button[open]");
const MOVES = { ArrowDown: 1, ArrowUp: -1, Home: 0, End: 0 };

document.addEventListener("click", (event) => {
  const done = event.target.closest(".menu-item[type=button]");
  for (const menu of open()) if (done || !menu.contains(event.target)) close(menu, Boolean(done));
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const menu of open()) close(menu, true);
  else if (event.key in MOVES) move(event);
});
document.addEventListener("focusin", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

function close(menu, takesFocus) {
  const hadFocus = menu.contains(document.activeElement);
  menu.open = false;
  if (takesFocus && hadFocus) menu.querySelector("summary").focus();
}

function move(event) {
  const menu = event.target.closest("details.menu-button");
  const onButton = event.target.matches("summary");
  if (!menu || event.target.matches("input, select, textarea") || (onButton && !event.key.startsWith("Arrow"))) return;
  event.preventDefault();
  menu.open = true;
  const items = [...menu.querySelectorAll(".menu-list :is(a[href], button:enabled)")].filter((item) => item.checkVisibility());
  const last = items.length - 1;
  const at = items.indexOf(event.target);
  const by = MOVES[event.key];
  const ends = event.key === "Home" ? 0 : last;
  const next = by ? (at < 0 ? (by > 0 ? 0 : last) : (at + by + items.length) % items.length) : ends;
  items[next]?.focus();
}

// The drawer is a native popover; its button says whether it is open, and following a link closes it.
for (const drawer of document.querySelectorAll("[popover][id]")) {
  const buttons = document.querySelectorAll(`[popovertarget="${drawer.id}"]:not([popovertargetaction])`);
  drawer.addEventListener("toggle", (event) => {
    for (const button of buttons) button.setAttribute("aria-expanded", String(event.newState === "open"));
    // It lies above its button, which would have the focus and not be seen.
    if (event.newState === "open") drawer.querySelector("a[href], button, summary")?.focus();
  });
}
