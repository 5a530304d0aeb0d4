"""What pages show of prices, and where they lead: before an interview, while buying one, and on the page of billing."""

from typing import Any

import pytest

from apps.accounts.models import Membership
from apps.billing.models import Account, Order, Ticket
from apps.billing.services import grant_credits
from apps.billing.tests.rows import fresh
from apps.billing.tests.shop import shop_open
from apps.core.scope import PUBLIC, scope
from apps.interviews.models import Session
from tests.live_time.conftest import Prepare, credits_now
from tests.people import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_community")]
BILLING = "/t/practice/billing/"
SINGLE = f"{BILLING}single/interviews/technical-hard/"


def words(answer: Any) -> str:
    return " ".join(answer.text.split())


def page_of(session: Session) -> str:
    return f"/t/practice/interviews/{session.pk}/"


def test_nothing_is_said_of_prices_while_it_is_included(
    dan: Membership, prepared: Prepare, signed_in: SignedIn
) -> None:
    session = prepared()

    with scope(PUBLIC):
        page = words(signed_in(dan).get(page_of(session)))

    assert ("used up" in page, ">Start<" in page.replace(" ", "")) == (False, True)


@pytest.mark.usefixtures("used_up")
def test_page_says_what_it_costs_and_where_it_is_bought(
    dan: Membership, prepared: Prepare, signed_in: SignedIn
) -> None:
    session = prepared()

    with scope(PUBLIC), shop_open():
        page = words(signed_in(dan).get(page_of(session)))
        refused = signed_in(dan).post(f"{page_of(session)}start/")

    assert ("by itself costs $12" in page, f'href="{SINGLE}"' in page, "Use 1 credit" in page) == (True, True, False)
    assert refused.status_code == 402
    assert page_of(session) in refused.text
    session.refresh_from_db()
    assert session.state == "draft"


@pytest.mark.usefixtures("used_up")
def test_credits_pay_by_the_button_that_says_so_and_by_no_other(
    dan: Membership, payer: Account, prepared: Prepare, signed_in: SignedIn
) -> None:
    grant_credits(payer, number=2, source_key="pack")
    session = prepared()

    with scope(PUBLIC):
        page = words(signed_in(dan).get(page_of(session)))
        refused = signed_in(dan).post(f"{page_of(session)}start/")
    assert ("Use 1 credit and start" in page, refused.status_code, credits_now(payer)) == (True, 402, (2, 0))

    with scope(PUBLIC):
        begun = signed_in(dan).post(f"{page_of(session)}start/", {"pay": "yes"})
    session.refresh_from_db()
    assert (begun.status_code, session.state, session.paid_by) == (302, "running", "credits")
    assert credits_now(payer) == (1, 1)


def test_single_interview_is_ordered_at_the_price_of_the_list(dan: Membership, signed_in: SignedIn) -> None:
    with scope(PUBLIC), shop_open() as shop:
        client = fresh(signed_in, dan)
        page = words(client.get(SINGLE))
        answer = client.post(SINGLE, {"amount": "1"})
        missing = client.get(SINGLE.replace("hard", "impossible"))
        said = shop.said("POST checkout/sessions")

    order = Order.objects.get()
    assert ("$12" in page, answer.status_code, answer["Location"]) == (True, 303, order.url)
    assert (order.amount, order.lines[0]["key"], said["mode"]) == (
        1200,
        "single:interviews.technical-hard:once",
        "payment",
    )
    assert missing.status_code == 404


def test_companies_are_led_away_from_single_interviews(ada: Membership, signed_in: SignedIn) -> None:
    with scope(PUBLIC), shop_open():
        answer = fresh(signed_in, ada).get(SINGLE.replace("practice", "acme"))

    assert (answer.status_code, "companies take credits" in answer.text) == (404, True)


def test_people_choose_among_plans_of_their_own(dan: Membership, ada: Membership, signed_in: SignedIn) -> None:
    with scope(PUBLIC), shop_open():
        own = words(fresh(signed_in, dan).get(f"{BILLING}plans/"))
        company = words(fresh(signed_in, ada).get("/t/acme/billing/plans/"))
        sent = fresh(signed_in, dan).post(f"{BILLING}plans/", {"plan": "practice-plus", "period": "year"})

    assert ("Practice Plus" in own, "Enterprise" in own, "With 4 credits each month" in own) == (True, False, True)
    assert ("Practice Plus" in company, "With 15 credits each month" in company) == (False, True)
    assert (sent.status_code, Order.objects.get().amount) == (303, 29000)


def test_overview_of_a_person_names_what_is_paid_and_not_held(
    dan: Membership, payer: Account, signed_in: SignedIn
) -> None:
    order = Order.objects.create(
        account=payer, lines=[], period="once", amount=1200, currency="USD", state="paid", idempotency_key=payer.pk
    )
    Ticket.objects.create(account=payer, order=order, line=0, key="single:interviews.technical-hard:once")

    with scope(PUBLIC):
        page = words(signed_in(dan).get(BILLING))

    assert ("Single interview: Technical, hard" in page, "See the plans" in page) == (True, True)
