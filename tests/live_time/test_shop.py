"""What people of the community buy, against the simulator over HTTP: packs, single interviews, plans of their own."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.accounts.models import Membership
from apps.billing.catalogue import CREDITS, ONCE, PERSONAL, PLAN, find_single, item_of
from apps.billing.models import Account, CreditLot, Order, Subscription, Ticket
from apps.billing.services import (
    Line,
    account_of,
    cancel_subscription,
    expire_credits,
    reactivate_subscription,
    reconcile,
    start_checkout,
)
from apps.billing.services.checkout import NotForCompaniesError, NotForPeopleError
from apps.billing.services.opening import personal_plan_of
from apps.billing.tests.simulated import Simulator, deliver
from apps.billing.tests.stories import BACK, intent_of
from apps.core.queue.worker import run_all_due
from apps.core.scope import PUBLIC, scope
from apps.interviews import services
from apps.marketplace.live_time import PaymentRequiredError
from apps.marketplace.models import Usage
from apps.tenants.models import Tenant
from tests.live_time.conftest import Prepare, answered, credits_now
from tests.people import Api, SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_community")]
QUOTE = "/api/v1/billing/quote/"
SESSION = "/api/v1/billing/checkout/create-session/"
HARD = {"module": "interviews", "kind": "technical", "difficulty": "hard"}


def happens(stripe: Simulator, deed: Any, *asked: Any, times: int = 1, **named: Any) -> Any:
    """Do it, and let every event of it arrive, so many times."""
    before = stripe.last_event()
    found = deed(*asked, **named)
    with scope(PUBLIC):
        deliver(stripe.events(before) * times, run_all_due)
    return found


def bought(buyer: Membership, stripe: Simulator, line: Line) -> Order:
    order = start_checkout(buyer, lines=[line], back=BACK)
    happens(stripe, stripe.pay, str(order.session_id))
    order.refresh_from_db()
    assert order.state == "paid"
    return order


def single() -> Line:
    item = find_single("interviews", "technical-hard")
    assert item is not None
    return Line(item)


@pytest.mark.usefixtures("used_up")
def test_pack_is_bought_and_an_interview_paid_by_it(
    dan: Membership, payer: Account, stripe: Simulator, prepared: Prepare, signed_in: SignedIn
) -> None:
    bought(dan, stripe, Line(item_of(CREDITS, "5", ONCE)))
    assert credits_now(payer) == (5, 0)

    session = services.start_session(prepared())
    answered(session, 5)
    services.next_question(session)
    services.pause_session(session)
    services.resume_session(session)
    answered(session, 5)
    services.complete_session(session)

    assert credits_now(payer) == (4, 0)
    with scope(PUBLIC):
        page = " ".join(signed_in(dan).get("/t/practice/billing/credits/").text.split())
        lines = signed_in(dan).get("/t/practice/billing/credits/export/").getvalue().decode().splitlines()
    assert ("Set aside for a session" in page, "Backend" in page, "5 credits" in page) == (True, True, True)
    assert sorted(line.rsplit(",", 1)[1] for line in lines[1:]) == ["-1", "5"]
    with scope(PUBLIC):
        assert reconcile(whole=True).differences == []


@pytest.mark.usefixtures("used_up")
def test_single_interview_begins_once(
    dan: Membership, payer: Account, stripe: Simulator, prepared: Prepare, api: Api
) -> None:
    order = start_checkout(dan, lines=[single()], back=BACK)
    with pytest.raises(PaymentRequiredError):
        services.start_session(prepared())
    happens(stripe, stripe.pay, str(order.session_id), times=2)
    ticket = Ticket.objects.get()
    assert (ticket.account, ticket.key, ticket.used_at) == (payer, "single:interviews.technical-hard:once", None)

    # It is for this kind and difficulty.
    with pytest.raises(PaymentRequiredError):
        services.start_session(prepared(level="junior"))
    session = services.start_session(prepared())

    ticket.refresh_from_db()
    assert (session.paid_by, ticket.used_for) == ("ticket", f"interviews:{session.pk}")
    with pytest.raises(PaymentRequiredError) as refused:
        services.start_session(prepared())
    assert refused.value.status == 402
    answered(session, 5)
    services.complete_session(session)
    assert credits_now(payer) == (0, 0)
    with scope(PUBLIC):
        answer = api(dan).post(
            "/api/v1/interviews/sessions/start/",
            {"role": "backend", "kind": "technical", "level": "senior"},
            format="json",
        )
    assert (answer.status_code, answer.json()["code"], answer.json()["amount"]) == (402, "payment-required", 1200)


@pytest.mark.usefixtures("used_up")
def test_refund_takes_a_ticket_that_is_not_used(
    dan: Membership, payer: Account, stripe: Simulator, prepared: Prepare
) -> None:
    order = bought(dan, stripe, single())

    happens(stripe, stripe.control, "refunds/make", payment_intent=order.payment_intent_id, times=2)

    assert Ticket.objects.get().taken_back_at is not None
    with pytest.raises(PaymentRequiredError):
        services.start_session(prepared())


@pytest.mark.usefixtures("used_up")
def test_events_of_a_purchase_and_its_refund_end_the_same_in_any_order(
    dan: Membership, payer: Account, stripe: Simulator, prepared: Prepare
) -> None:
    before = stripe.last_event()
    order = start_checkout(dan, lines=[single()], back=BACK)
    stripe.pay(str(order.session_id))
    stripe.control("refunds/make", payment_intent=intent_of(order))
    events = stripe.events(before)

    with scope(PUBLIC):
        deliver([*events[::-1], *events], run_all_due)
        assert reconcile(whole=True).differences == []

    order.refresh_from_db()
    assert (order.state, Ticket.objects.get().taken_back_at is not None) == ("refunded", True)
    with pytest.raises(PaymentRequiredError):
        services.start_session(prepared())


def test_refund_leaves_a_ticket_that_is_used(
    dan: Membership, used_up: Usage, stripe: Simulator, prepared: Prepare
) -> None:
    order = bought(dan, stripe, single())
    session = services.start_session(prepared())

    happens(stripe, stripe.control, "refunds/make", payment_intent=order.payment_intent_id)

    ticket = Ticket.objects.get()
    assert (ticket.used_for, ticket.taken_back_at) == (f"interviews:{session.pk}", None)


@pytest.mark.usefixtures("used_up")
def test_credits_that_are_set_aside_while_the_money_goes_back_go_when_they_come_back(
    dan: Membership, payer: Account, stripe: Simulator, prepared: Prepare
) -> None:
    order = bought(dan, stripe, Line(item_of(CREDITS, "5", ONCE)))
    session = services.start_session(prepared(seconds=2400))
    assert credits_now(payer) == (3, 2)

    happens(stripe, stripe.control, "refunds/make", payment_intent=order.payment_intent_id)
    assert credits_now(payer) == (0, 2)
    answered(session, 10)
    services.complete_session(session)

    assert credits_now(payer) == (0, 0)


def test_quote_is_the_price_list_s_own(dan: Membership, used_up: Usage, api: Api) -> None:
    with scope(PUBLIC):
        answer = api(dan).get(QUOTE, HARD | {"amount": "1"})
        wrong = api(dan).get(QUOTE, HARD | {"kind": "palmistry"})

    assert answer.json() == {
        "item": "single:interviews.technical-hard:once",
        "title": "Single interview: Technical, hard",
        "amount": 1200,
        "currency": "USD",
        "credits": 1,
        "included_left": 0,
    }
    assert wrong.status_code == 400
    assert "technical" in wrong.json()["errors"][0]["message"]


def test_single_is_ordered_over_the_api_at_our_price(dan: Membership, stripe: Simulator, api: Api) -> None:
    with scope(PUBLIC):
        made = api(dan).post(SESSION, {"single": HARD}, format="json")
        two = api(dan).post(SESSION, {"single": HARD, "credits": 5}, format="json")
        unknown = api(dan).post(SESSION, {"single": HARD | {"difficulty": "x"}}, format="json")
        intent = api(dan).post(SESSION.replace("session", "payment-intent"), {"single": HARD}, format="json")

    assert (made.status_code, made.json()["amount"], made.json()["currency"]) == (201, 1200, "USD")
    assert (two.status_code, unknown.status_code) == (400, 400)
    assert (intent.status_code, intent.json()["amount"]) == (201, 1200)
    assert Order.objects.count() == 2


def test_what_is_for_people_is_not_for_companies_and_the_other_way_round(ada: Membership, dan: Membership) -> None:
    for buyer, line, problem in (
        (ada, single(), NotForCompaniesError),
        (ada, Line(item_of(PERSONAL, "practice", "month")), NotForCompaniesError),
        (dan, Line(item_of(PLAN, "starter", "month")), NotForPeopleError),
    ):
        with pytest.raises(problem):
            start_checkout(buyer, lines=[line], back=BACK)
    assert Order.objects.count() == 0


def test_personal_plan_includes_more_and_gives_credits_each_month(
    community: Tenant, dan: Membership, payer: Account, used_up: Usage, stripe: Simulator, prepared: Prepare, api: Api
) -> None:
    bought(dan, stripe, Line(item_of(PERSONAL, "practice-plus", "month")))

    plan = personal_plan_of(payer)
    assert plan is not None
    assert (plan.name, credits_now(payer)) == ("practice-plus", (4, 0))
    with scope(PUBLIC):
        assert api(dan).get(QUOTE, HARD).json()["included_left"] == 5 * 30 - 30
    assert services.start_session(prepared()).paid_by == "included"
    lot = CreditLot.objects.get()
    subscription = Subscription.objects.get()
    assert lot.expires_at == subscription.items.get().period_end

    happens(stripe, stripe.control, "time", days=32, times=2)

    assert credits_now(payer) == (8, 0)
    CreditLot.objects.filter(pk=lot.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    expire_credits()
    assert credits_now(payer) == (4, 0)
    with scope(PUBLIC):
        assert reconcile(whole=True).differences == []


def test_personal_plan_is_canceled_taken_back_and_over(dan: Membership, payer: Account, stripe: Simulator) -> None:
    bought(dan, stripe, Line(item_of(PERSONAL, "practice", "month")))
    subscription = Subscription.objects.get()
    cancel_subscription(subscription)
    reactivate_subscription(subscription)
    cancel_subscription(subscription)
    plan = personal_plan_of(payer)
    assert plan is not None
    assert plan.name == "practice"

    happens(stripe, stripe.control, "time", days=32)

    assert personal_plan_of(payer) is None


def test_plan_that_is_paid_back_takes_its_credits_with_it(dan: Membership, payer: Account, stripe: Simulator) -> None:
    bought(dan, stripe, Line(item_of(PERSONAL, "practice-plus", "year")))
    assert credits_now(payer) == (4, 0)
    intent = payer.payments.get().stripe_id

    happens(stripe, stripe.control, "refunds/make", payment_intent=intent, times=2)

    assert (credits_now(payer), personal_plan_of(payer)) == ((0, 0), None)


def test_plan_of_a_company_gives_credits_each_month(ada: Membership, stripe: Simulator) -> None:
    with scope(PUBLIC):
        bought(ada, stripe, Line(item_of(PLAN, "professional", "month")))

    assert credits_now(account_of(ada)) == (5, 0)
