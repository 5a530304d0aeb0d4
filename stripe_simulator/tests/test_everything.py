"""One long story in which every kind of object and of event comes to be: all of them fit the types of the library."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import stripe

from stripe_simulator import JSON
from stripe_simulator.account import BLANKS
from stripe_simulator.tests import shop
from stripe_simulator.tests.running import Running, running, wait_for
from stripe_simulator.tests.shapes import event_problems, problems
from stripe_simulator.tests.visiting import visit

SOURCE = Path(__file__).resolve().parents[1]
CARDS = (
    *("pm_card_visa", "pm_card_chargeCustomerFail", "pm_card_authenticationRequired", "pm_sepaDebit"),
    *("pm_card_createDispute", "pm_card_createDisputeInquiry", "pm_card_refundFail", "pm_card_pendingRefund"),
)
# What the simulator puts together out of words.
OF_INTENTS = {"payment_intent.requires_action", "setup_intent.requires_action"}


def emitted() -> set[str]:
    """Every type of event that the source names."""
    found = set(OF_INTENTS)
    for file in SOURCE.rglob("*.py"):
        if "tests" not in file.parts:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                    found |= {word for word in _words(node) if name in {"emit", "change", "create", "_switch"}}
    return found


def _words(call: ast.Call) -> Iterator[str]:
    """Arguments that look like types of events."""
    for one in call.args:
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and "." in one.value and " " not in one.value:
            yield one.value


def buy(simulator: Running, what: stripe.Price, **values: Any) -> str:
    """A session that is paid by the card that is clicked first."""
    session = shop.session(simulator.client(), what, **values)
    visit(
        f"{simulator.url}/pay/{session.id}",
        {"deed": "pay", "email": "ben@acme.example", "test_card": "4242424242424242"},
    )
    return session.id


def catalogue(simulator: Running) -> stripe.Price:
    v1 = simulator.client().v1
    price = shop.price(simulator.client())
    v1.products.update(str(price.product), {"description": "Talks", "default_price": price.id})
    v1.products.delete(v1.products.create({"name": "Gone"}).id)
    v1.prices.update(price.id, {"nickname": "By seat"})
    v1.plans.create({"currency": "eur", "interval": "month", "amount": 500, "product": {"name": "Old"}})
    plan = v1.plans.create({"currency": "eur", "interval": "year", "amount": 500, "product": {"name": "Old"}})
    v1.plans.update(plan.id, {"nickname": "Older"})
    v1.plans.delete(plan.id)
    coupon = v1.coupons.create({"percent_off": 20, "duration": "repeating", "duration_in_months": 2})
    v1.coupons.update(coupon.id, {"name": "A fifth"})
    code = v1.promotion_codes.create({"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "FIFTH"})
    v1.promotion_codes.update(code.id, {"metadata": {"a": "1"}})
    v1.coupons.delete(v1.coupons.create({"amount_off": 100, "currency": "eur"}).id)
    return price


def people(simulator: Running, price: stripe.Price) -> None:
    client = simulator.client()
    v1 = client.v1
    who = shop.customer(client, address={"line1": "1 Street", "city": "Town", "country": "DE", "postal_code": "10115"})
    tax_id = v1.customers.tax_ids.create(who.id, {"type": "eu_vat", "value": "DE123456789"})
    v1.customers.tax_ids.create(who.id, {"type": "gb_vat", "value": "GB123456789"})
    v1.customers.tax_ids.delete(who.id, tax_id.id)
    v1.customers.balance_transactions.create(who.id, {"amount": -500, "currency": "eur"})
    method = v1.payment_methods.attach("pm_card_mastercard", {"customer": who.id})
    v1.payment_methods.update(method.id, {"metadata": {"a": "1"}})
    v1.payment_methods.detach(method.id)
    for card in ("pm_card_visa", "pm_card_authenticationRequiredOnSetup", "pm_card_chargeDeclined"):
        intent = v1.setup_intents.create({"customer": who.id, "payment_method": card})
        try:
            v1.setup_intents.confirm(intent.id)
        except stripe.CardError:
            assert card == "pm_card_chargeDeclined"
    v1.setup_intents.cancel(v1.setup_intents.create({"customer": who.id}).id)
    subscription = shop.subscription(client, who, price, 3, discounts=[{"promotion_code": _code(client)}])
    v1.subscriptions.delete_discount(subscription.id)
    v1.customers.delete(who.id)


def _code(client: stripe.StripeClient) -> str:
    return client.v1.promotion_codes.list({"code": "fifth"}).data[0].id


def payments(simulator: Running) -> None:
    client = simulator.client()
    v1 = client.v1
    who = shop.customer(client)
    sent: Any = {"amount": 1500, "currency": "eur", "customer": who.id, "confirm": True}
    for card in CARDS:
        try:
            intent = v1.payment_intents.create(sent | {"payment_method": card})
        except stripe.CardError:
            continue
        if card in {"pm_card_visa", "pm_card_refundFail", "pm_card_pendingRefund"}:
            refund = v1.refunds.create({"payment_intent": intent.id, "amount": 700})
            v1.refunds.update(refund.id, {"metadata": {"a": "1"}})
        if card == "pm_card_visa":
            v1.charges.update(str(intent.latest_charge), {"description": "Talks"})
        if card == "pm_card_authenticationRequired":
            visit(f"{simulator.url}/authenticate/{intent.id}", {"deed": "agree"})
    held = v1.payment_intents.create(sent | {"payment_method": "pm_card_visa", "capture_method": "manual"})
    v1.payment_intents.capture(held.id, {"amount_to_capture": 1000})
    v1.payment_intents.cancel(v1.payment_intents.create({"amount": 900, "currency": "eur"}).id)
    fraud, inquiry = v1.disputes.list().data[1], v1.disputes.list().data[0]
    v1.disputes.update(fraud.id, {"evidence": {"uncategorized_text": "winning_evidence"}})
    v1.disputes.close(inquiry.id)
    simulator.later(days=4)


def sessions(simulator: Running, price: stripe.Price) -> None:
    client = simulator.client()
    once = shop.price(client, 4900, name="Credits", recurring=None)
    buy(simulator, price)
    buy(simulator, once, invoice_creation={"enabled": True}, customer_creation="always")
    client.v1.checkout.sessions.expire(shop.session(client, once).id)
    keep = client.v1.checkout.sessions.create(
        {"mode": "setup", "currency": "eur", "success_url": "https://shop.example/"}
    )
    visit(f"{simulator.url}/pay/{keep.id}", {"deed": "pay", "email": "ben@acme.example"})
    for account in ("DE89370400440532013000", "DE62370400440532013001"):
        session = shop.session(client, once)
        visit(f"{simulator.url}/pay/{session.id}", {"deed": "pay", "email": "ben@acme.example", "kind": account})
    simulator.later(days=4)


def invoices(simulator: Running) -> None:
    client = simulator.client()
    v1 = client.v1
    who = shop.customer(client)
    v1.invoice_items.create({"customer": who.id, "amount": 700, "currency": "eur", "description": "Set-up"})
    v1.invoice_items.delete(v1.invoice_items.create({"customer": who.id, "amount": 1, "currency": "eur"}).id)
    drafts = [v1.invoices.create({"customer": who.id, "pending_invoice_items_behavior": "include"}) for _ in range(5)]
    for draft in drafts[1:]:
        v1.invoice_items.create({"customer": who.id, "invoice": draft.id, "amount": 300, "currency": "eur"})
    v1.invoices.send_invoice(drafts[0].id)
    v1.invoices.pay(drafts[0].id)
    v1.invoices.void_invoice(v1.invoices.finalize_invoice(drafts[1].id).id)
    v1.invoices.mark_uncollectible(v1.invoices.finalize_invoice(drafts[2].id).id)
    v1.invoices.delete(drafts[3].id)
    v1.invoices.update(drafts[4].id, {"metadata": {"a": "1"}})
    with pytest.raises(stripe.CardError):
        v1.invoices.pay(drafts[4].id, {"payment_method": "pm_card_authenticationRequired"})


def subscriptions(simulator: Running, price: stripe.Price) -> None:
    client = simulator.client()
    v1 = client.v1
    who = shop.customer(client)
    trial = shop.subscription(client, who, price, 2, trial_period_days=5)
    running_ = shop.subscription(client, who, price, 4)
    item = shop.item_of(running_)
    v1.subscription_items.update(item.id, {"quantity": 6, "proration_behavior": "always_invoice"})
    schedule = v1.subscription_schedules.create({"from_subscription": running_.id})
    phase = schedule.phases[0]
    v1.subscription_schedules.update(schedule.id, {"end_behavior": "release", "phases": [
        {"items": [{"price": price.id, "quantity": 6}], "start_date": phase.start_date, "end_date": phase.end_date},
        {"items": [{"price": price.id, "quantity": 2}], "duration": {"interval": "month", "interval_count": 1}},
    ]})  # fmt: skip
    other = shop.subscription(client, who, price)
    v1.subscription_schedules.cancel(v1.subscription_schedules.create({"from_subscription": other.id}).id)
    month: Any = {"items": [{"price": price.id}], "duration": {"interval": "month", "interval_count": 1}}
    ending = v1.subscription_schedules.create(
        {"customer": who.id, "end_behavior": "cancel", "start_date": "now", "phases": [month]}
    )
    paused = shop.subscription(client, shop.customer(client, None), price, trial_period_days=3,
                               trial_settings={"end_behavior": {"missing_payment_method": "pause"}})  # fmt: skip
    unlucky = shop.subscription(client, shop.customer(client), price)
    with pytest.raises(stripe.InvalidRequestError):
        shop.subscription(client, shop.customer(client, None), price)
    begun = shop.subscription(client, shop.customer(client), price, payment_behavior="default_incomplete")
    simulator.control("customers/fail", customer=unlucky.customer, times=9)
    simulator.later(days=36)
    kept = v1.payment_methods.attach("pm_card_visa", {"customer": str(paused.customer)})
    v1.subscriptions.update(paused.id, {"default_payment_method": kept.id})
    v1.subscriptions.resume(paused.id)
    v1.subscriptions.pause(paused.id)
    simulator.later(days=40)
    statuses = [v1.subscriptions.retrieve(one.id).status for one in (trial, running_, unlucky, begun)]
    assert statuses == ["active", "active", "canceled", "incomplete_expired"]
    assert v1.subscription_schedules.retrieve(ending.id).status == "completed"
    simulator.control("give-up", status="canceled")


def the_rest(simulator: Running) -> None:
    client = simulator.client()
    v1 = client.v1
    who = shop.customer(client)
    v1.customers.tax_ids.create(who.id, {"type": "eu_vat", "value": "DE123456789"})
    meter = v1.billing.meters.create({"display_name": "Minutes", "event_name": "minutes",
                                      "default_aggregation": {"formula": "sum"}})  # fmt: skip
    v1.billing.meter_events.create({"event_name": "minutes", "identifier": "one",
                                    "payload": {"stripe_customer_id": who.id, "value": "5"}})  # fmt: skip
    v1.billing.meters.update(meter.id, {"display_name": "Minutes of talk"})
    v1.billing.meters.deactivate(meter.id)
    v1.billing.meters.reactivate(meter.id)
    v1.billing_portal.sessions.create({"customer": who.id})
    configuration = v1.billing_portal.configurations.create({"features": {"invoice_history": {"enabled": True}}})
    v1.billing_portal.configurations.update(configuration.id, {"name": "Ours"})
    clock = v1.test_helpers.test_clocks.create({"frozen_time": 1800000000})
    v1.test_helpers.test_clocks.advance(clock.id, {"frozen_time": 1800003600})
    wait_for(lambda: v1.test_helpers.test_clocks.retrieve(clock.id).status == "ready")
    v1.test_helpers.test_clocks.delete(clock.id)
    v1.webhook_endpoints.create({"url": "http://127.0.0.1:9/", "enabled_events": ["invoice.paid"]})
    older(simulator)


def older(simulator: Running) -> None:
    """Discounts of whole customers, as only clients of earlier versions ask for them."""
    client = stripe.StripeClient(
        next(iter(simulator.authorization.values())).removeprefix("Bearer "),
        base_addresses={"api": simulator.url}, stripe_version="2020-08-27",
    )  # fmt: skip
    first, second = (client.v1.coupons.create({"percent_off": part}).id for part in (10, 20))
    sent: list[Any] = [{"coupon": first}, {"coupon": second}, {"coupon": ""}]
    who = client.v1.customers.create(sent[0])
    for later in sent[1:]:
        client.v1.customers.update(who.id, later)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Everything has happened."""
    with running(tmp_path_factory.mktemp("story") / "state") as simulator:
        price = catalogue(simulator)
        people(simulator, price)
        payments(simulator)
        sessions(simulator, price)
        invoices(simulator)
        subscriptions(simulator, price)
        the_rest(simulator)
        yield simulator


