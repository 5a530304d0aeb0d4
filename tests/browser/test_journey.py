"""The main journey: a company signs up, tries a module on real CVs, and comes back the next day."""

import re
import shutil
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.people import PASSWORD, sign_up_company, start_trial
from tests.browser.product import Product
from tests.browser.visitor import Visitor

WORKSPACE = "/t/journey-works/"
ADA = "ada@journey.example"
NEW_PASSWORD = "another-quiet-harbour-5"
# Of the two-page PDF.
CANDIDATE, CANDIDATE_EMAIL = "Emeka Y\u0131ld\u0131z", "yildiz_emeka@example.com"
ENOUGH_SECONDS = 2


def test_company_goes_from_the_landing_page_to_a_read_cv_and_back(
    visitor: Visitor, product: Product, cvs: Path
) -> None:
    sign_up_from_the_landing_page(visitor)
    start_trial_from_the_marketplace(visitor)
    upload_by_dropping(visitor, cvs / "two-pages.pdf", cvs / "table.docx", cvs / "plain.txt")
    read_the_result(visitor)
    read_again_download_and_delete(visitor, cvs / "two-pages.pdf")
    sign_out_and_in(visitor)
    reset_password(visitor, product)


def sign_up_from_the_landing_page(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.title_is("Hiring that shows its evidence")
    visitor.look()
    visitor.focus_shows("Start free trial", "link")
    visitor.follow("Start free trial")
    visitor.title_is("Start your free trial")
    visitor.look()
    visitor.focus_shows("Create the workspace")
    visitor.fill(Company="Journey Works", Your_name="Ada Journey", **{"E-mail address": ADA}, Password=PASSWORD)
    visitor.press("Create the workspace")
    expect(visitor.page).to_have_url(f"{visitor.url}{WORKSPACE}")
    visitor.title_is("Good to see you, Ada")
    visitor.look()


def start_trial_from_the_marketplace(visitor: Visitor) -> None:
    visitor.focus_shows("Choose a module", "link")
    visitor.follow("Choose a module")
    visitor.title_is("Marketplace")
    visitor.look()
    visitor.follow("CV analysis")
    visitor.title_is("CV analysis")
    visitor.look()
    visitor.focus_shows("Start free trial")
    visitor.press("Start free trial")
    visitor.title_is("CVs")
    visitor.look()
    visitor.open(f"{WORKSPACE}marketplace/mine/")
    visitor.title_is("My modules")
    visitor.look()


def upload_by_dropping(visitor: Visitor, *files: Path) -> None:
    visitor.open(WORKSPACE)
    visitor.follow("Upload CVs")
    visitor.title_is("CVs")
    visitor.page.evaluate("window.sameDocument = true")
    visitor.drop(*files)
    for file in files:
        visitor.wait_until_read(file.name)
    assert visitor.page.evaluate("window.sameDocument"), "the status changed by a reload"
    visitor.look()


def read_the_result(visitor: Visitor) -> None:
    visitor.follow(CANDIDATE)
    visitor.title_is(CANDIDATE)
    visitor.look()
    facts = visitor.page.get_by_label("What was found")
    expect(facts.get_by_role("link", name=CANDIDATE)).to_be_visible()
    expect(facts.get_by_role("region", name="Skills").get_by_role("link", name="CSS", exact=True)).to_be_visible()
    for title, finding in (
        ("Education", re.compile("MBA")),
        ("Certifications", "Six Sigma Green Belt"),
        ("Languages", "Arabic"),
    ):
        expect(facts.get_by_role("region", name=title).get_by_role("link", name=finding).first).to_be_visible()
    facts.get_by_role("link", name=CANDIDATE_EMAIL).click()
    on_the_page = visitor.page.locator("svg a:target")
    expect(on_the_page).to_be_in_viewport()
    visitor.page.get_by_role("navigation", name="How the CV is shown").get_by_role("link", name="Words").click()
    facts.get_by_role("link", name=CANDIDATE_EMAIL).click()
    marked = visitor.page.locator("mark:target")
    expect(marked).to_have_text(CANDIDATE_EMAIL)
    expect(marked).to_be_in_viewport()


def read_again_download_and_delete(visitor: Visitor, file: Path) -> None:
    page = visitor.page
    visitor.press("Read again")
    expect(visitor.control("Read again")).to_be_visible()
    expect(page.get_by_label("What was found").get_by_role("link", name=CANDIDATE_EMAIL)).to_be_visible()
    with page.expect_download() as download:
        visitor.follow("Download")
    assert Path(download.value.path()).read_bytes() == file.read_bytes()
    visitor.press("Delete")
    page.get_by_role("dialog", name="Delete this CV?").get_by_role("button", name="Delete").click()
    visitor.title_is("CVs")
    expect(visitor.row(file.name)).to_have_count(0)
    expect(page.locator("tbody tr")).to_have_count(2)


def sign_out_and_in(visitor: Visitor) -> None:
    visitor.open(WORKSPACE)
    visitor.page.locator("summary").filter(has_text="Ada Journey").click()
    visitor.press("Sign out")
    expect(visitor.page).to_have_url(f"{visitor.url}/")
    visitor.follow("Sign in")
    visitor.look()
    sign_in(visitor, PASSWORD)


def sign_in(visitor: Visitor, password: str) -> None:
    visitor.title_is("Sign in")
    visitor.page.get_by_label(re.compile("^E-?mail", re.IGNORECASE)).fill(ADA)
    visitor.page.get_by_label("Password", exact=True).fill(password)
    visitor.press("Sign in")
    visitor.title_is("Good to see you, Ada")


def reset_password(visitor: Visitor, product: Product) -> None:
    """By the link in the mail, as somebody who has forgotten it."""
    page = visitor.page
    page.context.clear_cookies()
    visitor.open("/accounts/login/")
    visitor.follow("Forgot your password?")
    visitor.title_is("Reset your password")
    visitor.look()
    page.get_by_label(re.compile("^E-?mail", re.IGNORECASE)).fill(ADA)
    visitor.press("Send the link")
    visitor.title_is("Look into your mail")
    visitor.look()
    found = re.search(r"http\S+/password/reset/key/\S+", product.newest_mail_to(ADA))
    assert found, product.newest_mail_to(ADA)
    visitor.open(found[0])
    visitor.title_is("Choose a new password")
    visitor.look()
    visitor.fill(New_password=NEW_PASSWORD, **{"New password, once more": NEW_PASSWORD})
    visitor.press("Save the new password")
    visitor.title_is("Your new password is saved")
    visitor.follow("Go to sign in")
    sign_in(visitor, NEW_PASSWORD)


@pytest.mark.alone
def test_two_page_pdf_is_read_on_the_page_within_two_seconds(visitor: Visitor, cvs: Path, tmp_path: Path) -> None:
    start_trial(visitor, sign_up_company(visitor, "Quick Reading", "quick@journey.example"))
    took: list[float] = []
    # Whatever else this machine does just now may cost an attempt its time.
    while len(took) < 5 and min(took, default=ENOUGH_SECONDS + 1) > ENOUGH_SECONDS:
        file = tmp_path / f"attempt-{len(took)}.pdf"
        shutil.copy(cvs / "two-pages.pdf", file)
        before = time.monotonic()
        visitor.drop(file)
        visitor.wait_until_read(file.name)
        took.append(time.monotonic() - before)
    assert min(took) <= ENOUGH_SECONDS, took
