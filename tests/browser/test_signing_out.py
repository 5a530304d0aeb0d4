"""Whoever signs out leaves nothing that they wrote in the browser: in no tab, and not on the device."""

from playwright.sync_api import Page, expect

from tests.browser.people import sign_up_company
from tests.browser.visitor import Visitor

WRITE = """() => {
  sessionStorage.setItem("draft:an answer", '["what I think"]');
  localStorage.setItem("program:a problem", JSON.stringify({ text: "print(1)", at: Date.now() }));
  localStorage.setItem("sidebar", "narrow");
}"""
# htmx notes the address of the page that is shown, which after signing out is everybody's.
KEPT = """[...Object.keys(sessionStorage), ...Object.keys(localStorage)]
  .filter((name) => name !== "theme" && name !== "htmx-current-path-for-history").sort()"""


def kept(page: Page) -> list[str]:
    found: list[str] = page.evaluate(KEPT)
    return found


def test_signing_out_takes_drafts_from_every_tab_and_from_the_device(visitor: Visitor) -> None:
    workspace = sign_up_company(visitor, "Leaver", "leaver@journey.example")
    visitor.open(workspace)
    other = visitor.page.context.new_page()
    other.goto(f"{visitor.url}{workspace}")
    for page in (visitor.page, other):
        page.evaluate(WRITE)
    written = {"draft:an answer", "program:a problem", "sidebar"}
    assert written <= set(kept(visitor.page))
    assert written <= set(kept(other))

    visitor.page.locator("summary").filter(has_text="Ada Journey").click()
    visitor.press("Sign out")

    expect(visitor.page).to_have_url(f"{visitor.url}/")
    assert kept(visitor.page) == ["sidebar"]
    other.wait_for_function("sessionStorage.length === 0")
    assert kept(other) == ["sidebar"]