def whole(simulator: Running, path: str) -> Iterator[JSON]:
    """A list, page by page, as JSON."""
    after = ""
    while True:
        sign = "&" if "?" in path else "?"
        page = simulator.ask(f"{path}{sign}limit=100{after}", headers=simulator.authorization)
        yield from page["data"]
        if not page["has_more"]:
            return
        after = f"&starting_after={page['data'][-1]['id']}"


def test_every_event_fits_and_every_type_has_happened(story: Running) -> None:
    events = list(whole(story, "/v1/events"))
    assert [fault for event in events for fault in event_problems(event)] == []
    assert sorted(emitted() - {event["type"] for event in events}) == []


def test_every_object_fits_and_every_kind_has_been_made(story: Running) -> None:
    lists = ("customers", "products", "prices", "coupons", "promotion_codes", "checkout/sessions", "payment_intents",
             "setup_intents", "charges", "refunds", "disputes", "subscriptions?status=all", "subscription_schedules",
             "invoices", "invoiceitems", "invoice_payments", "balance_transactions", "billing/meters",
             "billing_portal/configurations", "webhook_endpoints", "events", "test_helpers/test_clocks")  # fmt: skip
    bodies = [body for path in lists for body in whole(story, f"/v1/{path}")]
    for who in list(whole(story, "/v1/customers")):
        for path in ("tax_ids", "balance_transactions", "payment_methods"):
            bodies += whole(story, f"/v1/customers/{who['id']}/{path}")
    for session in [one for one in bodies if one["object"] == "checkout.session"]:
        bodies += whole(story, f"/v1/checkout/sessions/{session['id']}/line_items")
    for subscription in [one for one in bodies if one["object"] == "subscription"]:
        bodies += subscription["items"]["data"]
    for invoice in [one for one in bodies if one["object"] == "invoice"]:
        bodies += invoice["lines"]["data"]
    assert [fault for body in bodies for fault in problems(body)] == []
    unseen = {"billing.meter_event", "billing.meter_event_summary", "billing_portal.session", "discount", "plan",
              "test_helpers.test_clock"}  # fmt: skip
    assert {BLANKS[kind]["object"] for kind in BLANKS} - {body["object"] for body in bodies} == unseen


