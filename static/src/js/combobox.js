// WAI-ARIA's combobox on top of a <select>, which keeps the value that is sent; without this script the select is there.
import { announce } from "./announce.js";

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[_/]/g, " ");
// What a group of options is called, which one may type as well.
const group = (option) => option.closest("optgroup")?.label ?? "";

function build(box, number) {
  const select = box.querySelector("select");
  const input = document.createElement("input");
  const list = document.createElement("ul");
  input.type = "text";
  input.autocomplete = "off";
  input.spellcheck = false;
  input.id = select.id || `combobox-${number}`;
  list.id = `${input.id}-list`;
  select.removeAttribute("id");
  for (const name of ["aria-describedby", "aria-invalid", "aria-label"])
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector(`label[for="${input.id}"]`)?.firstChild.textContent ?? input.ariaLabel ?? "");
  list.className = "combobox-list";
  list.hidden = true;
  input.disabled = select.disabled;
  input.required = select.required;
  select.required = false;
  select.hidden = true;
  box.dataset.ready = "";
  select.before(input);
  box.append(list);
  const chosen = () => select.selectedOptions[0]?.text ?? "";
  const active = () => list.querySelector("[data-active]");
  input.value = chosen();

  function show(query) {
    const words = plain(query).split(/\s+/).filter(Boolean);
    const found = [...select.options].filter((option) => words.every((word) => plain(`${group(option)} ${option.text}`).includes(word)));
    list.replaceChildren(...found.map((option) => {
      const line = document.createElement("li");
      line.id = `${list.id}-${option.index}`;
      line.dataset.index = option.index;
      line.textContent = option.text;
      if (group(option)) {
        const place = document.createElement("span");
        place.textContent = group(option);
        line.append(" ", place);
      }
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", String(option.selected));
      return line;
    }));
    if (!found.length) {
      const none = document.createElement("li");
      none.textContent = box.dataset.none;
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      list.append(none);
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    activate(query ? list.querySelector("[data-index]") : list.querySelector("[aria-selected=true]"));
    if (query) announce(found.length ? box.dataset.matches.replace("{count}", found.length) : box.dataset.none);
  }

  function activate(line) {
    active()?.removeAttribute("data-active");
    if (!line) return input.removeAttribute("aria-activedescendant");
    line.dataset.active = "";
    input.setAttribute("aria-activedescendant", line.id);
    line.scrollIntoView({ block: "nearest" });
  }

  function hide() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function take(line) {
    if (!line?.dataset.index) return;
    const changed = select.selectedIndex !== Number(line.dataset.index);
    select.selectedIndex = line.dataset.index;
    input.value = chosen();
    hide();
    if (changed) for (const name of ["input", "change"]) select.dispatchEvent(new Event(name, { bubbles: true }));
  }

  function step(by) {
    const lines = [...list.querySelectorAll("[data-index]")];
    const at = lines.indexOf(active());
    activate(at < 0 ? lines.at(by > 0 ? 0 : -1) : lines[(at + by + lines.length) % lines.length]);
  }

  input.addEventListener("input", () => show(input.value));
  input.addEventListener("click", () => (list.hidden ? show("") : undefined));
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => {
    hide();
    input.value = chosen();
  });
  input.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      event.preventDefault();
      if (list.hidden) show("");
      else step(by);
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      take(active());
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      hide();
      input.value = chosen();
    }
  });
  // The focus stays in the input while one points at the list.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => take(event.target.closest("li")));
  select.form?.addEventListener("reset", () => setTimeout(() => (input.value = chosen())));
}

const buildIn = (part) => part.querySelectorAll("[data-combobox]:not([data-ready])").forEach(build);
document.addEventListener("htmx:load", (event) => buildIn(event.target.parentElement ?? document));
buildIn(document);
