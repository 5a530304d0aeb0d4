// Choosing rows: the box in the head chooses all of the page, and the bar below says how many are chosen.
const boxes = (form) => [...form.querySelectorAll("[data-rows] .tick:not(:disabled)")];

function show(form) {
  const all = form.querySelector("[data-select-all]");
  const chosen = boxes(form).filter((box) => box.checked).length;
  if (all) {
    all.checked = chosen > 0 && chosen === boxes(form).length;
    all.indeterminate = chosen > 0 && !all.checked;
  }
  const count = form.querySelector("[data-selected-count]");
  if (count) count.textContent = (form.dataset.selected ?? "").replace("%(n)s", chosen);
}

// A browser may bring the choice of an earlier visit back.
addEventListener("pageshow", () => document.querySelectorAll("form:has([data-rows] .tick:checked)").forEach(show));

document.addEventListener("change", (event) => {
  const box = event.target.closest(".tick");
  const form = box?.closest("form");
  if (!form) return;
  if (box.matches("[data-select-all]")) for (const one of boxes(form)) one.checked = box.checked;
  show(form);
});
