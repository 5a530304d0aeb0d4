"""Payments: cards of every kind, 3-D Secure, captures, refunds, disputes, banks that take their time."""

from typing import Any

import pytest
import stripe
from stripe import StripeClient

from stripe_simulator.cards import BY_NAME, CARDS, code_of
from stripe_simulator.tests import shop
from stripe_simulator.tests.running import Running
from stripe_simulator.tests.visiting import visit

DECLINED = [name for name, means in BY_NAME.items() if means.decline_code and means.authentication == "never"
            and name.startswith("pm_card")]  # fmt: skip


def pay(client: StripeClient, card: str, amount: int = 2000, **values: Any) -> stripe.PaymentIntent:
    sent: Any = {"amount": amount, "currency": "eur", "payment_method": card, "confirm": True, **values}
    return client.v1.payment_intents.create(sent)


def test_a_card_that_pays(client: StripeClient) -> None:
    paid = pay(client, "pm_card_visa", expand=["latest_charge.balance_transaction"])
    taken = paid.latest_charge
    assert isinstance(taken, stripe.Charge)
    assert isinstance(taken.balance_transaction, stripe.BalanceTransaction)
    assert (paid.status, paid.amount_received, taken.paid, taken.captured) == ("succeeded", 2000, True, True)
    assert (taken.balance_transaction.amount, taken.balance_transaction.net) == (2000, 2000 - 58 - 30)


@pytest.mark.parametrize("card", DECLINED)
def test_a_card_that_is_declined_says_why(client: StripeClient, card: str) -> None:
    with pytest.raises(stripe.CardError) as fault:
        pay(client, card)
    means, error = BY_NAME[card], fault.value.error
    assert error is not None
    assert error.payment_intent is not None
    intent = client.v1.payment_intents.retrieve(error.payment_intent.id)
    assert (fault.value.http_status, error.code, error.decline_code) == (
        402, code_of(means.decline_code), means.decline_code,
    )  # fmt: skip
    assert intent.status == "requires_payment_method"
    assert intent.last_payment_error is not None
    assert intent.last_payment_error.decline_code == means.decline_code
    assert client.v1.charges.retrieve(str(intent.latest_charge)).status == "failed"


def test_a_second_card_saves_the_intent(client: StripeClient) -> None:
    with pytest.raises(stripe.CardError) as fault:
        pay(client, "pm_card_chargeDeclined")
    assert fault.value.error is not None
    assert fault.value.error.payment_intent is not None
    again = client.v1.payment_intents.confirm(fault.value.error.payment_intent.id, {"payment_method": "pm_card_visa"})
    assert (again.status, again.last_payment_error) == ("succeeded", None)


@pytest.mark.parametrize(("deed", "status"), [("agree", "succeeded"), ("refuse", "requires_payment_method")])
def test_three_d_secure_asks_on_a_page(simulator: Running, client: StripeClient, deed: str, status: str) -> None:
    waiting = pay(client, "pm_card_authenticationRequired", return_url="https://shop.example/back?order=7")
    assert waiting.next_action is not None
    assert waiting.next_action.redirect_to_url is not None
    page = str(waiting.next_action.redirect_to_url.url).replace("localhost", "127.0.0.1")
    asked = visit(page)
    after = visit(page, {"deed": deed})
    assert (waiting.status, asked.status, "EUR 20.00" in asked.words) == ("requires_action", 200, True)
    assert after.address == f"https://shop.example/back?order=7&payment_intent={waiting.id}&redirect_status={status}"
    assert client.v1.payment_intents.retrieve(waiting.id).status == status


def test_off_session_nobody_can_agree(client: StripeClient) -> None:
    who = shop.customer(client, "pm_card_authenticationRequired")
    kept = client.v1.customers.retrieve(who.id).to_dict()["invoice_settings"]["default_payment_method"]
    with pytest.raises(stripe.CardError) as fault:
        pay(client, kept, customer=who.id, off_session=True)
    assert fault.value.code == "authentication_required"


