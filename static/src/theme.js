// Runs before the first paint, so that a remembered theme never flashes.
const remembered = localStorage.getItem("theme");
if (remembered === "light" || remembered === "dark") document.documentElement.dataset.theme = remembered;
document.documentElement.classList.add("js");
