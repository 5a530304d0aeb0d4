// A form is sent once: its button says so until the answer comes.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "dialog") return;
  // Its elements are also those that stand elsewhere and name it, as in a dialog.
  for (const button of [...event.target.elements].filter((one) => one.type === "submit")) {
    button.setAttribute("aria-busy", "true");
    // After this turn, or the button's own name and value would not be sent.
    setTimeout(() => (button.disabled = true));
  }
});

// What was refused is said first, also to whoever does not see the page. Examples of the gallery are in no such form.
document.querySelector("form[method=post] [data-error-summary]")?.focus();

// Coming back through the browser's cache must not find dead buttons.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll("button[aria-busy]")) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
});
