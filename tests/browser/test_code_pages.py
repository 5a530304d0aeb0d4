"""Pages of code assessment that a walk along links does not arrive at: forms, versions, files, and an attempt."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import PASSWORD, sign_in, sign_up_company
from tests.browser.visitor import Visitor

EMAIL = "code-pages@journey.example"
JUDGED_MS = 60_000
PROBLEM = "sort-versions"


@pytest.fixture(scope="module")
def known() -> dict[str, str]:
    """The workspace, once somebody has signed up."""
    return {}


@pytest.fixture
def pages(visitor: Visitor, known: dict[str, str]) -> str:
    """Where the module's pages begin, for the owner of a company that has it."""
    if known:
        sign_in(visitor, EMAIL, PASSWORD)
    else:
        known["workspace"] = sign_up_company(visitor, "Code Pages", EMAIL)
        visitor.open(f"{known['workspace']}marketplace/code_assessment/")
        visitor.press("Start free trial")
        visitor.title_is("Problems")
    return f"{known['workspace']}code-assessment/"


def test_an_own_problem_is_written_and_its_versions_stand_side_by_side(visitor: Visitor, pages: str) -> None:
    page = visitor.page
    visitor.open(f"{pages}problems/new/")
    visitor.look()
    page.get_by_label("Title", exact=True).fill("Sum of two")
    page.get_by_label("Statement", exact=True).fill("Add **two** numbers.")
    page.get_by_label("Reference solution", exact=True).fill("print(sum(map(int, input().split())))")
    for number, (given, wanted) in enumerate((("2 3", "5"), ("20 3", "23")), 1):
        test = page.get_by_role("group", name=f"Test {number}", exact=True)
        test.get_by_label("Input").fill(given)
        test.get_by_label("Answer").fill(wanted)
    page.get_by_role("group", name="Test 1", exact=True).get_by_text("Sample").click()
    visitor.press("Save")
    visitor.title_is("Sum of two")
    expect(page.get_by_text("The reference solution passes all tests.")).to_be_visible(timeout=JUDGED_MS)
    visitor.look()

    visitor.follow("Versions")
    expect(page.get_by_text("There is one version")).to_be_visible()
    page.go_back()
    visitor.follow("Edit")
    page.get_by_label("Statement", exact=True).fill("Add two **whole** numbers.")
    visitor.press("Save")
    visitor.title_is("Sum of two")
    visitor.follow("Versions")
    expect(page.locator(".diff del")).to_contain_text(["Add **two** numbers."])
    expect(page.locator(".diff ins")).to_contain_text(["Add two **whole** numbers."])
    visitor.look()


def test_a_file_beside_the_program_has_a_tab_of_its_name(visitor: Visitor, pages: str) -> None:
    page = visitor.page
    visitor.open(f"{pages}problems/{PROBLEM}/?language=python")
    page.get_by_text("More files").click()
    page.get_by_label("Name of the file").first.fill("order.py")
    expect(page.get_by_role("tab", name="order.py")).to_be_visible()
    visitor.look()


def test_an_assessment_is_put_together_tried_and_reported(visitor: Visitor, pages: str) -> None:
    page = visitor.page
    for place in ("assessments/", "attempts/", "likenesses/", "problems/import/"):
        visitor.open(f"{pages}{place}")
        visitor.look()
    visitor.open(f"{pages}assessments/new/")
    visitor.look()
    page.get_by_label("Title", exact=True).fill("One problem")
    page.get_by_role("group", name="Problem 1", exact=True).get_by_label("Problem").select_option(PROBLEM)
    visitor.press("Save")
    visitor.title_is("One problem")
    visitor.look()

    visitor.press("Try it out")
    visitor.look()
    visitor.press("Begin now")
    expect(page.get_by_text("0 of 1 problem handed in")).to_be_visible()
    visitor.look()
    page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    expect(page.get_by_role("textbox", name=re.compile("^Program in "))).to_be_visible()
    visitor.look()
    visitor.press("Hand in")
    expect(page.get_by_role("region", name="Result").get_by_text("Ended with an error").first).to_be_visible(
        timeout=JUDGED_MS
    )
    page.go_back()

    visitor.press("End the assessment")
    page.get_by_role("dialog").get_by_role("button", name="End it").click()
    expect(page.get_by_role("complementary", name="In short")).to_be_visible(timeout=JUDGED_MS)
    visitor.look()
