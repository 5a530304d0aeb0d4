// A finding and its marks on the CV's pages light each other up; both are links to each other without this.
const LIT = "is-lit";

function partnersOf(link) {
  const number = /^#(?:fact|mark)-(\d+)$/.exec(link.getAttribute("href") ?? "")?.[1];
  if (!number) return [];
  if (link.closest(".sheet-page")) return [...document.querySelectorAll(`#fact-${number}, .sheet-page a[href="#fact-${number}"]`)];
  return [...document.querySelectorAll(`.sheet-page a[href="#fact-${number}"]`)];
}

function light(event) {
  const link = event.target.closest?.('.sheet-page a, a[href^="#mark-"]');
  if (!link) return;
  for (const partner of partnersOf(link)) partner.classList.add(LIT);
}

function dim() {
  for (const lit of document.querySelectorAll(`.${LIT}`)) lit.classList.remove(LIT);
}

for (const name of ["pointerover", "focusin"]) document.addEventListener(name, light);
for (const name of ["pointerout", "focusout"]) document.addEventListener(name, dim);
