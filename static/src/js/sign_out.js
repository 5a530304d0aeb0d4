// Whoever signs out leaves nothing that they wrote: not in this tab, not in others, not on the device. How the product
// looks (theme, sidebar, size of the editor) says nothing of anybody and stays.
const MARK = "signed-out";
const isWritten = (name) => name.startsWith("program:");

document.addEventListener("submit", ({ target, defaultPrevented }) => {
  if (defaultPrevented || !target.action?.endsWith?.("/logout/")) return;
  sessionStorage.clear();
  Object.keys(localStorage).filter(isWritten).forEach((name) => localStorage.removeItem(name));
  // Other tabs hear of it, and of nothing else.
  localStorage.setItem(MARK, String(Date.now()));
  localStorage.removeItem(MARK);
});

addEventListener("storage", ({ key, newValue }) => {
  if (key === MARK && newValue) sessionStorage.clear();
});
