"""The pages for strangers in a browser: accessible in every look, one picture for each look, and nothing that jumps."""

from time import sleep
from typing import Literal

import pytest
from playwright.sync_api import Route, expect

from tests.browser.judge import PHONE
from tests.browser.visitor import Visit, Visitor

# How much of the page moved by itself until now.
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""
MOST_SHIFT = 0.02
DRAWN = "(where) => { const it = document.querySelector(where); return it.complete && it.naturalWidth > 0; }"
Scheme = Literal["light", "dark"]


@pytest.mark.parametrize("path", ["/", "/pricing/", "/modules/cv-analysis/"])
def test_page_is_accessible_in_every_look(visitor: Visitor, path: str) -> None:
    visitor.open(path)
    visitor.look()


@pytest.mark.parametrize(
    ("system", "chosen", "shown"),
    [("light", "", "light"), ("dark", "", "dark"), ("light", "dark", "dark"), ("dark", "light", "light")],
)
@pytest.mark.parametrize("ending", ["", "-780"], ids=["wide", "phone"])
def test_only_the_picture_of_the_look_is_fetched(
    visit: Visit, system: Scheme, chosen: str, shown: str, ending: str
) -> None:
    visitor = visit(color_scheme=system)
    if ending:
        visitor.page.set_viewport_size(PHONE)
    fetched: list[str] = []
    visitor.page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2].partition(".")[0]))
    if chosen:
        visitor.page.add_init_script(f"localStorage.setItem('theme', '{chosen}')")

    visitor.open("/")
    # A picture below what is seen may be asked for only when it is scrolled to, and as late as the browser likes.
    visitor.page.locator(f".shot-{shown} img").scroll_into_view_if_needed()
    visitor.page.wait_for_function(DRAWN, arg=f".shot-{shown} img")
    visitor.page.wait_for_load_state("networkidle")

    assert [name for name in fetched if name.startswith("cv-")] == [f"cv-{shown}{ending}"]
    assert visitor.page.evaluate(SHIFT) <= MOST_SHIFT


@pytest.mark.parametrize("path", ["/", "/pricing/", "/modules/cv-analysis/", "/accounts/login/", "/signup/company/"])
@pytest.mark.parametrize("ending", ["", "-780"], ids=["wide", "phone"])
def test_hardly_anything_moves_when_the_fonts_come_late(visitor: Visitor, path: str, ending: str) -> None:
    def late(route: Route) -> None:
        sleep(0.3)
        route.continue_()

    visitor.page.route("**/*.woff2", late)
    if ending:
        visitor.page.set_viewport_size(PHONE)

    visitor.open(path)
    visitor.page.wait_for_load_state("networkidle")
    visitor.page.evaluate("document.fonts.ready")

    assert visitor.page.evaluate(SHIFT) <= MOST_SHIFT


def test_seats_are_counted_without_a_script(visit: Visit) -> None:
    visitor = visit(java_script_enabled=False)
    visitor.open("/pricing/")
    visitor.page.get_by_label("Seats").fill("7")
    visitor.page.get_by_label("Paid").select_option("Yearly")
    visitor.press("Calculate")
    expect(visitor.page.get_by_text("$1,330")).to_have_count(1)


def test_menu_of_the_public_pages_opens_on_a_phone(visitor: Visitor) -> None:
    visitor.page.set_viewport_size(PHONE)
    visitor.open("/")
    prices = visitor.page.get_by_role("banner").get_by_role("link", name="Prices")
    expect(prices).to_be_hidden()
    visitor.page.locator("summary").click()
    visitor.look()
    visitor.page.set_viewport_size(PHONE)
    prices.click()
    visitor.title_is("Prices")
