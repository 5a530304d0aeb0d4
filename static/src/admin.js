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

function mend() {
  for (const [made, role] of MENDED) for (const part of document.querySelectorAll(made)) part.setAttribute("role", role);
  for (const field of document.querySelectorAll(NAMELESS)) {
    const label = field.closest(".select2")?.previousElementSibling?.labels?.[0];
    if (label) field.setAttribute("aria-label", label.textContent.trim());
  }
}
new MutationObserver(mend).observe(document, { childList: true, subtree: true });
