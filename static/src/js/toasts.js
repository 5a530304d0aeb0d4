// Messages go after a while, but not while somebody points at them or has the focus inside; those that report a problem
// stay until they are closed.
const SECONDS = 6;
const SECONDS_TO_UNDO = 12;

function expire(part) {
  if (part.dataset.kind === "error" || part.dataset.kind === "warning") return;
  let timer;
  const start = () => {
    clearTimeout(timer);
    timer = setTimeout(() => part.remove(), (part.querySelector("form") ? SECONDS_TO_UNDO : SECONDS) * 1000);
  };
  const pause = () => clearTimeout(timer);
  const resume = () => setTimeout(() => part.matches(":hover, :focus-within") || start());
  for (const name of ["pointerenter", "focusin"]) part.addEventListener(name, pause);
  for (const name of ["pointerleave", "focusout"]) part.addEventListener(name, resume);
  start();
}

/** Show a message; kind is "success" or "error". */
export function toast(text, { kind = "success" } = {}) {
  const holder = document.getElementById(`toast-${kind}`) ?? document.getElementById("toast-success");
  const part = holder?.content.firstElementChild.cloneNode(true);
  if (!part) return;
  part.querySelector("[data-text]").textContent = text;
  document.getElementById("toasts").append(part);
  expire(part);
}

document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest("[data-toast]")?.remove();
  const asking = event.target.closest("[data-toasts]");
  if (asking) toast(asking.dataset.toasts, { kind: asking.dataset.kind });
});
for (const part of document.querySelectorAll("#toasts [data-toast]")) expire(part);
