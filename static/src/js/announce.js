// Says once, for screen readers, how something ended: the swapped part itself carries the sentence in data-announce.
export function announce(sentence) {
  const place = sentence && (inDialog() ?? document.getElementById("announcer"));
  if (place) place.textContent = sentence;
}

// While a dialog is open the rest of the page is inert, and silent.
function inDialog() {
  const dialog = document.querySelector("dialog:modal");
  if (!dialog) return null;
  const found = dialog.querySelector(":scope > [data-announcer]");
  if (found) return found;
  const place = document.createElement("div");
  place.className = "sr-only";
  place.dataset.announcer = "";
  place.setAttribute("role", "status");
  dialog.append(place);
  return place;
}

document.addEventListener("htmx:load", (event) => announce(event.target.dataset?.announce));
