"""Owners hear of a license's end 7, 3 and 1 days before, once each, and when it is over."""

from collections.abc import Callable
from datetime import timedelta
from email import message_from_string
from email.header import decode_header, make_header

import pytest
from django.utils import timezone

from apps.accounts.models import Mail, Membership
from apps.accounts.roles import Role
from apps.marketplace.models import License
from apps.marketplace.services import LICENSE_NEWS, extend_license, send_reminders, write_down_what_time_did
from apps.marketplace.services.reminders import due_day
from apps.marketplace.states import GRACE, READ_ONLY
from apps.tenants.models import Tenant
from tests.people import Grant, NewMember

pytestmark = pytest.mark.django_db

Mails = Callable[[], list[str]]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def told() -> list[tuple[str, str]]:
    return list(Mail.objects.order_by("id").values_list("address", "template"))


@pytest.mark.parametrize(
    ("left", "day"),
    [
        (8 * DAY, None),
        (7 * DAY, 7),
        (3 * DAY + HOUR, 7),
        (3 * DAY, 3),
        (DAY + HOUR, 3),
        (DAY, 1),
        (HOUR, 1),
        (timedelta(0), None),
        (-DAY, None),
    ],
)
def test_reminder_whose_time_has_come(left: timedelta, day: int | None) -> None:
    now = timezone.now()

    assert due_day(now + left, now) == day


def test_each_day_is_told_once_to_the_owners_only(
    ada: Membership, ben: Membership, acme: Tenant, new_member: NewMember, grant: Grant
) -> None:
    new_member("olga", acme, Role.OWNER)
    license_ = grant(acme, ends_at=timezone.now() + 8 * DAY)
    counts = []
    for left in (8 * DAY, 7 * DAY, 5 * DAY, 3 * DAY, 3 * DAY, 20 * HOUR, HOUR):
        # As time passes, the end itself stays where it is: the reminders go with it.
        moved = timezone.now() + left
        license_.reminders.update(ends_at=moved)
        License.objects.filter(pk=license_.pk).update(ends_at=moved)
        counts += [send_reminders(), send_reminders()]

    assert counts == [0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]
    assert list(license_.reminders.order_by("-days_before").values_list("days_before", flat=True)) == [7, 3, 1]
    assert told() == [("ada@acme.example", "license_ends"), ("olga@acme.example", "license_ends")] * 3


def test_days_that_were_missed_are_made_up_for_by_the_last_of_them(ada: Membership, grant: Grant) -> None:
    license_ = grant(ada.tenant, ends_at=timezone.now() + 2 * DAY)

    send_reminders()

    assert list(license_.reminders.values_list("days_before", flat=True)) == [3]
    assert len(told()) == 1


def test_new_end_is_told_of_anew(ada: Membership, grant: Grant) -> None:
    license_ = grant(ada.tenant, ends_at=timezone.now() + 2 * DAY)
    send_reminders()
    extend_license(license_, ends_at=timezone.now() + 6 * DAY, why="Paid.")

    assert (send_reminders(), license_.reminders.count()) == (1, 2)


@pytest.mark.parametrize("state", ["deactivated", "expired", "grace", "read_only"])
def test_what_does_not_run_is_not_told_of(ada: Membership, grant: Grant, state: str) -> None:
    grant(ada.tenant, state=state, ends_at=timezone.now() + DAY)

    assert (send_reminders(), told()) == (0, [])


def test_who_wants_no_such_mail_gets_none(ada: Membership, grant: Grant) -> None:
    ada.user.muted_kinds = [LICENSE_NEWS]
    ada.user.save()
    grant(ada.tenant, ends_at=timezone.now() + DAY)

    assert (send_reminders(), told()) == (1, [])


def words_of(mail: str) -> tuple[str, str]:
    message = message_from_string(mail)
    plain = next(part for part in message.walk() if part.get_content_type() == "text/plain")
    payload = plain.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return str(make_header(decode_header(message["Subject"]))), " ".join(payload.decode().split())


@pytest.mark.parametrize(
    ("kind", "state", "ended", "subject", "said"),
    [
        ("trial", "trialing", DAY, "The trial of CV analysis is over", "CV analysis is closed in Acme Robotics."),
        ("purchase", "active", DAY, "CV analysis stays open until", "Everything stays open until"),
        ("purchase", "grace", GRACE, "CV analysis can only be read now", "you can look and export, but change"),
        ("purchase", "read_only", GRACE + READ_ONLY, "The license of CV analysis is over", "is closed in Acme"),
    ],
)
def test_end_itself_is_told_once_in_words(
    ada: Membership,
    grant: Grant,
    mails: Mails,
    run_queued: Callable[[], int],
    kind: str,
    state: str,
    ended: timedelta,
    subject: str,
    said: str,
) -> None:
    grant(ada.tenant, kind=kind, state=state, ends_at=timezone.now() - ended)

    write_down_what_time_did()
    write_down_what_time_did()
    run_queued()

    found = [words_of(mail) for mail in mails()]
    assert [(words[0].startswith(subject), said in words[1]) for words in found] == [(True, True)]
    assert "/t/acme/marketplace/cv_analysis/" in found[0][1]


def test_reminder_says_what_ends_when_and_what_stays(
    ada: Membership, grant: Grant, mails: Mails, run_queued: Callable[[], int]
) -> None:
    for kind, state in (("trial", "trialing"), ("purchase", "active")):
        License.objects.all().delete()
        grant(ada.tenant, kind=kind, state=state, ends_at=timezone.now() + DAY)
        send_reminders()
    run_queued()

    trial, paid = (words_of(mail) for mail in mails())
    assert trial[0].startswith("The trial of CV analysis ends on ")
    assert "nothing is charged; what you made stays" in trial[1]
    assert paid[0].startswith("The license of CV analysis ends on ")
    assert "after that you can look and export for a while" in paid[1]
