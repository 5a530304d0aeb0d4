"""The pages that buyers see: payment, 3-D Secure, invoices, portal."""

import re
import subprocess
import urllib.request
from io import BytesIO
from typing import Any

import pypdf
import pytest
import stripe

from stripe_simulator.tests import shop
from stripe_simulator.tests.running import Running
from stripe_simulator.tests.visiting import Page, visit

THANKS = "https://shop.example/thanks?session="


def local(simulator: Running, address: str | None) -> str:
    return str(address).replace(f"http://localhost:{simulator.port}", simulator.url)


def pay(simulator: Running, session: stripe.checkout.Session, **fields: Any) -> Page:
    sent = {"deed": "pay", "email": "ben@acme.example", "name": "Ben", "test_card": "4242424242424242", **fields}
    return visit(local(simulator, session.url), sent)


def again(simulator: Running, session: stripe.checkout.Session) -> stripe.checkout.Session:
    return simulator.client().v1.checkout.sessions.retrieve(session.id)


def test_the_page_says_what_is_bought_and_the_card_pays_it(simulator: Running) -> None:
    client = simulator.client()
    what = shop.price(client, 2900)
    session = shop.session(client, what, 3, client_reference_id="acme", metadata={"order": "7"},
                           subscription_data={"metadata": {"workspace": "acme"}})  # fmt: skip
    shown = visit(local(simulator, session.url))
    paid = pay(simulator, session)
    done = again(simulator, session)
    subscription = client.v1.subscriptions.retrieve(str(done.subscription))
    items = client.v1.checkout.sessions.line_items.list(session.id).data

    assert all(words in shown.words for words in ("Interviews", "3 × EUR 29.00 each month", "Due today EUR 87.00"))
    assert "script" not in shown.text
    assert shown.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert (paid.status, paid.address) == (303, f"{THANKS}{session.id}")
    assert (done.status, done.payment_status, done.amount_total, done.url) == ("complete", "paid", 8700, None)
    assert (done.client_reference_id, subscription.metadata["workspace"]) == ("acme", "acme")
    assert (subscription.status, shop.item_of(subscription).quantity) == ("active", 3)
    assert subscription.default_payment_method is not None
    assert [(item.quantity, item.amount_total, item.description) for item in items] == [(3, 8700, "Interviews")]
    assert done.customer_details is not None
    assert (done.customer_details.email, done.invoice) == ("ben@acme.example", subscription.latest_invoice)


@pytest.mark.parametrize("mode", ["payment", "subscription"])
def test_a_declined_card_leaves_the_session_open(simulator: Running, mode: str) -> None:
    client = simulator.client()
    session = shop.session(client, shop.price(client, recurring=None if mode == "payment" else shop.MONTH))
    refused = pay(simulator, session, test_card="4000000000009995")
    open_ = again(simulator, session)
    paid = pay(simulator, session)
    assert (refused.status, "insufficient funds" in refused.words) == (402, True)
    assert (open_.status, open_.payment_status, open_.subscription) == ("open", "unpaid", None)
    assert (paid.address, again(simulator, session).payment_status) == (f"{THANKS}{session.id}", "paid")


@pytest.mark.parametrize("mode", ["payment", "subscription"])
def test_three_d_secure_comes_between(simulator: Running, mode: str) -> None:
    client = simulator.client()
    session = shop.session(client, shop.price(client, recurring=None if mode == "payment" else shop.MONTH))
    asked = pay(simulator, session, test_card="4000002760003184")
    refused = visit(simulator.url + asked.address, {"deed": "refuse"})
    still = again(simulator, session)
    asked = pay(simulator, session, test_card="4000002760003184")
    agreed = visit(simulator.url + asked.address, {"deed": "agree"})
    assert (refused.address, still.status) == (f"/pay/{session.id}", "open")
    assert agreed.address == f"{THANKS}{session.id}"
    assert again(simulator, session).payment_status == "paid"


@pytest.mark.parametrize(("account", "event"), [
    ("DE89370400440532013000", "checkout.session.async_payment_succeeded"),
    ("DE62370400440532013001", "checkout.session.async_payment_failed"),
])  # fmt: skip
@pytest.mark.parametrize("mode", ["payment", "subscription"])
def test_a_bank_account_completes_first_and_pays_later(fresh: Running, mode: str, account: str, event: str) -> None:
    client = fresh.client()
    session = shop.session(client, shop.price(client, recurring=None if mode == "payment" else shop.MONTH))
    done = pay(fresh, session, kind=account)
    completed = again(fresh, session)
    fresh.later(days=4)
    assert (done.address, completed.status, completed.payment_status) == (f"{THANKS}{session.id}", "complete", "unpaid")
    assert fresh.listener.wait(event)["data"]["object"]["id"] == session.id
    assert again(fresh, session).payment_status == ("paid" if "succeeded" in event else "unpaid")


