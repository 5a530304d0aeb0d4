// <form data-guard> asks before something typed is lost: by a link, by htmx, or by closing the page. One that came back
// with mistakes in it says data-guard="changed".
const changed = new Set(document.querySelectorAll('[data-guard="changed"]'));
const dialog = document.getElementById("unsaved");
const unsaved = () => [...changed].filter((form) => form.isConnected);

for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.form;
    if (form?.matches("[data-guard]")) changed.add(form);
  });
}
document.addEventListener("submit", (event) => event.defaultPrevented || changed.delete(event.target));
document.addEventListener("htmx:afterRequest", (event) => event.detail.successful && changed.delete(event.detail.elt));
document.addEventListener("reset", (event) => changed.delete(event.target));

addEventListener("beforeunload", (event) => {
  if (unsaved().length) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (link.target || link.download || link.closest("[hx-get]") || !unsaved().length) return;
  // A place on this page leaves nothing.
  if (link.hash && link.href.split("#")[0] === location.href.split("#")[0]) return;
  event.preventDefault();
  event.stopPropagation();
  ask(() => link.click());
}, true);

document.addEventListener("htmx:confirm", (event) => {
  const { elt, target, issueRequest } = event.detail;
  if (!unsaved().some((form) => form !== elt && target?.contains(form))) return;
  event.preventDefault();
  ask(() => issueRequest(true));
});

function ask(leave) {
  dialog.returnValue = "";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "leave") return;
    changed.clear();
    leave();
  }, { once: true });
  dialog.showModal();
}
