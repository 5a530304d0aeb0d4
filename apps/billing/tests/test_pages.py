"""The overview of billing, and what stands above every page while a payment is missing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.billing.models import Account
from apps.billing.services import grant_credits
from apps.billing.tests.rows import CVS, INTERVIEWS, billed, ordered, subscribed
from apps.billing.tests.shop import Shop, shop_open
from apps.tenants.models import Tenant
from tests.people import Grant, NewMember, SignedIn

pytestmark = pytest.mark.django_db

OVERVIEW = "/t/acme/billing/"
PLAN = "plan:professional:month"


@pytest.fixture(autouse=True)
def shop() -> Iterator[Shop]:
    with shop_open() as opened:
        yield opened


def page_of(signed_in: SignedIn, who: Membership, address: str = OVERVIEW) -> str:
    return " ".join(signed_in(who).get(address).text.split())


def test_nothing_bought_leads_to_the_marketplace(ada: Membership, signed_in: SignedIn) -> None:
    page = page_of(signed_in, ada)

    assert ("Nothing bought yet" in page, 'href="/t/acme/marketplace/" class="btn' in page.replace("  ", " ")) == (
        True,
        False,
    )
    assert '<a class="btn btn-primary " href="/t/acme/marketplace/"' in page


def test_person_of_the_community_is_led_to_plans_and_credits(dan: Membership, signed_in: SignedIn) -> None:
    page = page_of(signed_in, dan, f"{dan.tenant.path}billing/")

    assert ("See the packs" in page, "See the plans" in page, "Change the plan" in page) == (True, True, False)


def test_what_is_bought_is_shown_with_its_price_and_next_invoice(
    ada: Membership, payer: Account, grant: Grant, signed_in: SignedIn
) -> None:
    grant(ada.tenant, seat_limit=3, renews=True, ends_at=timezone.now() + timedelta(days=9))
    subscription = subscribed(payer, (CVS, 3), (PLAN, 1))
    item = subscription.items.get(key=CVS)
    grant_credits(payer, number=5, source_key="pack")

    page = page_of(signed_in, ada)

    assert "3 seats at $" in page
    assert f'href="{OVERVIEW}subscriptions/{subscription.pk}/seats/{item.pk}/"' in page
    assert "Renews on May 20, 2031." in page
    assert "Next invoice" in page
    assert "0 of 3 seats taken" in page
    assert "renews on" in page
    assert "Cancel the subscription" in page


def test_fewer_seats_of_the_next_period_are_said(ada: Membership, payer: Account, signed_in: SignedIn) -> None:
    subscribed(payer, (CVS, 3)).items.update(next_quantity=2)

    assert "From May 20, 2031 on 2 seats." in page_of(signed_in, ada)


def test_canceled_subscription_says_until_when_and_can_be_taken_back(
    ada: Membership, payer: Account, signed_in: SignedIn
) -> None:
    subscription = subscribed(payer, (CVS, 1), cancel_at_period_end=True)

    page = page_of(signed_in, ada)

    assert "Ends on May 20, 2031; until then everything stays open." in page
    assert f'action="{OVERVIEW}subscriptions/{subscription.pk}/reactivate/"' in page
    assert ("Change the seats" in page, "Next invoice" in page) == (False, False)


@pytest.mark.parametrize(
    ("status", "title", "button"),
    [
        ("past_due", "A payment is missing", "Pay the invoice"),
        ("unpaid", "An invoice is not paid", "Pay the invoice"),
        ("incomplete", "The first payment is not finished", "Finish the payment"),
    ],
)
def test_what_is_owed_comes_with_what_to_do(
    ada: Membership, payer: Account, signed_in: SignedIn, status: str, title: str, button: str
) -> None:
    subscription = subscribed(payer, (CVS, 1), status=status, past_due_since=timezone.now())
    billed(payer, "RST-6", status="open", issued_at=timezone.now() - timedelta(days=9))
    billed(payer, "RST-7", status="open", subscription_id=subscription.stripe_id)

    page = page_of(signed_in, ada)

    assert (title in page, button in page, "Change the payment method" in page) == (True, True, True)
    assert "Invoice RST-7 about $29.00 is open." in page
    assert 'href="https://invoice.example/RST-7"' in page


def test_payment_that_takes_days_is_not_shown_as_active(ada: Membership, payer: Account, signed_in: SignedIn) -> None:
    subscription = subscribed(payer, (CVS, 1))
    ordered(payer, CVS, state="pending", subscription_id=subscription.stripe_id)

    page = page_of(signed_in, ada)

    assert ("Payment under way" in page, "It opens by itself when the money has come" in page) == (True, True)
    assert "Renews on" not in page


def test_what_was_bought_once_is_shown_with_what_became_of_it(
    ada: Membership, payer: Account, signed_in: SignedIn
) -> None:
    for number, state in enumerate(("paid", "refunded", "pending", "open")):
        key = "credits:15:once" if state != "paid" else "module:cv_analysis:lifetime"
        ordered(payer, key, state=state, period="once", session_id=f"cs_{number}")

    page = page_of(signed_in, ada)

    assert ("Bought once" in page, page.count("15 credits"), page.count("$29.00")) == (True, 2, 3)
    assert ("Paid back" in page, "Payment under way" in page, "Nothing bought yet" in page) == (True, True, False)


def test_trial_says_when_the_first_payment_is_due(ada: Membership, payer: Account, signed_in: SignedIn) -> None:
    subscribed(payer, (CVS, 1), status="trialing", trial_end=timezone.now() + timedelta(days=3))

    assert "unless you cancel before." in page_of(signed_in, ada)


def test_who_left_the_checkout_is_told_that_nothing_was_charged(ada: Membership, signed_in: SignedIn) -> None:
    assert "You left the payment page before paying." in page_of(signed_in, ada, f"{OVERVIEW}?left=1")


def test_without_a_key_of_the_operator_nothing_can_be_bought(ada: Membership, signed_in: SignedIn, settings) -> None:  # type: ignore[no-untyped-def]  # pytest-django's
    settings.STRIPE_SECRET_KEY = ""

    assert "Nothing can be bought here at the moment" in page_of(signed_in, ada)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.MEMBER, Role.GUEST])
def test_others_than_owners_see_nothing_of_it(
    acme: Tenant, new_member: NewMember, signed_in: SignedIn, role: Role
) -> None:
    answer = signed_in(new_member("eve", acme, role)).get(OVERVIEW)

    assert (answer.status_code, "Ask an owner or administrator" in answer.text) == (403, True)


def test_another_companys_subscriptions_are_not_shown(
    ada: Membership, cleo: Membership, payer: Account, signed_in: SignedIn
) -> None:
    subscribed(payer, (CVS, 1))

    assert "Nothing bought yet" in page_of(signed_in, cleo, "/t/beta/billing/")


@pytest.mark.parametrize("number", [1, 3])
def test_number_of_statements(
    ada: Membership,
    payer: Account,
    signed_in: SignedIn,
    grant: Grant,
    django_assert_num_queries: DjangoAssertNumQueries,
    number: int,
) -> None:
    grant(ada.tenant)
    for _one in range(number):
        subscribed(payer, (CVS, 3), (INTERVIEWS, 1))
    client = signed_in(ada)
    client.get(OVERVIEW)

    # User, membership, account, subscriptions, their items and orders, credits, licenses with usage, and the frame.
    with django_assert_num_queries(10):
        client.get(OVERVIEW)


def test_missing_payment_stands_above_every_page_of_owners_only(
    ada: Membership, ben: Membership, payer: Account, grant: Grant, signed_in: SignedIn
) -> None:
    since = timezone.now() - timedelta(days=1)
    grant(ada.tenant, state="grace", ends_at=since, seat_limit=0)
    subscribed(payer, (CVS, 1), status="past_due", past_due_since=since)

    said = "A payment is missing. Everything stays open until"
    assert (said in page_of(signed_in, ada, "/t/acme/"), said in page_of(signed_in, ben, "/t/acme/")) == (True, False)
    # The overview says it itself, with what to do.
    assert "Pay it" not in page_of(signed_in, ada)


def test_plan_that_is_not_paid_stands_above_every_page_too(
    ada: Membership, payer: Account, signed_in: SignedIn
) -> None:
    now = timezone.now()
    Tenant.objects.filter(pk=ada.tenant_id).update(plan="professional", plan_ends_at=now + timedelta(days=6))
    subscribed(payer, (PLAN, 1), status="past_due", past_due_since=now - timedelta(days=1))

    assert "A payment is missing." in page_of(signed_in, ada, "/t/acme/team/")


def test_what_ran_out_without_a_subscription_is_no_missing_payment(
    ada: Membership, grant: Grant, signed_in: SignedIn
) -> None:
    grant(ada.tenant, state="grace", ends_at=timezone.now() - timedelta(days=1))

    assert "A payment is missing." not in page_of(signed_in, ada, "/t/acme/")
