"""The administration of the platform and of a workspace: first pages, and each table, record and form of theirs."""

import json
import re

from playwright.sync_api import expect

from tests.browser.crawl import once
from tests.browser.judge import WIDTHS, findings_of_looks, frame_of
from tests.browser.people import sign_in, sign_up_company
from tests.browser.product import Product
from tests.browser.visitor import Visitor

# The tables that a page of the administration leads to, and the first record of one.
LINKS = "() => [...document.querySelectorAll('a[href]')].map((link) => link.pathname)"
FIRST = "() => document.querySelector('#result_list a[href*=\"/change/\"]')?.pathname ?? ''"
ADD = "() => document.querySelector('a.addlink, a[href$=\"/add/\"]')?.pathname ?? ''"


def judge_tables(visitor: Visitor, base: str) -> tuple[int, list[str]]:
    """How many pages below an administration were looked at, and what is wrong on them."""
    visitor.open(base)
    table = re.compile(rf"{re.escape(base)}[a-z_]+/[a-z_]+/$")
    pages = sorted({link for link in visitor.page.evaluate(LINKS) if table.match(link)})
    wrong: list[str] = []
    in_every_look: set[tuple[str, bool]] = set()
    # Grows by the record and the form that each table leads to.
    for address in pages:
        visitor.open(address)
        is_table = table.match(address) is not None
        if is_table:
            pages += [link for link in (visitor.page.evaluate(FIRST), visitor.page.evaluate(ADD)) if link]
        # The tables of an app are made of the same parts, and so are its records and forms: of each, one in every look.
        kind = (address.removeprefix(base).split("/")[0], is_table)
        if kind in in_every_look or address.endswith("/add/"):
            wrong += once(visitor)
            continue
        in_every_look.add(kind)
        wrong += findings_of_looks(visitor.page, widths=WIDTHS)
    return len(pages), wrong


def test_staff_read_the_administration(visitor: Visitor, product: Product) -> None:
    logins = json.loads((product.home / "demo.json").read_text(encoding="utf-8"))
    login = next(login for login in logins if login["email"].startswith("staff@"))
    visitor.open("/admin/")
    visitor.page.locator("input[type=email]").fill(login["email"])
    visitor.fill(Password=login["password"])
    visitor.press("Sign in")
    expect(visitor.page.get_by_role("link", name="Tenants").first).to_be_visible()
    assert frame_of(visitor.page) == []
    visitor.look()

    count, wrong = judge_tables(visitor, "/admin/")
    assert count > 20
    assert wrong == []


def test_staff_see_what_the_platform_earns(visitor: Visitor, product: Product) -> None:
    """Before or after something was sold: the product is one for all tests."""
    logins = json.loads((product.home / "demo.json").read_text(encoding="utf-8"))
    login = next(login for login in logins if login["email"].startswith("staff@"))
    sign_in(visitor, login["email"], login["password"], "/admin/")
    visitor.page.get_by_role("link", name="Figures").click()
    expect(visitor.page.get_by_role("heading", name="Figures")).to_be_visible()

    visitor.page.get_by_label("Months").select_option(label="24 months")
    visitor.press("Show")

    expect(visitor.page.get_by_label("Months")).to_have_value("24")
    assert frame_of(visitor.page) == []
    assert list(findings_of_looks(visitor.page, widths=WIDTHS)) == []


def test_owners_read_the_administration_of_their_workspace(visitor: Visitor) -> None:
    workspace = sign_up_company(visitor, "Own Tables", "tables@journey.example")
    visitor.open(f"{workspace}admin/")
    expect(visitor.page.get_by_role("heading", name="Members")).to_be_visible()
    assert frame_of(visitor.page) == []
    visitor.look()

    count, wrong = judge_tables(visitor, f"{workspace}admin/")
    assert count > 2
    assert wrong == []
