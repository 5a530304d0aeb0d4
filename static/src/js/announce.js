// Says once, for screen readers, how something ended: the swapped part itself carries the sentence in data-announce.
export function announce(sentence) {
  const place = document.getElementById("announcer");
  if (place && sentence) place.textContent = sentence;
}

document.addEventListener("htmx:load", (event) => announce(event.target.dataset?.announce));
