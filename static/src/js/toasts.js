// Messages of the server go after a while; those that report a problem stay until they are closed.
const SECONDS = 6;

function expire(part) {
  if (part.dataset.kind === "error" || part.dataset.kind === "warning") return;
  setTimeout(() => {
    if (part.matches(":hover, :focus-within")) expire(part);
    else part.remove();
  }, SECONDS * 1000);
}

document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest("[data-toast]")?.remove());
for (const part of document.querySelectorAll("[data-toast]")) expire(part);
