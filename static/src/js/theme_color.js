// The browser's own bars: the page names a colour for each scheme of the system; a chosen theme holds in both.
export function colourBrowser(theme) {
  const metas = [...document.querySelectorAll("meta[name=theme-color]")];
  for (const meta of metas) meta.dataset.own ??= meta.content;
  const chosen = metas.find((meta) => theme && meta.media.includes(theme));
  for (const meta of metas) meta.content = (chosen ?? meta).dataset.own;
}
