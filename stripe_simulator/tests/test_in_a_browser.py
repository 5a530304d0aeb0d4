"""The pages in a real browser: for everybody, at every width, light and dark, and a purchase by the keyboard alone."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from stripe_simulator.tests import shop
from stripe_simulator.tests.running import Running
from stripe_simulator.tests.test_payments import pay
from tests.browser.chromium import NoChromiumError, chromium_path, running_chromium

LOOKS = [(1280, "light"), (375, "light"), (375, "dark")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    try:
        chromium_path()
    except NoChromiumError as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(str(reason))
        pytest.skip(str(reason))
    with running_chromium() as started:
        yield started


@pytest.fixture(scope="module")
def addresses(simulator: Running) -> dict[str, str]:
    """Of every page, with something on it."""
    client = simulator.client()
    what, who = shop.price(client), shop.customer(client)
    asks: Any = {"allow_promotion_codes": True, "tax_id_collection": {"enabled": True}}
    session = shop.session(client, what, 3, billing_address_collection="required", **asks)
    made = shop.subscription(client, who, what, 2)
    later: Any = {"payment_behavior": "default_incomplete", "expand": ["latest_invoice"]}
    waiting = shop.subscription(client, who, what, **later)
    pay(client, "pm_sepaDebit")
    pay(client, "pm_card_createDispute")
    asked = pay(client, "pm_card_authenticationRequired")
    paid = pay(client, "pm_card_visa")
    simulator.control("faults", kind="429", times=2, path="/v1/nothing")
    open_invoice: Any = waiting.latest_invoice
    invoice = client.v1.invoices.retrieve(str(made.latest_invoice))
    return {
        "payment": str(session.url), "control": f"{simulator.url}/_control",
        "bank": f"{simulator.url}/authenticate/{asked.id}",
        "portal": client.v1.billing_portal.sessions.create({"customer": who.id}).url,
        "invoice": str(invoice.hosted_invoice_url), "open invoice": str(open_invoice.hosted_invoice_url),
        "receipt": f"{simulator.url}/receipt/{paid.latest_charge}", "nothing": f"{simulator.url}/nothing",
    }  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_page_is_for_everybody(browser: Browser, addresses: dict[str, str], width: int, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if "404" not in message.text else None)
    for name, address in addresses.items():
        page.goto(address)
        wrong += [f"{name}: {one['id']}" for one in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append(f"{name}: can be pushed sideways")
    context.close()
    assert wrong == []


def test_a_purchase_needs_no_mouse_and_no_scripts(browser: Browser, simulator: Running) -> None:
    client = simulator.client()
    session = shop.session(
        client, shop.price(client), 2, success_url=f"{simulator.url}/_control?paid={{CHECKOUT_SESSION_ID}}"
    )
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(str(session.url))
    page.get_by_label("E-mail").fill("ada@acme.example")
    page.get_by_label("4000 ···· 3184: Asks for 3-D Secure each time").check()
    page.get_by_role("button", name="Subscribe for EUR 58.00").press("Enter")
    page.get_by_role("button", name="Yes, it is me").press("Enter")
    page.wait_for_url(f"**/_control?paid={session.id}")
    context.close()
    done = client.v1.checkout.sessions.retrieve(session.id)
    assert (done.status, done.payment_status) == ("complete", "paid")
