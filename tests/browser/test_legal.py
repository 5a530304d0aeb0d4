"""Terms and a privacy notice from the first word to the last agreement, as staff, strangers and members see them."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.people import PASSWORD, sign_in, sign_up_company
from tests.browser.product import Product
from tests.browser.visitor import Visit, Visitor

LIST = "/admin/accounts/legaltext/"
BOX = "I agree to the terms of use and have read the privacy notice."


@pytest.fixture
def staff(visit: Visit, product: Product) -> Iterator[Visitor]:
    """Takes back at the end what was published: the product is one for all tests."""
    logins = json.loads((product.home / "demo.json").read_text(encoding="utf-8"))
    login = next(login for login in logins if login["email"].startswith("staff@"))
    visitor = visit()
    sign_in(visitor, login["email"], login["password"], LIST)
    yield visitor
    visitor.open(f"{LIST}?state__exact=published")
    links = visitor.page.locator("#result_list a[href*='/change/']").evaluate_all("found => found.map(a => a.pathname)")
    for link in sorted(set(links)):
        visitor.open(link.replace("/change/", "/do/withdraw/"))
        _decide(visitor, "Withdraw")


def _decide(visitor: Visitor, deed: str) -> None:
    visitor.page.locator("textarea[name=reason]").fill("For this test only")
    visitor.page.get_by_role("button", name=deed, exact=True).click()
    expect(visitor.page).to_have_url(re.compile("/change/$"))


def publish(staff: Visitor, kind: str, english: str, german: str = "", news: str = "") -> None:
    staff.open(f"{LIST}add/")
    staff.page.select_option("select[name=kind]", kind)
    for name, words in {"text_en": english, "text_de": german, "news_en": news}.items():
        staff.page.locator(f"[name={name}]").fill(words)
    staff.page.get_by_role("button", name="Save and continue editing", exact=True).click()
    staff.page.get_by_role("link", name="Publish").click()
    expect(staff.page.get_by_text("asked to agree before their next page.")).to_be_visible()
    _decide(staff, "Publish")


def test_terms_are_published_read_and_agreed_to(staff: Visitor, visit: Visit) -> None:
    member = visit()
    sign_up_company(member, "Moss and Sons", "ada@mossandsons.example")
    publish(staff, "terms", "# Scope\n\nThese hold for everybody.", "# Geltung\n\nDas gilt für alle.")
    publish(staff, "privacy", "# What we keep\n\nYour name.")

    stranger = visit(locale="de-DE")
    stranger.open("/pricing/")
    stranger.page.get_by_role("contentinfo").get_by_role("link", name="Nutzungsbedingungen").click()
    expect(stranger.page.get_by_role("heading", name="Geltung")).to_be_visible()
    stranger.look()

    # Who was here before is asked, and goes on to where they were going.
    member.open("/t/moss-and-sons/team/?q=ada")
    member.title_is("Before you go on")
    member.page.get_by_label(BOX).check()
    member.look()
    member.press("Agree and go on")
    expect(member.page).to_have_url(f"{member.url}/t/moss-and-sons/team/?q=ada")

    publish(staff, "terms", "# Scope\n\nThese hold for you.", news="Shorter words")
    member.open("/t/moss-and-sons/team/")
    member.title_is("A new version to agree to")
    expect(member.page.get_by_text("Shorter words")).to_be_visible()


def test_strangers_sign_up_with_the_box_with_and_without_scripts(staff: Visitor, visit: Visit) -> None:
    publish(staff, "terms", "# Scope\n\nThese hold for everybody.")
    publish(staff, "privacy", "# What we keep\n\nYour name.")

    for number, has_scripts in enumerate((True, False)):
        stranger = visit(java_script_enabled=has_scripts)
        stranger.open("/signup/company/")
        stranger.fill(Company=f"Fern {number}", Your_name="Ada Fern", Password=PASSWORD)
        stranger.page.get_by_label(re.compile("^E-?mail", re.IGNORECASE)).fill(f"ada@fern-{number}.example")
        stranger.page.get_by_label(BOX).check()
        stranger.press("Create the workspace")
        expect(stranger.page).to_have_url(re.compile(f"/t/fern-{number}/$"))

    candidate = visit()
    candidate.open("/accounts/signup/")
    candidate.page.get_by_label(BOX).check()
    candidate.look()
    candidate.page.locator("form:has([name=agreement])").evaluate("form => form.noValidate = true")
    candidate.page.get_by_label(BOX).uncheck()
    candidate.fill(Your_name="Cleo Fern", Password=PASSWORD)
    candidate.press("Create my account")
    expect(candidate.page.get_by_text("Tick the box to go on.")).to_be_visible()
    expect(candidate.page.get_by_label("Your name", exact=True)).to_have_value("Cleo Fern")
