"""What owners read when a payment fails or waits, a trial ends, or too many seats are taken: what to do, by when."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from apps.accounts.mailing import send_mail_to
from apps.accounts.models import Membership
from apps.billing.services.news import FAILED, PAYMENT_NEWS, TRIAL_ENDS, WAITS
from apps.marketplace.models import License
from apps.marketplace.services import assign_seat
from apps.marketplace.services.purchases import Purchase, apply_purchase
from apps.marketplace.states import LicenseState
from tests.people import Grant

pytestmark = pytest.mark.django_db
Mails = Callable[[], list[str]]

NOON = datetime(2031, 5, 20, 12, tzinfo=timezone.get_default_timezone())
LINK = "http://localhost/t/acme/billing/"


def text_of(mails: Mails) -> str:
    """The last mail, on one line."""
    return " ".join(mails()[-1].replace("=\n", "").split())


def send(who: Membership, template: str, **context: Any) -> None:
    with transaction.atomic():
        send_mail_to(who.user, template, tenant=who.tenant, kind=PAYMENT_NEWS, link=LINK, **context)


def test_failed_payment_says_what_was_tried_and_when_it_is_tried_again(ada: Membership, mails: Mails) -> None:
    send(ada, FAILED, amount=Decimal(241), currency="USD", next_attempt_at=NOON)

    mail = text_of(mails)
    assert "Subject: A payment of Acme Robotics did not work" in mail
    assert "The payment of $241.00 for Acme Robotics did not work. It is tried again by itself on May 20, 2031." in mail
    assert ("Everything stays open for seven days." in mail, LINK in mail) == (True, True)


def test_last_try_says_that_there_is_no_other(ada: Membership, mails: Mails) -> None:
    send(ada, FAILED, amount=Decimal(241), currency="USD", next_attempt_at=None)

    assert "It is not tried again by itself." in text_of(mails)


def test_payment_that_waits_for_the_bank_says_where_to_confirm_it(ada: Membership, mails: Mails) -> None:
    send(ada, WAITS, amount=Decimal(241), currency="USD", next_attempt_at=None)

    mail = text_of(mails)
    assert "Your bank wants you to confirm the payment of $241.00 for Acme Robotics." in mail
    assert LINK in mail


def test_trial_that_becomes_a_purchase_says_when_and_how_to_prevent_it(ada: Membership, mails: Mails) -> None:
    send(ada, TRIAL_ENDS, ends_at=NOON)

    mail = text_of(mails)
    assert "A trial of Acme Robotics becomes a purchase on May 20, 2031" in mail
    assert ("cancel the subscription before; nothing is charged then." in mail, LINK in mail) == (True, True)


def test_fewer_seats_than_are_taken_are_told_with_the_day_on_which_some_end(
    ada: Membership, ben: Membership, grant: Grant, mails: Mails
) -> None:
    license_ = grant(ada.tenant, seat_limit=2)
    for member in (ada, ben):
        assign_seat(license_, membership=member)

    apply_purchase(ada.tenant, module="cv_analysis", bought=Purchase(LicenseState.ACTIVE, 1, None), why="fewer")

    mail = text_of(mails)
    assert "CV analysis: more seats are taken than were bought" in mail
    assert "In Acme Robotics more members have a seat in CV analysis than were bought; there are 1 now." in mail
    until = License.objects.get(tenant=ada.tenant).over_allocated_until
    assert until is not None
    assert f"Take seats back until {until:%B} {until.day}, {until.year}, or buy more;" in mail
