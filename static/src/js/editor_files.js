// Files beside the program are written in editors as it is; their tabs bear the names that they are given, and there is
// always room for one more.
import { mount, write } from "./editor_view.js";

const rowsOf = (form) => [...form.querySelectorAll("[data-file-row]")];
const nameOf = (row) => row.querySelector("[data-file-name]");
const bodyOf = (row) => row.querySelector("[data-file]");
const isEmpty = (row) => !nameOf(row).value.trim() && !bodyOf(row).value.trim();

function mountAll(part) {
  for (const textarea of part.querySelectorAll("textarea[data-file]:not([data-mounted])")) {
    textarea.dataset.mounted = "";
    mount(textarea);
  }
}

// Name and text of each, as the server reads the form.
export const filesOf = (form) =>
  rowsOf(form).filter((row) => !isEmpty(row)).map((row) => [nameOf(row).value.trim(), bodyOf(row).value]);

export function writeFiles(form, files) {
  while (rowsOf(form).length < files.length && addRow(form));
  for (const [number, row] of rowsOf(form).entries()) {
    const [name, text] = files[number] ?? ["", ""];
    nameOf(row).value = name;
    nameOf(row).dispatchEvent(new Event("input", { bubbles: true }));
    write(bodyOf(row), text);
  }
  if (files.length) rowsOf(form)[0]?.closest("details").setAttribute("open", "");
}

// To be read before one chooses: each file under its name.
export function showFiles(place, files) {
  place.replaceChildren(...files.flatMap(([name, text]) => {
    const title = Object.assign(document.createElement("p"), { className: "mt-2 text-xs", textContent: name });
    const shown = Object.assign(document.createElement("pre"), { className: "kept-text", dir: "ltr", tabIndex: 0, textContent: text });
    shown.setAttribute("role", "region");
    shown.setAttribute("aria-label", name);
    return [title, shown];
  }));
}

function addRow(form) {
  const template = form.querySelector("template[data-new-file]");
  const count = rowsOf(form).length;
  if (!template || count >= Number(template.dataset.newFile)) return false;
  template.before(template.content.cloneNode(true));
  const row = rowsOf(form).at(-1);
  for (const part of [row, ...row.querySelectorAll("[id], [for]")])
    for (const name of ["id", "for", "aria-labelledby"])
      if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace("new", count + 1));
  mountAll(row);
  row.dispatchEvent(new CustomEvent("tabs:added", { bubbles: true }));
  return true;
}

document.addEventListener("input", ({ target }) => {
  // The editor over a text says it as well, on its way to the field.
  const row = target.matches("[data-file-name], [data-file]") && target.closest("[data-file-row]");
  if (!row) return;
  if (target === nameOf(row)) {
    const title = row.querySelector("[data-file-title]");
    title.dataset.unnamed ??= title.textContent;
    title.textContent = target.value.trim() || title.dataset.unnamed;
    const tab = document.getElementById(row.getAttribute("aria-labelledby"));
    if (tab) tab.textContent = title.textContent;
  }
  const { form } = target;
  if (row === rowsOf(form).at(-1) && !isEmpty(row)) addRow(form);
});

// Another window's words come with its files.
document.addEventListener("autosave:refused", ({ target, detail }) => {
  const place = target.querySelector("[data-conflict-files]");
  if (!place || detail.code !== "stale-draft") return;
  showFiles(place, detail.files);
  place.dataset.files = JSON.stringify(detail.files);
});
document.addEventListener("draft:taken-over", ({ target }) => {
  const place = target.querySelector("[data-conflict-files]");
  if (place) writeFiles(target, JSON.parse(place.dataset.files));
});

document.addEventListener("htmx:load", (event) => mountAll(event.target.parentElement ?? document));
mountAll(document);
