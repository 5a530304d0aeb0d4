// The admin's own frame names no main part: whoever does not see the page could not jump to it.
addEventListener("DOMContentLoaded", () => {
  const main = document.getElementById("main");
  main?.setAttribute("role", "main");
  main?.setAttribute("tabindex", "-1");
});

// What the admin's scripts make: several scrollable parts that are all landmarks of one name, a label on nothing, and
// fields to choose from that have none.
const MENDED = [[".simplebar-content-wrapper[role=region]", "group"], [".help-tooltip:not([role])", "img"]];

const NAMELESS = ".select2-selection[role=combobox]:not([aria-label]), .select2-selection__rendered[role=textbox]:not([aria-label])";

const LANDMARKS = "nav, aside, section[aria-label], section[aria-labelledby], form[aria-label], fieldset[role], [role=region], [role=navigation], [role=search], [role=complementary]";

// Two parts of one name are no help to whoever jumps from part to part: the second is called so with its number.
function number(parts) {
  const seen = new Map();
  for (const part of parts) {
    const named = document.getElementById(part.getAttribute("aria-labelledby") ?? "")?.textContent.trim();
    const name = part.dataset.landmark ?? part.getAttribute("aria-label") ?? named ?? "";
    const kind = `${part.getAttribute("role") ?? part.tagName} ${name}`;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    if (seen.get(kind) === 1) continue;
    part.dataset.landmark = name;
    part.removeAttribute("aria-labelledby");
    part.setAttribute("aria-label", `${name} ${seen.get(kind)}`.trim());
  }
}

function mend() {
  number(document.querySelectorAll(LANDMARKS));
  for (const [made, role] of MENDED) for (const part of document.querySelectorAll(made)) part.setAttribute("role", role);
  for (const field of document.querySelectorAll(NAMELESS)) {
    const label = field.closest(".select2")?.previousElementSibling?.labels?.[0];
    if (label) field.setAttribute("aria-label", label.textContent.trim());
  }
}
new MutationObserver(mend).observe(document, { childList: true, subtree: true });
