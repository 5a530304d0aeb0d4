"""What is judged about every page: axe in each look, the page's frame, and that nothing pushes it sideways."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# A small phone, a tablet, and a wide screen, each as wide as one can be without being the next.
WIDTHS = (360, 768, 1440, 1920)
# All that can differ between light and dark, and all that can when the same elements only stand elsewhere.
RULES_OF_COLOUR = ("color-contrast", "link-in-text-block")
RULES_OF_PLACE = ("color-contrast", "scrollable-region-focusable", "target-size")

# How far the page can be pushed sideways, and what reaches furthest.
OVERHANG = """() => {
  const page = document.documentElement;
  const wide = page.scrollWidth - page.clientWidth;
  if (wide <= 0) return "";
  const reach = (part) => {
    const box = part.getBoundingClientRect();
    return getComputedStyle(page).direction === "rtl" ? -box.left : box.right;
  };
  // What lies in a part that scrolls by itself pushes nothing.
  const scrolls = (part) => part !== document.body && getComputedStyle(part).overflowX !== "visible";
  const isFree = (part) => part === document.body || (!scrolls(part.parentElement) && isFree(part.parentElement));
  const worst = [...document.body.querySelectorAll("*")].filter(isFree).reduce((a, b) => (reach(b) > reach(a) ? b : a));
  return `${wide} px, ${worst.outerHTML.slice(0, 120)}`;
}"""
# Colours that are still changing belong to no look, and sizes neither: nothing takes time while a page is judged.
AT_ONCE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, ::before, ::after, ::backdrop { transition: none !important }");
  document.adoptedStyleSheets.push(sheet);
  return document.fonts.ready.then(() => true);
}"""
# Which elements can be seen, in their order: where two looks agree in this, so do all rules but those of place.
SEEN = """() => [...document.body.querySelectorAll("*")]
  .map((part) => part.checkVisibility() ? part.tagName : "").join()"""
RUN = """({only, but}) => axe.run({
  resultTypes: ["violations"],
  ...(only.length ? {runOnly: only} : {}),
  rules: Object.fromEntries(but.map((rule) => [rule, {enabled: false}])),
}).then((results) => results.violations)"""
# What stands in a specimen of the gallery is shown, not meant.
FRAME = """() => {
  const is_meant = (part) => part.checkVisibility() && !part.closest(".specimen");
  const count = (selector) => [...document.querySelectorAll(selector)].filter(is_meant).length;
  const skip = document.querySelector("body a[href], body button, body input, body summary");
  const wrong = [];
  if (count("h1") !== 1) wrong.push(`${count("h1")} visible h1`);
  if (count("main, [role=main]") !== 1) wrong.push(`${count("main, [role=main]")} main landmarks`);
  if (!document.title.trim()) wrong.push("no title");
  if (!document.documentElement.lang) wrong.push("no lang");
  const target = skip?.getAttribute("href") ?? "";
  const leads = target.startsWith("#") ? document.getElementById(target.slice(1)) : null;
  if (!leads?.closest("main, [role=main]"))
    wrong.push("the first control is no link to the content");
  return wrong;
}"""


@cache
def axe() -> str:
    return str(Axe().axe_script)


def findings_of_axe(page: Page, look: str, *rules: str, but: tuple[str, ...] = ()) -> list[str]:
    """Every violation, whatever its impact, of the rules named, or of all that axe has on by itself but some."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AT_ONCE)
        page.evaluate(axe())
    found: list[dict[str, Any]] = page.evaluate(RUN, {"only": rules, "but": but})
    return [
        f"{page.url} in {look}: {finding['id']} ({finding['impact']}):"
        f" {node['html'][:160]} {node['failureSummary'][:200]}"
        for finding in found
        for node in finding["nodes"]
    ]


def overhang_at(page: Page, width: int) -> list[str]:
    """What can be pushed sideways on a screen so wide."""
    page.set_viewport_size({"width": width, "height": DESKTOP["height"]})
    overhang = page.evaluate(OVERHANG)
    return [f"{page.url} can be pushed sideways at {width} px: {overhang}"] if overhang else []


def frame_of(page: Page) -> list[str]:
    """One h1, one main part, title, language, and the skip link before everything else."""
    return [f"{page.url}: {wrong}" for wrong in page.evaluate(FRAME)]


def findings_of_looks(page: Page) -> Iterator[str]:
    """Axe on a wide screen in light, dark and from right to left, and on a phone, which is not pushed sideways either.

    Ends as it began: wide, light, in the direction of the page's language.
    """
    page.set_viewport_size(DESKTOP)
    yield from findings_of_axe(page, "light")
    seen = page.evaluate(SEEN)
    page.emulate_media(color_scheme="dark")
    yield from findings_of_axe(page, "dark", *RULES_OF_COLOUR)
    page.emulate_media(color_scheme="light")
    direction = page.evaluate("document.documentElement.dir")
    page.evaluate("document.documentElement.dir = 'rtl'")
    yield from findings_of_axe(page, "rtl", *_rules(page, seen))
    yield from overhang_at(page, PHONE["width"])
    page.evaluate("(direction) => { document.documentElement.dir = direction }", direction)
    page.set_viewport_size(PHONE)
    yield from findings_of_axe(page, "phone", *_rules(page, seen))
    yield from overhang_at(page, PHONE["width"])
    page.set_viewport_size(DESKTOP)


def _rules(page: Page, seen: str) -> tuple[str, ...]:
    return RULES_OF_PLACE if page.evaluate(SEEN) == seen else ()
