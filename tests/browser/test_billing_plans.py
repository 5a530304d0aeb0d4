"""Plans and single interviews, bought and changed as a company and a candidate do."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.people import sign_up_candidate, sign_up_company
from tests.browser.product import Product
from tests.browser.visitor import Visitor


@pytest.fixture
def buyer(visitor: Visitor, product: Product) -> Visitor:
    """Somebody who may be sent to the page of the payment provider."""
    visitor.friends.add(urlsplit(product.payments).netloc)
    return visitor


def pay(buyer: Visitor, button: str) -> None:
    buyer.press("To the payment page")
    expect(buyer.page.get_by_role("heading", level=1)).to_have_text(re.compile("^Pay "))
    buyer.page.get_by_role("button", name=re.compile(f"^{button}")).click()
    expect(buyer.page.get_by_text("Thank you. It is open now")).to_be_visible()


def test_a_company_buys_a_plan_and_changes_to_a_larger_one(buyer: Visitor) -> None:
    page = buyer.page
    workspace = sign_up_company(buyer, "Planning Works", "plans@journey.example")
    buyer.open(f"{workspace}billing/")
    buyer.follow("See the plans")
    page.get_by_role("radio", name=re.compile("^Starter")).check()
    pay(buyer, "Subscribe")

    buyer.open(f"{workspace}billing/plans/")
    page.get_by_role("radio", name=re.compile("^Professional")).check()
    buyer.press("See what the change costs")
    costs = page.get_by_role("region", name="What the change costs")
    expect(costs).to_contain_text("Due now")
    expect(costs).to_contain_text("$79.00")
    buyer.look()
    buyer.press("Change and pay")
    expect(page.get_by_text("Your plan is Professional now.")).to_be_visible()
    buyer.open(f"{workspace}billing/credits/")
    expect(page.get_by_role("main")).to_contain_text("5")

    buyer.open(f"{workspace}billing/plans/")
    page.get_by_role("radio", name=re.compile("^Starter")).check()
    buyer.press("See what the change costs")
    buyer.press("Change the plan")
    expect(page.get_by_text("Your plan is Starter now.")).to_be_visible()
    buyer.look()


def test_a_candidate_buys_a_plan_and_a_single_interview(buyer: Visitor) -> None:
    page = buyer.page
    sign_up_candidate(buyer, "pays@journey.example")
    buyer.open("/t/practice/billing/")
    buyer.follow("See the plans")
    page.get_by_role("radio", name=re.compile("^Practice Plus")).check()
    pay(buyer, "Subscribe")
    buyer.open("/t/practice/billing/")
    expect(page.get_by_role("main")).to_contain_text("Practice Plus")
    buyer.look()

    buyer.open("/t/practice/billing/single/interviews/technical-hard/")
    buyer.look()
    pay(buyer, "Pay")
    buyer.open("/t/practice/billing/single/interviews/technical-hard/")
    expect(page.get_by_text("You have one of these already")).to_be_visible()
