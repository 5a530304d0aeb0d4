"""Pages that say no, and the pages that programs read."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.judge import PHONE
from tests.browser.people import PASSWORD, sign_up_company
from tests.browser.visitor import Visit, Visitor


def test_pages_that_refuse_say_what_to_do(visitor: Visitor) -> None:
    workspace = sign_up_company(visitor, "Closed Doors", "closed@journey.example")
    visitor.open(f"{workspace}cv-analysis/", status=402)
    expect(visitor.control("See it in the marketplace", "link")).to_be_visible()
    visitor.look()

    visitor.open("/t/practice/", status=403)
    visitor.look()

    visitor.open(f"{workspace}nowhere/", status=404)
    visitor.title_is("There is nothing at this address")
    visitor.look()


@pytest.mark.parametrize("path", ["/nowhere/", "/t/nobody/"])
def test_unknown_addresses_lead_nowhere_for_strangers(visitor: Visitor, path: str) -> None:
    visitor.open(path, status=404)
    visitor.title_is(re.compile("^There is nothing at this address"))
    visitor.look()


def test_strangers_sign_in_first_and_come_back_to_where_they_were_going(visitor: Visitor) -> None:
    workspace = sign_up_company(visitor, "Returning", "returning@journey.example")
    visitor.page.context.clear_cookies()
    visitor.open(f"{workspace}marketplace/")
    visitor.title_is("Sign in")
    visitor.page.locator("input[type=email]").fill("returning@journey.example")
    visitor.fill(Password=PASSWORD)
    visitor.press("Sign in")
    visitor.title_is("Marketplace")


def test_mistakes_in_a_form_stand_beside_their_fields(visitor: Visitor) -> None:
    visitor.open("/signup/company/")
    visitor.fill(Company="Short", Your_name="Ada", **{"E-mail address": "short@journey.example"}, Password="short")
    visitor.allow_refusal("/signup/company/")
    visitor.press("Create the workspace")
    field = visitor.page.get_by_label("Password")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(visitor.page.get_by_text("This password is too short.")).to_be_visible()
    visitor.look()


def test_menu_opens_on_a_phone(visit: Visit) -> None:
    visitor = visit()
    sign_up_company(visitor, "Pocket", "pocket@journey.example")
    visitor.page.set_viewport_size(PHONE)
    link = visitor.page.get_by_role("link", name="Marketplace", exact=True)
    expect(link).to_be_hidden()
    visitor.press("Open the menu")
    expect(link).to_be_visible()
    link.click()
    visitor.title_is("Marketplace")


def test_api_documentation_is_served_from_here(visitor: Visitor) -> None:
    visitor.open("/api/v1/docs/")
    visitor.page.locator("#operations-tag-cv-analysis").click()
    expect(visitor.page.get_by_text("/api/v1/cv-analysis/cvs/", exact=True).first).to_be_visible()
