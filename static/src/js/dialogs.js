// A button with data-opens="id" opens that <dialog>, and sends nothing if it is a form's own; one with data-closes, a click beside it and Escape close it.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    event.preventDefault();
    // A menu closes when it loses the focus; its button is what the focus comes back to.
    opener.closest("details.menu-button")?.querySelector("summary").focus();
    document.getElementById(opener.dataset.opens)?.showModal();
  } else if (event.target.closest("[data-closes]")) event.target.closest("dialog")?.close();
  else if (event.target instanceof HTMLDialogElement && isBeside(event)) event.target.close();
});

function isBeside({ target, clientX, clientY }) {
  const box = target.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}
