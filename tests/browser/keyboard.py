"""Somebody who has a keyboard and nothing else: goes from stop to stop, and must always see where they are."""

from dataclasses import dataclass

from playwright.sync_api import Locator

from tests.browser.visitor import Visitor

MOST_STOPS = 250

# What is wrong at the element that has the focus. Its look may be on a part around it, as of a hidden file input.
STOP = """() => {
  const part = document.activeElement;
  if (!part || part === document.body) return null;
  const name = part.outerHTML.replace(/\\s+/g, " ").slice(0, 140);
  const outlined = (one) => {
    const look = getComputedStyle(one);
    const is_clear = /rgba\\(.*, 0\\)|transparent/.test(look.outlineColor);
    return look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2 && !is_clear && one.offsetWidth !== 1;
  };
  let shown = part;
  while (shown && !outlined(shown) && shown !== document.body) shown = shown.parentElement;
  const wrong = [];
  if (!shown || shown === document.body) { wrong.push("the focus cannot be seen"); shown = part; }
  const box = shown.getBoundingClientRect();
  const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  if (left >= right || top >= bottom) wrong.push("the focus is outside of what is shown");
  else {
    const steps = [0.5, 0.1, 0.9];
    const points = steps.flatMap((x) => steps.map((y) => [left + (right - left) * x, top + (bottom - top) * y]));
    const is_free = (point) => shown.contains(document.elementFromPoint(...point));
    if (!points.some(is_free)) wrong.push("the focus is covered");
  }
  part.dataset.stop ??= String(document.querySelectorAll("[data-stop]").length);
  return {id: part.dataset.stop, name, wrong};
}"""
# Everything that a keyboard must be able to arrive at; of a group of radio buttons, the one that is chosen.
CONTROLS = """(within) => [...document.querySelector(within).querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex]")]
  .filter((part) => part.tabIndex >= 0 && !part.disabled && part.checkVisibility({visibilityProperty: true})
    && !part.closest("[inert]") && !(part.type === "radio" && !part.checked))
  .map((part) => part.dataset.stop === undefined ? part.outerHTML.replace(/\\s+/g, " ").slice(0, 140) : "")
  .filter((part) => part)"""


@dataclass(frozen=True, slots=True)
class Stop:
    """An element that has the focus."""

    id: str
    name: str


class Keyboard:
    """Moves a visitor's focus, and complains about every stop that cannot be seen."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.page = visitor.page

    def press(self, key: str) -> Stop | None:
        """The stop that the key leads to; none where the page itself has the focus."""
        self.page.keyboard.press(key)
        return self.here()

    def go(self, key: str = "Enter") -> None:
        """Press the key where it leads to another page."""
        self.page.keyboard.press(key)

    def here(self) -> Stop | None:
        found = self.page.evaluate(STOP)
        if found is None:
            return None
        assert found["wrong"] == [], f"{self.page.url}: {', '.join(found['wrong'])} on {found['name']}"
        return Stop(found["id"], found["name"])

    def go_to(self, control: Locator, key: str = "Tab") -> None:
        """Press the key until the control has the focus."""
        for _stop in range(MOST_STOPS):
            if control.count() and control.first.evaluate("(part) => part === document.activeElement"):
                self.here()
                return
            self.press(key)
        raise AssertionError(f"{self.page.url}: the keyboard does not reach {control}")

    def type_into(self, label: str, text: str) -> None:
        self.go_to(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(text)

    def go_round(self, key: str = "Tab") -> list[Stop]:
        """Every stop until the first one comes again."""
        stops: list[Stop] = []
        for _stop in range(MOST_STOPS):
            stop = self.press(key)
            if stop is None:
                continue
            if stops and stop.id == stops[0].id:
                return stops
            assert stop.id not in {one.id for one in stops}, f"{self.page.url}: the focus is caught at {stop.name}"
            stops.append(stop)
        raise AssertionError(f"{self.page.url}: {MOST_STOPS} stops, and no way back to the first")

    def not_reached(self, within: str = "body") -> list[str]:
        """Controls at which the focus has never been."""
        return list(self.page.evaluate(CONTROLS, within))
