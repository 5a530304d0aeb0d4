// A button with data-opens="id" opens that <dialog>; a click beside the dialog closes it, as Escape does.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  else if (event.target instanceof HTMLDialogElement) event.target.close();
});