def test_answers_that_no_list_shows_fit_too(story: Running) -> None:
    client = story.client()
    ask: Any = lambda path: story.ask(path, headers=story.authorization)  # noqa: E731 -- a word for this test
    discount = next(one for one in whole(story, "/v1/events") if one["type"] == "customer.discount.created")
    plan = client.v1.plans.create({"currency": "eur", "interval": "month", "amount": 500, "product": {"name": "Old"}})
    meter = client.v1.billing.meters.list().data[0]
    who = client.v1.customers.list().data[0].id
    session = client.v1.billing_portal.sessions.create({"customer": who})
    event = client.v1.billing.meter_events.create(
        {"event_name": "minutes", "identifier": "two", "payload": {"stripe_customer_id": who, "value": "7"}}
    )
    summaries = ask(f"/v1/billing/meters/{meter.id}/event_summaries?customer={who}&start_time=0&end_time=1900000020")
    adjustment = client.v1.billing.meter_event_adjustments.create(
        {"event_name": "minutes", "type": "cancel", "cancel": {"identifier": "two"}}
    )
    token = client.v1.tokens.create({"card": {"number": "4242424242424242", "exp_month": "12", "exp_year": "2034"}})
    bodies = [discount["data"]["object"], *summaries["data"], ask("/v1/balance"), ask("/v1/account")]
    bodies += [ask(f"/v1/plans/{plan.id}")]
    faults = [fault for body in bodies for fault in problems(body)]
    faults += [fault for one in (session, event, adjustment, token) for fault in problems(one.to_dict())]
    assert faults == []


