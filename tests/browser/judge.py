"""What is judged about every page: axe in each look, the page's frame, and that nothing pushes it sideways."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
# A small phone, a tablet, a wide screen, each as wide as one can be without being the next, and the usual one again.
WIDTHS = (360, 768, 1920, DESKTOP["width"])
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
# All that says how an element looks, one number for it with everything that it stands in; words are not among it.
PARTS = """() => {
  const says = ["class", "type", "role", "disabled", "open", "hidden", "readonly", "multiple"];
  const states = ["aria-current", "aria-selected", "aria-expanded", "aria-invalid", "aria-pressed", "aria-disabled"];
  const look = (part) => [part.tagName, ...[...part.attributes]
    .filter(({name}) => says.includes(name) || states.includes(name) || name.startsWith("data-"))
    .map(({name, value}) => (name.startsWith("data-") ? name : `${name}=${value}`)).sort()].join();
  const number = (text, above) => [...text].reduce((sum, sign) => (Math.imul(sum, 31) + sign.charCodeAt(0)) | 0, above);
  const found = new Set();
  const walk = (part, above) => {
    const here = number(look(part), above);
    found.add(here);
    for (const child of part.children) walk(child, here);
  };
  walk(document.body, 1);
  return [...found];
}"""
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


def parts_of(page: Page) -> set[int]:
    """A number for each kind of element that the page has, in what it stands in."""
    return set(page.evaluate(PARTS))


def overhang_at(page: Page, width: int) -> list[str]:
    """What can be pushed sideways on a screen so wide; to change its size is dear, so one that fits stays as it is."""
    if page.viewport_size is None or page.viewport_size["width"] != width:
        page.set_viewport_size({"width": width, "height": DESKTOP["height"]})
    overhang = page.evaluate(OVERHANG)
    return [f"{page.url} can be pushed sideways at {width} px: {overhang}"] if overhang else []


def frame_of(page: Page) -> list[str]:
    """One h1, one main part, title, language, and the skip link before everything else."""
    return [f"{page.url}: {wrong}" for wrong in page.evaluate(FRAME)]


def findings_of_looks(page: Page, *, widths: tuple[int, ...] = ()) -> Iterator[str]:
    """Axe on a wide screen in light, dark and from right to left, and on a phone, which is not pushed sideways either.

    Nor are screens of other widths, where they are given. To change its size takes a page as long as axe: each size is
    come to once. Ends as it began: wide, light, in the direction of the page's language.
    """
    _resize(page, DESKTOP)
    yield from findings_of_axe(page, "light")
    seen = page.evaluate(SEEN)
    page.emulate_media(color_scheme="dark")
    yield from findings_of_axe(page, "dark", *RULES_OF_COLOUR)
    page.emulate_media(color_scheme="light")
    direction = page.evaluate("document.documentElement.dir")
    page.evaluate("document.documentElement.dir = 'rtl'")
    yield from findings_of_axe(page, "rtl", *_rules(page, seen))
    _resize(page, PHONE)
    yield from overhang_at(page, PHONE["width"])
    page.evaluate("(direction) => { document.documentElement.dir = direction }", direction)
    yield from findings_of_axe(page, "phone", *_rules(page, seen))
    for width in (PHONE["width"], *widths):
        yield from overhang_at(page, width)
    _resize(page, DESKTOP)


def _resize(page: Page, size: ViewportSize) -> None:
    if page.viewport_size != size:
        page.set_viewport_size(size)


def _rules(page: Page, seen: str) -> tuple[str, ...]:
    return RULES_OF_PLACE if page.evaluate(SEEN) == seen else ()