def test_a_card_that_is_set_up_once_asks_no_more(simulator: Running, client: StripeClient) -> None:
    who = shop.customer(client, None)
    intent = client.v1.setup_intents.create(
        {"customer": who.id, "payment_method": "pm_card_authenticationRequiredOnSetup", "confirm": True,
         "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"}}
    )  # fmt: skip
    visit(f"{simulator.url}/authenticate/{intent.id}", {"deed": "agree"})
    done = client.v1.setup_intents.retrieve(intent.id)
    assert (intent.status, done.status) == ("requires_action", "succeeded")
    assert pay(client, str(done.payment_method), customer=who.id, off_session=True).status == "succeeded"


def test_capturing_takes_a_part_and_no_more(client: StripeClient) -> None:
    held = pay(client, "pm_card_visa", capture_method="manual")
    with pytest.raises(stripe.InvalidRequestError) as fault:
        client.v1.payment_intents.capture(held.id, {"amount_to_capture": 2001})
    taken = client.v1.payment_intents.capture(held.id, {"amount_to_capture": 1500})
    assert (held.status, held.amount_capturable, fault.value.code) == ("requires_capture", 2000, "amount_too_large")
    assert (taken.status, taken.amount_received) == ("succeeded", 1500)


@pytest.mark.parametrize("deed", ["confirm", "cancel", "capture"])
def test_what_is_over_stays_over(client: StripeClient, deed: str) -> None:
    paid = pay(client, "pm_card_visa")
    with pytest.raises(stripe.InvalidRequestError) as fault:
        getattr(client.v1.payment_intents, deed)(paid.id)
    assert fault.value.code == "payment_intent_unexpected_state"


def test_money_goes_back_in_parts_and_never_more_than_came(client: StripeClient) -> None:
    paid = pay(client, "pm_card_visa")
    first = client.v1.refunds.create({"payment_intent": paid.id, "amount": 500, "reason": "requested_by_customer"})
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
        client.v1.refunds.create({"payment_intent": paid.id, "amount": 1501})
    part = client.v1.charges.retrieve(str(paid.latest_charge))
    rest = client.v1.refunds.create({"payment_intent": paid.id})
    whole = client.v1.charges.retrieve(str(paid.latest_charge), {"expand": ["refunds"]})
    with pytest.raises(stripe.InvalidRequestError) as fault:
        client.v1.refunds.create({"payment_intent": paid.id})
    assert whole.refunds is not None
    assert (first.status, part.amount_refunded, part.refunded) == ("succeeded", 500, False)
    assert (rest.amount, whole.amount_refunded, whole.refunded) == (1500, 2000, True)
    assert [one.id for one in whole.refunds.data] == [rest.id, first.id]
    assert fault.value.code == "charge_already_refunded"


def test_a_refund_that_fails_gives_the_money_back_to_us(client: StripeClient) -> None:
    paid = pay(client, "pm_card_refundFail")
    client.v1.refunds.create({"payment_intent": paid.id})
    charge = client.v1.charges.retrieve(str(paid.latest_charge))
    refund = client.v1.refunds.list({"charge": charge.id}).data[0]
    assert (refund.status, charge.refunded, charge.amount_refunded) == ("failed", False, 0)


@pytest.mark.parametrize("outcome", ["won", "lost"])
def test_a_dispute_is_opened_and_decided(simulator: Running, client: StripeClient, outcome: str) -> None:
    paid = pay(client, "pm_card_visa")
    opened = simulator.control("disputes/open", payment_intent=paid.id, reason="fraudulent")
    with pytest.raises(stripe.InvalidRequestError) as fault:
        client.v1.refunds.create({"payment_intent": paid.id})
    simulator.control("disputes/close", dispute=opened["id"], outcome=outcome)
    closed = client.v1.disputes.retrieve(opened["id"])
    kinds = [one.type for one in client.v1.events.list({"types": [
        "charge.dispute.created", "charge.dispute.closed", "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated"]}).data if one.data.object["id"] == opened["id"]]  # fmt: skip
    assert (fault.value.code, closed.status) == ("charge_disputed", outcome)
    assert sum(one.net for one in closed.balance_transactions) == (-1500 if outcome == "won" else -3500)
    assert kinds[::-1] == [
        "charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.dispute.closed",
        *(["charge.dispute.funds_reinstated"] if outcome == "won" else []),
    ]  # fmt: skip


