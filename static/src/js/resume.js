// The CV builder: what was saved shows in the sheet beside the form, and the hints beside their entries.
import htmx from "./htmx.js";

const form = () => document.querySelector("form[data-resume]");
const frame = () => document.querySelector("iframe[data-resume-preview]");
const parse = (text) => new DOMParser().parseFromString(text, "text/html");

async function page(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  return answer.ok && !answer.redirected ? parse(await answer.text()) : null;
}

// The sheet is put in the place of the old one, so that nothing blinks and nobody is scrolled away.
async function showSheet() {
  const fresh = frame() && await page(frame().src).catch(() => null);
  const shown = frame()?.contentDocument;
  if (!fresh || !shown?.getElementById("sheet")) return;
  const styles = (doc) => [...doc.querySelectorAll('link[rel="stylesheet"]')].map((one) => one.getAttribute("href")).join();
  if (styles(fresh) !== styles(shown)) return frame().contentWindow.location.reload();
  shown.documentElement.className = fresh.documentElement.className;
  shown.documentElement.lang = fresh.documentElement.lang;
  shown.getElementById("sheet").replaceWith(shown.adoptNode(fresh.getElementById("sheet")));
}

async function showAdvice() {
  const fresh = await page(form().dataset.advice).catch(() => null);
  for (const part of fresh?.querySelectorAll("[data-put-into]") ?? []) {
    const place = document.getElementById(part.dataset.putInto);
    if (!place || place.innerHTML.trim() === part.innerHTML.trim() || place.contains(document.activeElement)) continue;
    place.replaceChildren(...part.childNodes);
    htmx.process(place);
  }
}

function showConflict(isOne) {
  const place = document.querySelector("[data-resume-conflict]");
  if (!place) return;
  place.hidden = !isOne;
  if (isOne) place.scrollIntoView({ block: "center" });
}

// What the server took is no mistake any more.
function forgetMistakes(of) {
  of.querySelector("[data-error-summary]")?.remove();
  for (const one of of.querySelectorAll("[aria-invalid]")) {
    one.removeAttribute("aria-invalid");
    one.removeAttribute("aria-describedby");
  }
  for (const one of of.querySelectorAll(".field-error")) one.remove();
}

document.addEventListener("autosave:saved", ({ target }) => {
  if (!target.matches("form[data-resume]")) return;
  frame().dataset.paper = target.elements.paper.value;
  showConflict(false);
  forgetMistakes(target);
  showSheet();
  showAdvice();
});
document.addEventListener("autosave:refused", ({ target, detail }) => {
  if (target.matches("form[data-resume]")) showConflict(detail.code === "changed-elsewhere");
});
document.addEventListener("click", ({ target }) => {
  const link = target.closest("[data-drops-draft]");
  if (link) sessionStorage.removeItem(`draft:${link.dataset.dropsDraft}`);
});

// Entries that were open stay so when the form comes back from the server.
let open = [];
document.addEventListener("htmx:beforeSwap", () => {
  open = [...document.querySelectorAll("details.resume-entry[open]")].map((one) => one.id);
});
document.addEventListener("htmx:afterSwap", () => {
  if (!form()) return;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  open = [];
  showSheet();
});
