"""Somebody without an account tries CV analysis, sees what it finds, and takes everything away again."""

import time
from pathlib import Path

from playwright.sync_api import expect

from tests.browser import files
from tests.browser.visitor import Visit, Visitor

START = "/try/cv-analysis/"


def address(visitor: Visitor) -> str:
    return visitor.page.url.removeprefix(visitor.url)


def is_gone(visitor: Visitor, result: str) -> None:
    """What was deleted is deleted for whoever kept its address."""
    visitor.open(result, 404)
    visitor.title_is("This result is gone")


def test_guest_uploads_a_cv_sees_the_evidence_and_deletes_it(visitor: Visitor, cvs: Path) -> None:
    page = visitor.page
    visitor.open(START)
    visitor.title_is("See what a CV says")
    visitor.look()
    page.get_by_label("Drop a CV here").set_input_files(cvs / "plain.txt")
    visitor.press("Read this CV")

    # The first CV of a worker waits for the word lists.
    visitor.title_is("Noor Iyer")
    expect(page.get_by_text("Deletes itself")).to_be_visible()
    found = page.get_by_role("complementary", name="What was found")
    found.locator("a.skill").first.click()
    expect(page.locator("mark:target")).to_be_in_viewport()
    visitor.look()
    assert {cookie["name"] for cookie in page.context.cookies()} & {"sessionid", "messages"} == set()

    result = address(visitor).split("#")[0]
    visitor.press("Delete now")
    expect(page.get_by_text("It is deleted")).to_be_visible()
    visitor.look()
    is_gone(visitor, result)
    visitor.follow("Try another CV")
    visitor.title_is("See what a CV says")


def test_file_dropped_beside_the_input_is_taken_and_an_odd_one_says_why(visitor: Visitor, tmp_path: Path) -> None:
    visitor.open(START)
    scan = files.scanned(tmp_path)
    transfer = visitor.page.evaluate_handle(
        """([name, bytes]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(bytes)], name));
          return transfer;
        }""",
        [scan.name, list(scan.read_bytes())],
    )
    words = visitor.page.get_by_text("Drop a CV here")
    for event in ("dragover", "drop"):
        words.dispatch_event(event, {"dataTransfer": transfer})
    visitor.press("Read this CV")

    visitor.title_is(scan.name)
    expect(visitor.page.get_by_text("Scanned pages")).to_be_visible()
    expect(visitor.page.get_by_role("complementary", name="What was found")).to_have_count(0)
    visitor.look()
    visitor.press("Delete now")
    expect(visitor.page.get_by_text("It is deleted")).to_be_visible()


def test_made_up_cv_without_javascript(visit: Visit) -> None:
    visitor = visit(java_script_enabled=False)
    visitor.open(START)
    visitor.press("Try with a made-up CV")
    give_up = time.monotonic() + 60
    while visitor.page.get_by_role("link", name="Look again").count() and time.monotonic() < give_up:
        with visitor.page.expect_navigation():
            visitor.follow("Look again")
    visitor.title_is("Ines Okafor")
    expect(visitor.page.get_by_role("complementary", name="What was found")).to_be_visible()

    result = address(visitor)
    visitor.press("Delete now")
    expect(visitor.page.get_by_text("It is deleted")).to_be_visible()
    is_gone(visitor, result)
