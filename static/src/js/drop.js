// <label data-drop-file> around a file input takes a file dropped anywhere on it; without this the input alone does.
const zoneOf = (event) => event.target.closest?.("[data-drop-file]");

addEventListener("dragover", (event) => {
  const zone = zoneOf(event);
  if (!zone) return;
  event.preventDefault();
  zone.toggleAttribute("data-over", true);
});

addEventListener("dragleave", (event) => {
  const zone = zoneOf(event);
  if (zone && !zone.contains(event.relatedTarget)) zone.removeAttribute("data-over");
});

addEventListener("drop", (event) => {
  const zone = zoneOf(event);
  if (!zone) return;
  event.preventDefault();
  zone.removeAttribute("data-over");
  const files = new DataTransfer();
  for (const file of [...event.dataTransfer.files].slice(0, 1)) files.items.add(file);
  if (files.files.length) zone.querySelector("input[type=file]").files = files.files;
});