def test_a_promotion_code_is_typed_and_taken_away(simulator: Running) -> None:
    client = simulator.client()
    coupon = client.v1.coupons.create({"percent_off": 50, "duration": "once"})
    client.v1.promotion_codes.create({"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "HALF"})
    session = shop.session(client, shop.price(client, 2000), allow_promotion_codes=True)
    here = local(simulator, session.url)
    wrong = visit(here, {"deed": "code", "promotion_code": "NONE"})
    visit(here, {"deed": "code", "promotion_code": "half"})
    half = visit(here)
    visit(here, {"deed": "code", "promotion_code": ""})
    whole = visit(here)
    visit(here, {"deed": "code", "promotion_code": "HALF"})
    pay(simulator, session)
    done = again(simulator, session)
    invoice = client.v1.invoices.retrieve(str(done.invoice))
    assert ("NONE is not known" in wrong.words, "Due today EUR 10.00" in half.words) == (True, True)
    assert "Due today EUR 20.00" in whole.words
    assert done.total_details is not None
    assert (done.amount_total, done.total_details.amount_discount, invoice.amount_paid) == (1000, 1000, 1000)


def test_tax_id_and_address_are_kept(simulator: Running) -> None:
    client = simulator.client()
    session = shop.session(client, shop.price(client), tax_id_collection={"enabled": True},
                           billing_address_collection="required")  # fmt: skip
    pay(simulator, session, tax_id="DE123456789", tax_id_type="eu_vat", line1="Street 1", city="Berlin",
        postal_code="10115", country="DE")  # fmt: skip
    done = again(simulator, session)
    who = client.v1.customers.retrieve(str(done.customer), {"expand": ["tax_ids"]})
    assert done.customer_details is not None
    assert done.customer_details.tax_ids is not None
    assert who.tax_ids is not None
    assert who.address is not None
    assert [one.value for one in done.customer_details.tax_ids] == ["DE123456789"]
    assert ([one.value for one in who.tax_ids.data], who.address.city) == (["DE123456789"], "Berlin")


def test_a_trial_is_free_today(simulator: Running) -> None:
    client = simulator.client()
    session = shop.session(client, shop.price(client), 2, subscription_data={"trial_period_days": 14})
    shown = visit(local(simulator, session.url))
    pay(simulator, session)
    done = again(simulator, session)
    assert "Free for 14 days" in shown.words
    assert (done.payment_status, done.amount_total) == ("no_payment_required", 0)
    assert client.v1.subscriptions.retrieve(str(done.subscription)).status == "trialing"


def test_the_quantity_may_be_changed_where_that_is_allowed(simulator: Running) -> None:
    client = simulator.client()
    what = shop.price(client, 1000)
    line = {"price": what.id, "quantity": 2, "adjustable_quantity": {"enabled": True, "minimum": 1, "maximum": 5}}
    session = shop.session(client, what, line_items=[line])
    here = local(simulator, session.url)
    (name,) = re.findall(r'name="(quantity-li_\w+)"', visit(here).text)
    visit(here, {"deed": "quantities", name: "9"})
    assert again(simulator, session).amount_total == 5000


def test_a_card_is_kept_for_later(simulator: Running) -> None:
    client = simulator.client()
    who = shop.customer(client, None)
    session = client.v1.checkout.sessions.create(
        {"mode": "setup", "currency": "eur", "customer": who.id, "success_url": f"{THANKS}{{CHECKOUT_SESSION_ID}}"}
    )
    pay(simulator, session)
    done = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["setup_intent"]})
    assert isinstance(done.setup_intent, stripe.SetupIntent)
    assert (done.status, done.setup_intent.status) == ("complete", "succeeded")
    assert [one.id for one in client.v1.customers.payment_methods.list(who.id).data] == [
        done.setup_intent.payment_method
    ]


def test_sessions_expire_by_request_and_by_themselves(fresh: Running) -> None:
    client = fresh.client()
    first, second = (shop.session(client, shop.price(client)) for _ in range(2))
    client.v1.checkout.sessions.expire(first.id)
    fresh.later(days=1.1)
    gone = visit(local(fresh, second.url))
    assert [again(fresh, one).status for one in (first, second)] == ["expired", "expired"]
    assert (gone.status, "expired" in gone.words) == (410, True)
    with pytest.raises(stripe.InvalidRequestError, match="status of expired"):
        client.v1.checkout.sessions.expire(first.id)


