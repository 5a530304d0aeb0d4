"""Setting out to buy on the pages: seats of modules, a plan, credits; and coming back from the payment."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from apps.accounts.models import Membership
from apps.billing.models import Account, Order
from apps.billing.services import account_of, grant_credits
from apps.billing.tests.rows import CVS, fresh, ordered, subscribed
from apps.billing.tests.shop import Shop, shop_open
from apps.tenants.models import Tenant
from tests.people import Grant, SignedIn

pytestmark = pytest.mark.django_db

BILLING = "/t/acme/billing/"
BUY = f"{BILLING}buy/cv_analysis/"
SESSIONS = "POST checkout/sessions"
MONTHLY = {"period": "month", "seats": "3", "seat_for_me": "on"}


@pytest.fixture(autouse=True)
def shop() -> Iterator[Shop]:
    with shop_open() as opened:
        yield opened


def words(answer: Any) -> str:
    return " ".join(answer.text.split())


def test_whoever_buys_proves_first_who_they_are(ada: Membership, signed_in: SignedIn) -> None:
    for page in (BUY, f"{BILLING}plans/", f"{BILLING}credits/buy/"):
        asked = signed_in(ada).get(page)
        assert (asked.status_code, "reauthenticate" in asked["Location"]) == (302, True)


def test_form_begins_with_a_seat_for_everybody_who_would_need_one(
    ada: Membership, ben: Membership, signed_in: SignedIn
) -> None:
    page = words(fresh(signed_in, ada).get(BUY))

    assert 'name="seats" value="2"' in page
    assert "2 seats at $19" in page
    assert "$38.00" in page


def test_sum_follows_the_form(ada: Membership, signed_in: SignedIn) -> None:
    filled_in = "period=year&seats=3&with_interviews=on&seats_interviews=2&seats_code_assessment=1"

    part = words(signed_in(ada).get(f"{BUY}sum/?{filled_in}"))
    whole = words(fresh(signed_in, ada).get(f"{BUY}?{filled_in}"))

    for page in (part, whole):
        assert ("3 seats at $190" in page, "2 seats at $290" in page, "$1,150.00" in page) == (True, True, True)
    assert ("<h1" in part, "Each year" in part) == (False, True)


def test_sum_of_what_is_no_number_asks_for_one(ada: Membership, signed_in: SignedIn) -> None:
    part = words(signed_in(ada).get(f"{BUY}sum/?period=month&seats=many"))

    assert ("Give a whole number of seats" in part, "$" in part) == (True, False)


def test_form_leads_to_the_payment_page_with_our_prices(ada: Membership, signed_in: SignedIn, shop: Shop) -> None:
    more = {"with_interviews": "on", "seats_interviews": "2", "price": "1", "amount": "1"}

    answer = fresh(signed_in, ada).post(BUY, MONTHLY | more)

    order = Order.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, order.url)
    assert [(line["key"], line["quantity"]) for line in order.lines] == [(CVS, 3), ("module:interviews:month", 2)]
    assert (order.amount, order.seat_buyer, order.ordered_by) == (3 * 1900 + 2 * 2900, True, ada)
    said = shop.said(SESSIONS)
    assert (said["mode"], said["line_items[0][quantity]"], said["line_items[1][quantity]"]) == (
        "subscription",
        "3",
        "2",
    )
    assert said["success_url"] == f"http://testserver{BILLING}done/?session={{CHECKOUT_SESSION_ID}}"
    assert said["cancel_url"] == f"http://testserver{BILLING}?left=1"


def test_browser_lets_the_form_lead_to_the_provider(ada: Membership, signed_in: SignedIn) -> None:
    policy = fresh(signed_in, ada).get(BUY)["Content-Security-Policy"]

    directive = next(part for part in policy.split("; ") if part.startswith("form-action"))
    assert directive.split() == ["form-action", "'self'", *settings.PAYMENT_PAGES]
    assert settings.PAYMENT_PAGES[:2] == ["https://checkout.stripe.com", "https://billing.stripe.com"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"seats": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"seats": "10001"}, "Ensure this value is less than or equal to 10000."),
        ({"seats": "many"}, "Enter a whole number."),
        ({"period": "decade"}, "Select a valid choice."),
        ({"with_interviews": "on", "seats_interviews": ""}, "Say how many seats."),
    ],
)
def test_what_cannot_be_ordered_is_said_at_the_field_and_orders_nothing(
    ada: Membership, signed_in: SignedIn, data: dict[str, str], said: str
) -> None:
    answer = fresh(signed_in, ada).post(BUY, MONTHLY | data)

    assert (answer.status_code, said in words(answer), Order.objects.count()) == (422, True, 0)


def test_refusal_of_the_provider_stands_in_the_form_and_nothing_is_lost(
    ada: Membership, signed_in: SignedIn, shop: Shop
) -> None:
    shop.refuses.add(SESSIONS)

    answer = fresh(signed_in, ada).post(BUY, MONTHLY | {"seats": "7"})

    page = words(answer)
    assert (answer.status_code, "The shop says no." in page, 'name="seats" value="7"' in page) == (422, True, True)


def test_without_payments_set_up_the_form_says_so(ada: Membership, signed_in: SignedIn, settings: Any) -> None:
    settings.STRIPE_SECRET_KEY = ""

    answer = fresh(signed_in, ada).post(BUY, MONTHLY)

    assert (answer.status_code, "has not set up payments yet" in words(answer)) == (422, True)


def test_whoever_has_not_confirmed_their_address_buys_nothing(
    ada: Membership, signed_in: SignedIn, settings: Any
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"

    answer = fresh(signed_in, ada).post(BUY, MONTHLY)

    said = "Confirm your e-mail address first. Open the link in the mail that we sent you, then try again."
    assert (answer.status_code, said in words(answer), Order.objects.count()) == (422, True, 0)


def test_what_is_subscribed_leads_to_its_seats(ada: Membership, payer: Account, signed_in: SignedIn) -> None:
    item = subscribed(payer, (CVS, 3)).items.get()
    client = fresh(signed_in, ada)

    page = words(client.get(BUY))
    refused = client.post(BUY, MONTHLY)

    assert f'href="{BILLING}subscriptions/{item.subscription_id}/seats/{item.pk}/"' in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    assert (refused.status_code, Order.objects.count()) == (422, 0)


def test_what_is_there_for_good_is_not_sold(ada: Membership, grant: Grant, signed_in: SignedIn) -> None:
    grant(ada.tenant)

    assert "It has no end, so there is nothing to buy." in words(fresh(signed_in, ada).get(BUY))


def test_trial_and_what_is_over_can_be_bought(ada: Membership, grant: Grant, signed_in: SignedIn) -> None:
    client = fresh(signed_in, ada)
    for fields in (
        {"kind": "trial", "state": "trialing", "ends_at": timezone.now() + timedelta(days=3)},
        {"kind": "purchase", "state": "canceled", "ends_at": timezone.now() - timedelta(days=3)},
    ):
        grant(ada.tenant, **fields)
        assert 'form="buy"' in words(client.get(BUY))


def test_there_is_nothing_to_buy_of_what_is_no_module(ada: Membership, signed_in: SignedIn) -> None:
    assert fresh(signed_in, ada).get(f"{BILLING}buy/nothing/").status_code == 404


def test_plan_is_bought_at_the_checkout(ada: Membership, signed_in: SignedIn, shop: Shop) -> None:
    client = fresh(signed_in, ada)
    page = words(client.get(f"{BILLING}plans/"))

    answer = client.post(f"{BILLING}plans/", {"plan": "professional", "period": "year"})

    order = Order.objects.get()
    assert ("Choose a plan" in page, answer.status_code, answer["Location"]) == (True, 303, order.url)
    assert [line["key"] for line in order.lines] == ["plan:professional:year"]


def test_another_plan_shows_first_what_it_costs(
    ada: Membership, payer: Account, signed_in: SignedIn, shop: Shop
) -> None:
    line = {"description": "The rest of the month", "amount": 5000, "quantity": 1}
    shop.answers["POST invoices/create_preview"] = {"object": "invoice", "amount_due": 5000, "lines": {"data": [line]}}
    item = subscribed(payer, ("plan:starter:month", 1)).items.get()
    wish = {"plan": "enterprise", "period": "month"}
    client = fresh(signed_in, ada)

    quoted = words(client.get(f"{BILLING}plans/", wish))

    assert ("The rest of the month" in quoted, "$50.00" in quoted, "Change and pay" in quoted) == (True, True, True)
    assert shop.said("POST invoices/create_preview")["subscription_details[items][0][id]"] == item.stripe_id
    assert f"POST subscriptions/{item.subscription.stripe_id}" not in shop.names()


def test_same_plan_again_is_said(ada: Membership, payer: Account, signed_in: SignedIn) -> None:
    subscribed(payer, ("plan:professional:month", 1))

    page = fresh(signed_in, ada).get(f"{BILLING}plans/", {"plan": "professional", "period": "month"})

    assert "Nothing would change." in words(page)


def test_pack_of_credits_is_bought_by_companies_and_persons(
    ada: Membership, dan: Membership, signed_in: SignedIn, shop: Shop
) -> None:
    for who in (ada, dan):
        answer = fresh(signed_in, who).post(f"{who.tenant.path}billing/credits/buy/", {"pack": "15"})
        order = Order.objects.get(account=account_of(who))
        assert (answer.status_code, answer["Location"], order.amount) == (303, order.url, 12900)
    assert shop.said(SESSIONS)["mode"] == "payment"


def test_persons_buy_no_modules_and_no_plans_of_companies(dan: Membership, signed_in: SignedIn) -> None:
    client, base = fresh(signed_in, dan), f"{dan.tenant.path}billing/"

    answers = [client.get(f"{base}{rest}") for rest in ("buy/cv_analysis/", "buy/cv_analysis/sum/")]
    refused = client.post(f"{base}plans/", {"plan": "professional", "period": "month"})

    assert [answer.status_code for answer in answers] == [404] * 2
    assert "Found a workspace" in answers[0].text
    assert (refused.status_code, Order.objects.count()) == (422, 0)


def done_of(signed_in: SignedIn, who: Membership, rest: str = "", *, is_part: bool = False) -> Any:
    headers = {"HX-Request": "true"} if is_part else {}
    return signed_in(who).get(f"{who.tenant.path}billing/done/?session=cs_1{rest}", headers=headers)


def test_page_after_the_payment_waits_and_grants_nothing(
    ada: Membership, payer: Account, signed_in: SignedIn, shop: Shop
) -> None:
    ordered(payer, CVS)

    page = words(done_of(signed_in, ada))

    assert "The payment is being confirmed" in page
    assert f'hx-get="{BILLING}done/?session=cs_1&amp;poll=1" hx-trigger="load delay:500ms"' in page
    assert '<noscript><p class="mt-3"><a class="link-plain" href="?session=cs_1&amp;poll=8">Look again</a>' in page
    assert (shop.names(), ada.tenant.licenses.count()) == ([], 0)


def test_after_four_seconds_the_provider_is_asked_once(
    ada: Membership, payer: Account, signed_in: SignedIn, shop: Shop
) -> None:
    ordered(payer, CVS)
    shop.answers["GET checkout/sessions/cs_1"] = {
        "id": "cs_1",
        "object": "checkout.session",
        "status": "complete",
        "payment_status": "unpaid",
        "customer": None,
        "metadata": {},
    }

    for poll in (7, 8, 9):
        page = words(done_of(signed_in, ada, f"&poll={poll}", is_part=True))

    assert shop.names() == ["GET checkout/sessions/cs_1"]
    assert ("The payment is under way" in page, "poll=" in page, "<h1" in page) == (True, False, False)


def test_provider_that_does_not_answer_is_said_and_the_page_goes_on_waiting(
    ada: Membership, payer: Account, signed_in: SignedIn, shop: Shop
) -> None:
    ordered(payer, CVS)
    shop.refuses.add("GET checkout/sessions/cs_1")

    page = words(done_of(signed_in, ada, "&poll=8", is_part=True))

    assert ("does not answer at the moment" in page, "poll=9" in page) == (True, True)


def test_page_stops_waiting_after_a_while(ada: Membership, payer: Account, signed_in: SignedIn, shop: Shop) -> None:
    ordered(payer, CVS)
    shop.refuses.add("GET checkout/sessions/cs_1")

    page = words(done_of(signed_in, ada, "&poll=9999", is_part=True))
    last = words(done_of(signed_in, ada, "&poll=50", is_part=True))

    assert ("hx-get" in page, "hx-get" in last, "You may leave this page" in last) == (True, False, True)


def test_paid_module_leads_into_it_and_to_its_seats(
    ada: Membership, payer: Account, grant: Grant, signed_in: SignedIn
) -> None:
    ordered(payer, CVS, state="paid", quantity=3)
    opening = words(done_of(signed_in, ada))
    grant(ada.tenant, seat_limit=3)

    page = words(done_of(signed_in, ada))

    assert ("Paid. It is being opened" in opening, "poll=" in opening) == (True, True)
    assert ("Thank you. It is open now" in page, "3 seats" in page) == (True, True)
    assert 'href="/t/acme/marketplace/cv_analysis/seats/"' in page
    assert 'href="/t/acme/cv-analysis/"' in page


def test_paid_credits_and_plan_say_where_they_are(ada: Membership, payer: Account, signed_in: SignedIn) -> None:
    ordered(payer, "credits:5:once", state="paid")
    grant_credits(payer, number=5, source_key="x")
    assert "See the credits" in words(done_of(signed_in, ada))

    Order.objects.update(lines=[{"key": "plan:professional:month", "quantity": 1, "amount": 1}])
    Tenant.objects.filter(pk=ada.tenant_id).update(plan="professional")
    assert "See the plan" in words(done_of(signed_in, ada))


@pytest.mark.parametrize(
    ("state", "said", "button"),
    [
        ("pending", "it takes some days until the money has come", ""),
        ("failed", "Your card was declined.", "Try again"),
        ("expired", "The payment page was open too long", "Try again"),
        ("refunded", "This was paid back", ""),
    ],
)
def test_other_ends_of_a_checkout_are_said(
    ada: Membership, payer: Account, signed_in: SignedIn, state: str, said: str, button: str
) -> None:
    ordered(payer, CVS, state=state, problem="Your card was declined." if state == "failed" else "")

    page = words(done_of(signed_in, ada))

    assert (said in page, "Try again" in page, "poll=" in page) == (True, bool(button), False)


def test_checkout_of_somebody_else_is_not_known(
    ada: Membership, cleo: Membership, payer: Account, signed_in: SignedIn
) -> None:
    ordered(payer, CVS, state="paid")

    assert done_of(signed_in, cleo).status_code == 404
    assert signed_in(ada).get(f"{BILLING}done/").status_code == 404
