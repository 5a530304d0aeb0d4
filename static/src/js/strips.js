// A row of links that is wider than a phone shows the one where one is.
for (const link of document.querySelectorAll(".settings-nav [aria-current], .tab-bar > [aria-current]")) {
  const strip = link.parentElement;
  if (strip.scrollWidth > strip.clientWidth) link.scrollIntoView({ block: "nearest", inline: "center", behavior: "instant" });
}
