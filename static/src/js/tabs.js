// Parts under one another become tabs: <c-tabs kind="panels">. Arrow keys, Home and End choose, as in WAI-ARIA's pattern.
function build(group) {
  const panels = [...group.querySelectorAll(":scope > [data-tab-panel]")];
  const list = document.createElement("div");
  list.className = "tab-bar";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", group.getAttribute("aria-label"));
  group.removeAttribute("role");
  group.removeAttribute("aria-label");
  list.append(...panels.map(tabOf));
  group.prepend(list);
  group.dataset.ready = "";
  choose(list.children[Math.max(0, panels.findIndex((panel) => `#${panel.id}` === location.hash))]);
}

function tabOf(panel) {
  const tab = document.createElement("button");
  Object.assign(tab, { type: "button", className: "tab-link", id: `${panel.id}-tab` });
  tab.textContent = panel.querySelector("h3").textContent;
  for (const [name, value] of [["role", "tab"], ["aria-controls", panel.id]]) tab.setAttribute(name, value);
  panel.setAttribute("role", "tabpanel");
  panel.setAttribute("aria-labelledby", tab.id);
  panel.tabIndex = 0;
  return tab;
}

function choose(tab) {
  for (const one of tab.parentElement.children) {
    one.setAttribute("aria-selected", String(one === tab));
    one.tabIndex = one === tab ? 0 : -1;
    document.getElementById(one.getAttribute("aria-controls")).hidden = one !== tab;
  }
}

// A part that comes later gets a tab behind the others, and waits to be chosen.
document.addEventListener("tabs:added", ({ target }) => {
  const list = target.closest("[data-tabs]").querySelector(":scope > [role=tablist]");
  if (!list) return;
  list.append(tabOf(target));
  choose(list.querySelector("[aria-selected=true]"));
});
document.addEventListener("click", (event) => {
  const tab = event.target.closest("[role=tab]");
  if (tab) choose(tab);
});
document.addEventListener("keydown", (event) => {
  if (!event.target.matches("[role=tab]")) return;
  const tabs = [...event.target.parentElement.children];
  const forward = getComputedStyle(event.target).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const at = tabs.indexOf(event.target);
  let next;
  if (event.key === "Home") next = tabs[0];
  else if (event.key === "End") next = tabs.at(-1);
  else if (event.key === forward) next = tabs[(at + 1) % tabs.length];
  else if (event.key === "ArrowLeft" || event.key === "ArrowRight") next = tabs.at(at - 1);
  else return;
  event.preventDefault();
  choose(next);
  next.focus();
});

const buildIn = (part) => part.querySelectorAll("[data-tabs]:not([data-ready])").forEach(build);
document.addEventListener("htmx:load", (event) => buildIn(event.target.parentElement ?? document));
buildIn(document);
