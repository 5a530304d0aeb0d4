"""Signing people up in the browser."""

import re

from playwright.sync_api import expect

from tests.browser.visitor import Visitor

PASSWORD = "a-quiet-lighthouse-4"


def sign_up_company(visitor: Visitor, company: str, email: str) -> str:
    """A company with its owner Ada; returns the path of its workspace."""
    visitor.open("/signup/company/")
    visitor.fill(Company=company, Your_name="Ada Journey", **{"E-mail address": email}, Password=PASSWORD)
    visitor.press("Create the workspace")
    expect(visitor.page).to_have_url(re.compile("/t/[a-z-]+/$"))
    return visitor.page.url.removeprefix(visitor.url)


def start_trial(visitor: Visitor, workspace: str) -> None:
    """Ends on the page of CVs."""
    visitor.open(f"{workspace}marketplace/cv_analysis/")
    visitor.press("Start free trial")
    visitor.title_is("CVs")


def sign_up_candidate(visitor: Visitor, email: str) -> None:
    visitor.open("/accounts/signup/")
    visitor.fill(Your_name="Cleo Journey", Password=PASSWORD)
    visitor.page.get_by_label(re.compile("^E-?mail", re.IGNORECASE)).fill(email)
    visitor.press("Create my account")


def sign_in(visitor: Visitor, email: str, password: str, wanted: str = "/enter/") -> None:
    """As somebody who has an account; ends on the page that was wanted."""
    visitor.open(f"/accounts/login/?next={wanted}")
    visitor.page.get_by_label(re.compile("^E-?mail", re.IGNORECASE)).fill(email)
    visitor.page.get_by_label("Password", exact=True).fill(password)
    visitor.press("Sign in")
    visitor.page.wait_for_url(lambda url: "/accounts/login/" not in url)
