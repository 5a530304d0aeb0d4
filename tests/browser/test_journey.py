"""The main journey: a company signs up, tries a module on real CVs, and comes back the next day."""

import re
import time
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.product import Product
from tests.browser.visitor import Visitor

ADA = "ada@journey.example"
PASSWORD, NEW_PASSWORD = "a-quiet-lighthouse-4", "another-quiet-harbour-5"


def test_company_goes_from_the_landing_page_to_a_read_cv_and_back(
    visitor: Visitor, product: Product, cvs: Path
) -> None:
    page = visitor.page
    visitor.open("/")
    visitor.title_is("Hiring that shows its evidence")
    visitor.look()
    visitor.focus_shows("Start free trial", "link")

    visitor.follow("Start free trial")
    visitor.title_is("Start your free trial")
    visitor.look()
    visitor.focus_shows("Create the workspace")
    visitor.fill(Company="Journey Works", Your_name="Ada Journey", **{"E-mail_address": ADA}, Password=PASSWORD)
    visitor.press("Create the workspace")

    expect(page).to_have_url(f"{product.url}/t/journey-works/")
    visitor.title_is("Good to see you, Ada")
    visitor.look()
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
    visitor.open("/t/journey-works/marketplace/mine/")
    visitor.look()
    visitor.open("/t/journey-works/")
    visitor.follow("Upload CVs")
    visitor.title_is("CVs")
    page.evaluate("window.sameDocument = true")
    before = time.monotonic()
    visitor.drop(cvs / "two-pages.pdf")
    visitor.wait_until_read("two-pages.pdf")
    seconds = time.monotonic() - before
    visitor.drop(cvs / "table.docx", cvs / "plain.txt")
    for file in ("table.docx", "plain.txt"):
        visitor.wait_until_read(file)
    assert page.evaluate("window.sameDocument"), "the status changed by a reload"
    assert seconds <= 2, f"a two-page PDF was read on the page after {seconds:.1f} s"
    visitor.look()

    visitor.follow("Emeka Yıldız")
    visitor.title_is("Emeka Yıldız")
    visitor.look()
    facts = page.get_by_label("What was found")
    expect(facts.get_by_role("link", name="yildiz_emeka@example.com")).to_be_visible()
    expect(facts.get_by_role("region", name="Skills").get_by_role("link").first).to_be_visible()
    facts.get_by_role("link", name="yildiz_emeka@example.com").click()
    marked = page.locator("mark:target")
    expect(marked).to_have_text("yildiz_emeka@example.com")
    expect(marked).to_be_in_viewport()

    visitor.press("Read again")
    expect(page.get_by_role("region", name="What was found").or_(facts)).to_be_visible(timeout=15_000)
    expect(visitor.control("Read again")).to_be_visible()
    with page.expect_download() as download:
        visitor.follow("Download")
    assert Path(download.value.path()).read_bytes() == (cvs / "two-pages.pdf").read_bytes()

    visitor.press("Delete")
    sheet = page.get_by_role("dialog", name="Delete this CV?")
    sheet.get_by_role("button", name="Delete").click()
    visitor.title_is("CVs")
    expect(visitor.row("two-pages.pdf")).to_have_count(0)
    expect(page.locator("tbody tr")).to_have_count(2)

    visitor.open("/t/journey-works/")
    page.locator("summary").filter(has_text="Ada Journey").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{product.url}/")

    visitor.follow("Sign in")
    sign_in(visitor, PASSWORD)
    visitor.title_is("Good to see you, Ada")

    reset_password(visitor, product)
    visitor.title_is("Good to see you, Ada")


def sign_in(visitor: Visitor, password: str) -> None:
    visitor.title_is("Sign in")
    visitor.look()
    visitor.page.get_by_label(re.compile("^E-?mail", re.IGNORECASE)).fill(ADA)
    visitor.page.get_by_label("Password", exact=True).fill(password)
    visitor.press("Sign in")


def reset_password(visitor: Visitor, product: Product) -> None:
    """By the link in the mail, as somebody who has forgotten it."""
    page = visitor.page
    page.context.clear_cookies()
    visitor.open("/accounts/password/reset/")
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
    visitor.fill(New_Password=NEW_PASSWORD, **{"New Password (again)": NEW_PASSWORD})
    visitor.press("Save the new password")
    visitor.title_is("Your new password is saved")
    visitor.follow("Go to sign in")
    sign_in(visitor, NEW_PASSWORD)
