// The admin's own frame names no main part: whoever does not see the page could not jump to it.
addEventListener("DOMContentLoaded", () => {
  const main = document.getElementById("main");
  main?.setAttribute("role", "main");
  main?.setAttribute("tabindex", "-1");
});
