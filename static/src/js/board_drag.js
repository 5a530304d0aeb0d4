// Dragging a card with mouse, pen or finger: a copy follows the pointer, the card itself shows where it would land.
const DISTANCE = 6;
const EDGE = 60;
const STEP = 14;

/** Begin when the pointer has moved far enough; `drop(card, place)` is called with where it was let go. */
export function lift(board, start, drop) {
  const card = start.target.closest("[data-card]");
  const onHandle = start.target.closest("[data-handle]");
  // A finger on the card itself scrolls; the handle is what drags.
  if (!card || start.button !== 0 || start.target.closest("input, a, summary") || (start.pointerType === "touch" && !onHandle)) return;
  let ghost, scrolling, last;
  const home = { list: card.parentElement, next: card.nextElementSibling };
  const offset = { x: start.clientX - card.getBoundingClientRect().left, y: start.clientY - card.getBoundingClientRect().top };

  function begin() {
    const box = card.getBoundingClientRect();
    ghost = card.cloneNode(true);
    ghost.classList.add("board-ghost");
    ghost.style.inlineSize = `${box.width}px`;
    ghost.setAttribute("aria-hidden", "true");
    ghost.removeAttribute("data-card");
    for (const part of ghost.querySelectorAll("input, a, button")) part.inert = true;
    document.body.append(ghost);
    document.body.dataset.draggingCard = "";
    board.dataset.dragging = "";
    card.dataset.lifted = "";
    scrolling = setInterval(scroll, 30);
  }

  function scroll() {
    const box = board.getBoundingClientRect();
    if (last.clientX > Math.min(box.right, innerWidth) - EDGE) board.scrollBy({ left: STEP, behavior: "instant" });
    else if (last.clientX < Math.max(box.left, 0) + EDGE) board.scrollBy({ left: -STEP, behavior: "instant" });
    const list = card.parentElement;
    const inside = list.getBoundingClientRect();
    if (last.clientY > Math.min(inside.bottom, innerHeight) - EDGE) list.scrollBy({ top: STEP, behavior: "instant" });
    else if (last.clientY < inside.top + EDGE / 2) list.scrollBy({ top: -STEP, behavior: "instant" });
  }

  function move(event) {
    last = event;
    if (!ghost) {
      if (Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < DISTANCE) return;
      begin();
    }
    event.preventDefault();
    const dx = document.documentElement.dir === "rtl" ? event.clientX - offset.x - (innerWidth - ghost.offsetWidth) : event.clientX - offset.x;
    ghost.style.transform = `translate(${dx}px, ${event.clientY - offset.y}px)`;
    place(event);
  }

  function place(event) {
    const column = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-stage]");
    for (const one of board.querySelectorAll("[data-over]")) delete one.dataset.over;
    if (!column || !board.contains(column)) return;
    column.dataset.over = "";
    const list = column.querySelector("[data-cards]");
    const after = [...list.children].find((one) => {
      const box = one.getBoundingClientRect();
      return one !== card && event.clientY < box.top + box.height / 2;
    });
    if (card.parentElement !== list || card.nextElementSibling !== (after ?? null)) list.insertBefore(card, after ?? null);
  }

  function end(event) {
    const isDropped = ghost && event.type === "pointerup";
    const to = { list: card.parentElement, next: card.nextElementSibling };
    for (const [name, listener] of listeners) removeEventListener(name, listener, { capture: true });
    clearInterval(scrolling);
    if (!ghost) return;
    ghost.remove();
    delete document.body.dataset.draggingCard;
    delete board.dataset.dragging;
    delete card.dataset.lifted;
    for (const one of board.querySelectorAll("[data-over]")) delete one.dataset.over;
    // Back to where it was, so that what moves it knows from where.
    home.list.insertBefore(card, home.next);
    if (isDropped) drop(card, to);
    // The click that follows would open the menu.
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }));
  }

  const swallow = (event) => {
    event.stopPropagation();
    event.preventDefault();
  };
  const cancel = (event) => event.key === "Escape" && ghost && end(event);
  const listeners = [
    ["pointermove", move],
    ["pointerup", end],
    ["pointercancel", end],
    ["keydown", cancel],
  ];
  for (const [name, listener] of listeners) addEventListener(name, listener, { capture: true });
}
