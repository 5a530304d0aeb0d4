// Messages of the server and of scripts, in one polite place; they stay until closed when they report a problem.
const SECONDS = 6;

export function toast(sentence, kind = "info") {
  const place = document.getElementById("toasts");
  const template = document.getElementById("toast-template");
  if (!place || !template) return;
  const part = template.content.firstElementChild.cloneNode(true);
  part.dataset.kind = kind;
  part.querySelector("[data-text]").textContent = sentence;
  place.append(part);
  expire(part);
}

function expire(part) {
  if (part.dataset.kind === "error" || part.dataset.kind === "warning") return;
  setTimeout(() => {
    if (!part.matches(":hover, :focus-within")) part.remove();
    else expire(part);
  }, SECONDS * 1000);
}

document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest("[data-toast]")?.remove());
for (const part of document.querySelectorAll("[data-toast]")) expire(part);
