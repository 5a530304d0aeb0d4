// The chosen file by name and size, with a button that takes it away again, and dates that can be emptied.
document.addEventListener("change", (event) => {
  const file = event.target.closest("[data-file-input]");
  if (file) show(file, event.target.files);
});
document.addEventListener("click", (event) => {
  const part = event.target.closest("[data-removes-file]")?.closest("[data-file-input]");
  if (part) empty(part.querySelector("input"));
  const date = event.target.closest("[data-clears]")?.closest("[data-date-input]");
  if (date) empty(date.querySelector("input"));
});
document.addEventListener("reset", (event) => {
  for (const part of event.target.querySelectorAll("[data-file-input]")) show(part, []);
});

function empty(input) {
  input.value = "";
  for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
  input.focus();
}

function show(part, files) {
  part.querySelector("[data-chosen]").hidden = !files.length;
  part.querySelector("[data-no-file]").hidden = files.length;
  part.querySelector("[data-name]").textContent = [...files].map((file) => file.name).join(", ");
  part.querySelector("[data-size]").textContent = size([...files].reduce((sum, file) => sum + file.size, 0));
}

function size(bytes) {
  const [unit, by] = bytes < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
  const amount = bytes && bytes < 1e3 ? 1 : bytes / by;
  return new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, maximumFractionDigits: by > 1e3 ? 1 : 0 }).format(amount);
}
