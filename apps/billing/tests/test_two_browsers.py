"""Two who buy the same at once, or one who asks twice: paid once, granted once."""

import pytest

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.billing.catalogue import CREDITS, LIFETIME, MODULE, ONCE, item_of
from apps.billing.models import Order
from apps.billing.provider import Thing, provider
from apps.billing.services import AlreadyBoughtError, Line, account_of, start_checkout, start_payment
from apps.billing.services.beside import PaymentUnderWayError
from apps.billing.services.prices import price_id_of
from apps.billing.tests.simulated import Simulator, deliver
from apps.billing.tests.stories import BACK, SEATS
from apps.core.queue.worker import run_all_due
from apps.marketplace.models import License, Seat
from apps.marketplace.services import assign_seat
from tests.at_once import at_once, outcome
from tests.people import NewMember

AT_ONCE = 20
# A bank account, from which money comes some days later.
BANK = "000123456789"
FOR_GOOD = item_of(MODULE, "cv_analysis", LIFETIME)
PACK = item_of(CREDITS, "5", ONCE)


def order(buyer: Membership, seats: int = 3) -> Order:
    return start_checkout(buyer, lines=[Line(SEATS, seats)], back=BACK)


def session(found: Order) -> Thing:
    return provider().fetch("checkout.session", str(found.session_id))


@pytest.mark.django_db
def test_asked_twice_it_is_the_same_page(ada: Membership, stripe: Simulator) -> None:
    first, again = order(ada), order(ada)
    assert (again.pk, again.url) == (first.pk, first.url)
    assert Order.objects.count() == 1


@pytest.mark.django_db
def test_page_for_other_seats_closes_the_one_before(ada: Membership, stripe: Simulator) -> None:
    first, second = order(ada, 3), order(ada, 5)

    first.refresh_from_db()
    assert (first.state, session(first)["status"]) == (Order.State.EXPIRED, "expired")
    assert session(second)["status"] == "open"


@pytest.mark.django_db
def test_credits_can_be_bought_as_often_as_one_likes(ada: Membership, stripe: Simulator) -> None:
    first, second = (start_checkout(ada, lines=[Line(PACK)], back=BACK) for _ in range(2))
    assert {session(one)["status"] for one in (first, second)} == {"open"}


@pytest.mark.django_db
def test_what_was_paid_while_another_ordered_is_not_sold_again(ada: Membership, stripe: Simulator) -> None:
    first = order(ada, 3)
    stripe.pay(str(first.session_id))

    with pytest.raises(AlreadyBoughtError):
        order(ada, 5)

    first.refresh_from_db()
    assert first.state == Order.State.PAID
    assert License.objects.get(tenant=ada.tenant, module="cv_analysis").seat_limit == 3


@pytest.mark.django_db
def test_form_of_ones_own_closes_the_page_and_the_page_the_form(ada: Membership, stripe: Simulator) -> None:
    page = order(ada)
    form, intent = start_payment(ada, line=Line(FOR_GOOD, 2))
    page.refresh_from_db()
    assert (page.state, session(page)["status"]) == (Order.State.EXPIRED, "expired")

    order(ada, 4)
    form.refresh_from_db()
    assert form.state == Order.State.EXPIRED
    assert provider().fetch("payment_intent", intent["id"])["status"] == "canceled"


@pytest.mark.django_db
def test_money_that_is_on_its_way_is_waited_for(ada: Membership, stripe: Simulator) -> None:
    first = start_checkout(ada, lines=[Line(FOR_GOOD, 2)], back=BACK)
    before = stripe.last_event()
    stripe.pay(str(first.session_id), kind=BANK)
    deliver(stripe.events(before), run_all_due)

    with pytest.raises(PaymentUnderWayError):
        order(ada, 5)


def test_of_many_who_order_at_once_one_page_can_be_paid(
    committed: None, ada: Membership, stripe: Simulator, new_member: NewMember
) -> None:
    owners = [ada, *(new_member(f"owner{number}", ada.tenant, Role.OWNER) for number in range(AT_ONCE - 1))]
    price_id_of(SEATS)
    account_of(ada)
    before = stripe.last_event()

    orders = at_once(
        *(lambda buyer=buyer, seats=number % 3 + 1: order(buyer, seats) for number, buyer in enumerate(owners))
    )

    assert len(orders) == AT_ONCE
    open_pages = [one for one in Order.objects.all() if session(one)["status"] == "open"]
    assert [one.state for one in open_pages] == [Order.State.OPEN]
    stripe.pay(str(open_pages[0].session_id))
    deliver(stripe.events(before), run_all_due)
    subscriptions = list(provider().each("subscription", customer=account_of(ada).customer_id, status="all"))
    license_ = License.objects.get(tenant=ada.tenant, module="cv_analysis")
    assert [one["items"]["data"][0]["quantity"] for one in subscriptions] == [license_.seat_limit]


def test_last_seat_that_was_bought_is_given_once(
    committed: None, ada: Membership, stripe: Simulator, new_member: NewMember
) -> None:
    people = [new_member(f"person{number}", ada.tenant, Role.MEMBER) for number in range(100)]
    found = order(ada, 2)
    before = stripe.last_event()
    stripe.pay(str(found.session_id))
    deliver(stripe.events(before), run_all_due)
    license_ = License.objects.get(tenant=ada.tenant, module="cv_analysis")
    assign_seat(license_, membership=people[0])

    said: list[str] = []
    for first in range(0, len(people), AT_ONCE):
        said += at_once(*(outcome(assign_seat, license_, membership=one) for one in people[first : first + AT_ONCE]))

    assert said.count("done") == 1
    assert Seat.objects.filter(license=license_).count() == 2