def test_everything_expanded_fits(story: Running) -> None:
    paths = (
        "charges?expand[]=data.balance_transaction&expand[]=data.customer&expand[]=data.refunds",
        "subscriptions?status=all&expand[]=data.latest_invoice.payments&expand[]=data.discounts&expand[]=data.customer",
        "invoices?expand[]=data.payments&expand[]=data.confirmation_secret&expand[]=data.discounts",
        "checkout/sessions?expand[]=data.line_items&expand[]=data.payment_intent&expand[]=data.subscription",
        "customers?expand[]=data.subscriptions&expand[]=data.tax_ids&expand[]=data.sources",
        "prices?expand[]=data.product&expand[]=data.tiers&expand[]=data.currency_options",
        "payment_intents?expand[]=data.latest_charge&expand[]=data.payment_method",
        "promotion_codes?expand[]=data.promotion.coupon",
    )
    assert [fault for path in paths for body in whole(story, f"/v1/{path}") for fault in problems(body)] == []


def test_a_preview_fits(story: Running) -> None:
    client = story.client()
    who = shop.customer(client)
    subscription = shop.subscription(client, who, shop.price(client), 3)
    changed: Any = {"items": [{"id": shop.item_of(subscription).id, "quantity": 5}]}
    ahead = client.v1.invoices.create_preview({"subscription": subscription.id, "subscription_details": changed})
    raw = ahead.last_response
    assert raw is not None
    assert problems(raw.data) == []