@pytest.mark.parametrize(("sent", "param"), [
    ({"mode": "payment"}, "line_items[0]"),
    ({"success_url": ""}, "success_url"),
    ({"line_items": [{"price": "price_none", "quantity": 1}]}, "line_items[0][price]"),
    ({"discounts": [{"coupon": "none"}]}, "discounts[0][coupon]"),
    ({"customer": "cus_nobody"}, "customer"),
])  # fmt: skip
def test_a_session_that_cannot_be_is_refused(simulator: Running, sent: Any, param: str) -> None:
    client = simulator.client()
    with pytest.raises(stripe.InvalidRequestError) as fault:
        shop.session(client, shop.price(client), **sent)
    assert fault.value.param == param


def test_an_invoice_has_a_page_and_a_real_pdf(simulator: Running) -> None:
    client = simulator.client()
    who = shop.customer(
        client, None, name="Ada Lövelace", address={"line1": "Street 1", "city": "Köln", "country": "DE"}
    )
    what = shop.price(client, 2900)
    made = shop.subscription(client, who, what, 3, payment_behavior="default_incomplete", expand=["latest_invoice"])
    assert isinstance(made.latest_invoice, stripe.Invoice)
    page = local(simulator, made.latest_invoice.hosted_invoice_url)
    shown = visit(page)
    refused = visit(page, {"test_card": "4000000000000341"})
    paid = visit(page, {"test_card": "4242424242424242"})
    with urllib.request.urlopen(local(simulator, made.latest_invoice.invoice_pdf)) as answer:
        assert answer.headers["Content-Type"] == "application/pdf"
        reader = pypdf.PdfReader(BytesIO(answer.read()), strict=True)
    text = reader.pages[0].extract_text()
    assert ("To be paid: EUR 87.00" in shown.words, refused.status, paid.status) == (True, 402, 303)
    assert client.v1.subscriptions.retrieve(made.id).status == "active"
    assert all(words in text for words in ("Ada Lövelace", "Köln", "3 × Interviews", "EUR 87.00", "State: Paid"))
    assert visit(page.rpartition("/")[0] + "/guess").status == 404


def test_the_portal_shows_and_changes_what_is_its_customers(simulator: Running) -> None:
    client = simulator.client()
    who = shop.customer(client)
    made = shop.subscription(client, who, shop.price(client), 2)
    stranger = shop.subscription(client, shop.customer(client), shop.price(client))
    session = client.v1.billing_portal.sessions.create(
        {"customer": who.id, "return_url": "https://shop.example/billing"}
    )
    page = local(simulator, session.url)
    shown = visit(page)
    visit(page, {"deed": "cancel", "id": made.id})
    ending = client.v1.subscriptions.retrieve(made.id).cancel_at_period_end
    visit(page, {"deed": "keep", "id": made.id})
    visit(page, {"deed": "add", "test_card": "4000000000000341"})
    refused = visit(page, {"deed": "cancel", "id": stranger.id})
    kept = client.v1.customers.payment_methods.list(who.id).data
    default = client.v1.customers.retrieve(who.id).to_dict()["invoice_settings"]["default_payment_method"]
    assert all(words in shown.words for words in ("2 × Interviews", "Visa ···· 4242", "EUR 58.00"))
    assert (ending, client.v1.subscriptions.retrieve(made.id).cancel_at_period_end) == (True, False)
    assert (kept[0].id, len(kept)) == (default, 2)
    assert (refused.status, client.v1.subscriptions.retrieve(stranger.id).cancel_at_period_end) == (402, False)


def test_one_process_stays_small(simulator: Running) -> None:
    status = subprocess.run(["ps", "-o", "rss=", "-p", str(simulator.process.pid)], capture_output=True, check=True)
    assert int(status.stdout) / 1024 < 45


def test_a_trial_may_begin_without_a_card(simulator: Running) -> None:
    client = simulator.client()
    session = shop.session(client, shop.price(client), payment_method_collection="if_required",
                           subscription_data={"trial_period_days": 14})  # fmt: skip
    done = pay(simulator, session, test_card="none")
    made = client.v1.subscriptions.retrieve(str(again(simulator, session).subscription))
    assert (done.address, made.status, made.default_payment_method) == (f"{THANKS}{session.id}", "trialing", None)
    assert made.pending_setup_intent is not None