def test_some_cards_are_disputed_by_themselves(client: StripeClient) -> None:
    paid = pay(client, "pm_card_createDispute")
    dispute = client.v1.disputes.list({"payment_intent": paid.id}).data[0]
    client.v1.disputes.update(dispute.id, {"evidence": {"uncategorized_text": "losing_evidence"}})
    assert (dispute.status, client.v1.disputes.retrieve(dispute.id).status) == ("needs_response", "lost")


@pytest.mark.parametrize(
    ("account", "status"), [("pm_sepaDebit", "succeeded"), ("pm_sepaDebit_fails", "requires_payment_method")]
)
def test_a_bank_takes_days(fresh: Running, account: str, status: str) -> None:
    client = fresh.client()
    waiting = pay(client, account)
    fresh.later(days=2)
    still = client.v1.payment_intents.retrieve(waiting.id).status
    fresh.later(days=2)
    assert (waiting.status, still, client.v1.payment_intents.retrieve(waiting.id).status) == ("processing",) * 2 + (
        status,
    )


@pytest.mark.parametrize(("outcome", "status"), [("succeeded", "succeeded"), ("failed", "requires_payment_method")])
def test_the_control_page_speaks_for_the_bank(
    simulator: Running, client: StripeClient, outcome: str, status: str
) -> None:
    waiting = pay(client, "pm_sepaDebit")
    simulator.control("payments/settle", payment_intent=waiting.id, outcome=outcome)
    assert client.v1.payment_intents.retrieve(waiting.id).status == status


def test_cards_that_are_declined_cannot_be_kept_but_for_those_that_fail_later(client: StripeClient) -> None:
    who = shop.customer(client, None)
    with pytest.raises(stripe.CardError):
        client.v1.payment_methods.attach("pm_card_visa_chargeDeclined", {"customer": who.id})
    kept = client.v1.payment_methods.attach("pm_card_chargeCustomerFail", {"customer": who.id})
    with pytest.raises(stripe.CardError):
        pay(client, kept.id, customer=who.id)
    assert [one.id for one in client.v1.customers.payment_methods.list(who.id).data] == [kept.id]


def test_what_is_detached_is_nobodys_default_any_more(client: StripeClient) -> None:
    who = shop.customer(client)
    made = shop.subscription(client, who, shop.price(client))
    kept = client.v1.customers.payment_methods.list(who.id).data[0]
    client.v1.subscriptions.update(made.id, {"default_payment_method": kept.id})
    client.v1.payment_methods.detach(kept.id)
    again = client.v1.customers.retrieve(who.id)
    assert again.to_dict()["invoice_settings"]["default_payment_method"] is None
    assert client.v1.subscriptions.retrieve(made.id).default_payment_method is None


@pytest.mark.parametrize("number", [means.number for means in CARDS])
def test_every_number_has_its_card(client: StripeClient, number: str) -> None:
    made = client.v1.payment_methods.create(
        {"type": "card", "card": {"number": number, "exp_month": 12, "exp_year": 2034, "cvc": "123"}}
    )
    assert made.card is not None
    assert (made.card.last4, made.card.exp_year) == (number[-4:], 2034)


@pytest.mark.parametrize("number", ["4242424242424241", "1234", "abcd"])
def test_a_number_that_is_none_is_refused(client: StripeClient, number: str) -> None:
    with pytest.raises(stripe.CardError) as fault:
        client.v1.payment_methods.create({"type": "card", "card": {"number": number, "exp_month": 1, "exp_year": 2034}})
    assert fault.value.code == "incorrect_number"


def test_a_customer_that_is_deleted_ends_everything(client: StripeClient) -> None:
    who = shop.customer(client)
    made = shop.subscription(client, who, shop.price(client))
    gone = client.v1.customers.delete(who.id)
    shown = client.v1.customers.retrieve(who.id)
    assert (gone.deleted, shown.to_dict()) == (True, {"id": who.id, "object": "customer", "deleted": True})
    assert client.v1.subscriptions.retrieve(made.id).status == "canceled"
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.customers.update(who.id, {"name": "Again"})
