"""What somebody reads whose file cannot be read: a name for it, and what to do."""

import re
import time
from pathlib import Path

from playwright.sync_api import expect

from apps.cv_analysis.parsing.statuses import STATUSES
from tests.browser import files
from tests.browser.people import sign_up_company, start_trial
from tests.browser.visitor import Visit, Visitor


def test_files_that_cannot_be_read_say_why_and_what_to_do(visitor: Visitor, cvs: Path, tmp_path: Path) -> None:
    page = visitor.page
    workspace = sign_up_company(visitor, "Odd Files", "odd@journey.example")
    start_trial(visitor, workspace)
    whole = cvs / "two-pages.pdf"
    expected = {
        files.scanned(tmp_path): ("Scanned image", "needs_ocr"),
        files.encrypted(tmp_path): ("Protected by a password", "encrypted"),
        files.corrupt(tmp_path, whole): ("Damaged", "corrupt"),
        files.empty(tmp_path): ("Empty", "empty"),
        files.picture_named_pdf(tmp_path): ("Not a supported format", "unsupported"),
    }
    visitor.drop(*expected)
    for file, (word, _status) in expected.items():
        visitor.wait_until_read(file.name, word)
    visitor.look()

    for file, (_word, status) in expected.items():
        visitor.row(file.name).get_by_role("link").click()
        visitor.title_is(file.name)
        expect(page.get_by_text(STATUSES[status].advice)).to_be_visible()
        expect(page.get_by_label("What was found")).to_have_count(0)
        if status == "needs_ocr":
            visitor.look()
        page.get_by_role("main").get_by_role("link", name="CVs", exact=True).click()
        visitor.title_is("CVs")


def test_file_over_ten_megabytes_is_refused_beside_its_name(visitor: Visitor, cvs: Path, tmp_path: Path) -> None:
    start_trial(visitor, sign_up_company(visitor, "Large Files", "large@journey.example"))
    visitor.page.locator("input[type=file]").set_input_files(files.too_large(tmp_path, cvs / "two-pages.pdf"))
    line = visitor.page.get_by_role("list", name="Uploads").get_by_role("listitem")
    expect(line).to_contain_text("This file is larger than 10 MB.")
    visitor.look()
    line.get_by_role("button", name="Remove").click()
    expect(line).to_have_count(0)
    expect(visitor.page.get_by_text("No CV yet")).to_be_visible()


def test_several_files_without_javascript(visit: Visit, cvs: Path, tmp_path: Path) -> None:
    visitor = visit(java_script_enabled=False)
    start_trial(visitor, sign_up_company(visitor, "Plain Forms", "plain@journey.example"))
    large = files.too_large(tmp_path, cvs / "two-pages.pdf")
    visitor.page.locator("input[type=file]").set_input_files([cvs / "plain.txt", cvs / "table.docx", large])
    visitor.press("Upload")
    visitor.title_is("CVs")
    expect(visitor.page.get_by_text("2 CVs uploaded.")).to_be_visible()
    expect(visitor.page.get_by_text(re.compile("^large.pdf: This file is too large."))).to_be_visible()
    expect(visitor.page.locator("tbody tr")).to_have_count(2)
    visitor.row("plain.txt").get_by_role("link").click()
    visitor.page.wait_for_url(re.compile("/cv-analysis/[0-9a-f-]{36}/"))
    give_up = time.monotonic() + 60
    while visitor.page.get_by_role("link", name="Look again").count() and time.monotonic() < give_up:
        # Without waiting the link could be looked for in a page that is on its way.
        with visitor.page.expect_navigation():
            visitor.follow("Look again")
    visitor.title_is("Noor Iyer")
