"""What becomes of a license with fewer seats than are taken, and that the jobs of each hour come to every license."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from apps.accounts.models import Mail, Membership
from apps.accounts.roles import Role
from apps.audit.models import AuditEntry
from apps.core.queue import later
from apps.core.scope import PUBLIC, scope
from apps.marketplace.access import Access, access_to
from apps.marketplace.models import License, LicenseReminder, Seat
from apps.marketplace.services import (
    NoSeatLeftError,
    Purchase,
    apply_purchase,
    assign_seat,
    assign_seats,
    end_over_allocation,
    grant_license,
    reassign_seat,
    reserve,
    send_reminders,
    set_seat_limit,
    take_seat_back,
    take_seats_back,
    write_down_what_time_did,
)
from apps.marketplace.states import GRACE, LicenseState
from apps.tenants.models import Tenant
from tests.at_once import before_it_commits
from tests.people import Grant, NewMember

NOBODY_COMMITS = pytest.mark.django_db
TIME = timedelta(days=settings.OVER_ALLOCATED_DAYS)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def buy(tenant: Tenant, seats: int | None, state: LicenseState = LicenseState.ACTIVE) -> bool:
    return apply_purchase(tenant, module="cv_analysis", bought=Purchase(state, seats, None), why="Seats.")


def since(how_long: timedelta) -> None:
    """As if fewer seats had been paid for so long."""
    marked = License.objects.exclude(over_allocated_since=None)
    marked.update(over_allocated_since=timezone.now() - how_long)


def holders(license_: License) -> list[str]:
    return list(license_.seats.order_by("created_at").values_list("membership__user__name", flat=True))


def is_marked(license_: License) -> bool:
    license_.refresh_from_db()
    return license_.over_allocated_since is not None


@pytest.fixture
def crowded(acme: Tenant, ada: Membership, ben: Membership, grant: Grant, new_member: NewMember) -> License:
    """Four have a seat, Ada first, and since just now two are paid for."""
    license_ = grant(acme, seat_limit=4)
    for who in (ada, ben, new_member("eve", acme, Role.MEMBER), new_member("finn", acme, Role.MEMBER)):
        assign_seat(license_, membership=who)
    buy(acme, 2)
    license_.refresh_from_db()
    return license_


@NOBODY_COMMITS
def test_nobody_loses_a_seat_before_the_time_is_over_and_then_those_who_got_one_last(
    crowded: License, acme: Tenant, ben: Membership
) -> None:
    since(TIME - HOUR)
    before = (end_over_allocation(), holders(crowded), is_marked(crowded))
    since(TIME)
    settled = [end_over_allocation(), end_over_allocation()]

    assert before == (0, ["Ada", "Ben", "Eve", "Finn"], True)
    assert (settled, holders(crowded), is_marked(crowded)) == ([1, 0], ["Ada", "Ben"], False)
    finn = Membership.objects.get(user__name="Finn")
    assert [access_to("cv_analysis", who) for who in (ben, finn)] == [Access("open"), Access("closed", "no-seat")]
    with scope(acme):
        last = AuditEntry.objects.filter(target_label="cv_analysis").order_by("-id")[:3]
        said = [(entry.action, entry.note) for entry in last]
    assert said == [
        ("license.seats-changed", "More seats were taken than paid for."),
        *[("seat.taken-back", "")] * 2,
    ]


@NOBODY_COMMITS
def test_who_gives_enough_seats_back_in_time_loses_no_other(crowded: License) -> None:
    newest, other = crowded.seats.order_by("-created_at")[:2]

    take_seat_back(newest)
    still = is_marked(crowded)
    take_seats_back([other])
    since(TIME)

    assert (still, is_marked(crowded), end_over_allocation()) == (True, False, 0)
    assert holders(crowded) == ["Ada", "Ben"]


@NOBODY_COMMITS
def test_while_there_are_too_few_nobody_gets_a_seat_and_one_that_is_passed_on_is_not_lost(
    crowded: License, gia: Membership
) -> None:
    with pytest.raises(NoSeatLeftError):
        assign_seat(crowded, membership=gia)
    with pytest.raises(NoSeatLeftError):
        reassign_seat(crowded.seats.order_by("created_at")[0], membership=gia)

    assert (holders(crowded), is_marked(crowded)) == (["Ada", "Ben", "Eve", "Finn"], True)


@NOBODY_COMMITS
@pytest.mark.parametrize(
    "enough",
    [
        lambda license_: buy(license_.tenant, 4),
        lambda license_: set_seat_limit(license_, seats=4),
        lambda license_: set_seat_limit(license_, seats=None),
        lambda license_: grant_license(license_.tenant, module="cv_analysis"),
        lambda license_: grant_license(license_.tenant, module="cv_analysis", kind="purchase", seat_limit=9),
    ],
    ids=["bought again", "as many by staff", "everybody by staff", "granted to everybody", "granted by number"],
)
def test_as_soon_as_there_are_enough_seats_nobody_is_warned_or_loses_one(
    crowded: License, enough: Callable[[License], object]
) -> None:
    enough(crowded)

    assert is_marked(crowded) is False
    since(TIME)
    assert (end_over_allocation(), len(holders(crowded))) == (0, 4)


@NOBODY_COMMITS
def test_more_than_one_run_can_settle_come_in_the_next(
    crowded: License, cleo: Membership, grant: Grant, new_member: NewMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = grant(cleo.tenant, seat_limit=2)
    assign_seats(other, memberships=[cleo, new_member("dora", cleo.tenant, Role.MEMBER)])
    buy(cleo.tenant, 1)
    since(TIME)
    monkeypatch.setattr("apps.marketplace.services.purchases.MOST_AT_ONCE", 1)

    settled = [end_over_allocation() for _ in range(3)]

    assert (settled, holders(crowded), holders(other)) == ([1, 1, 0], ["Ada", "Ben"], ["Cleo"])


def test_seat_given_back_in_the_last_moment_is_the_only_one_that_goes(
    committed: None, acme: Tenant, ada: Membership, ben: Membership, grant: Grant
) -> None:
    license_ = grant(acme, seat_limit=2)
    assign_seats(license_, memberships=[ada, ben])
    buy(acme, 1)
    since(TIME)
    seat = Seat.objects.select_related("license__tenant", "membership").get(membership=ada)

    settled = before_it_commits(lambda: take_seat_back(seat), end_over_allocation)

    assert (settled, holders(license_)) == (0, ["Ben"])


@NOBODY_COMMITS
def test_who_worked_in_it_before_seats_were_counted_goes_on_while_there_are_some(
    acme: Tenant, ada: Membership, ben: Membership, gia: Membership, licensed: License
) -> None:
    buy(acme, 2)

    assert holders(licensed) == ["Ada", "Ben"]
    assert [access_to("cv_analysis", who).is_open for who in (ada, ben, gia)] == [True, True, False]


@NOBODY_COMMITS
def test_seats_of_a_license_that_was_closed_are_given_by_its_owners(
    acme: Tenant, ada: Membership, grant: Grant
) -> None:
    license_ = grant(acme, state="expired")

    buy(acme, 2)

    assert (license_.seats.count(), access_to("cv_analysis", ada)) == (0, Access("closed", "no-seat"))


@NOBODY_COMMITS
@pytest.mark.parametrize(
    ("kind", "state", "bought", "changed", "becomes"),
    [
        ("platform", "active", LicenseState.CANCELED, False, ("platform", "active")),
        ("trial", "trialing", LicenseState.REVOKED, False, ("trial", "trialing")),
        ("purchase", "active", LicenseState.CANCELED, True, ("purchase", "canceled")),
        ("trial", "trialing", LicenseState.ACTIVE, True, ("purchase", "active")),
        ("purchase", "deactivated", LicenseState.ACTIVE, False, ("purchase", "deactivated")),
        ("purchase", "deactivated", LicenseState.CANCELED, True, ("purchase", "canceled")),
        ("trial", "deactivated", LicenseState.ACTIVE, True, ("purchase", "active")),
        ("purchase", "active", LicenseState.ACTIVE, False, ("purchase", "active")),
    ],
)
def test_purchase_takes_only_what_was_bought_and_leaves_off_what_its_owner_switched_off(
    acme: Tenant,
    grant: Grant,
    kind: str,
    state: str,
    bought: LicenseState,
    changed: bool,  # noqa: FBT001 -- a column of the table
    becomes: tuple[str, str],
) -> None:
    ends_at = timezone.now() + DAY if kind == "trial" else None
    license_ = grant(acme, kind=kind, state=state, ends_at=ends_at)

    said = buy(acme, None, bought)

    license_.refresh_from_db()
    assert (said, (license_.kind, license_.state)) == (changed, becomes)
    assert buy(acme, None, bought) is False


@NOBODY_COMMITS
def test_refusal_of_the_database_that_has_no_words_is_a_fault_and_no_answer(
    cleo: Membership, acme: Tenant, grant: Grant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the question who may have a seat had let a stranger through."""
    license_ = grant(acme, seat_limit=1)
    monkeypatch.setattr("apps.marketplace.services.seats._require_place", lambda *_asked: None)

    with pytest.raises(IntegrityError, match="belongs to another tenant"):
        assign_seat(license_, membership=cleo)

    assert Seat.objects.count() == 0


@NOBODY_COMMITS
def test_grant_instead_of_a_subscription_ends_when_it_says_and_is_told_of(
    ada: Membership, acme: Tenant, grant: Grant
) -> None:
    grant(acme, renews=True, ends_at=timezone.now() + 20 * DAY)

    license_ = grant_license(acme, module="cv_analysis", ends_at=timezone.now() + 2 * DAY)
    new = grant_license(acme, module="interviews")

    assert (license_.renews, send_reminders()) == (False, 1)
    assert [list(one.changes.values_list("from_state", "to_state")) for one in (license_, new)] == [
        [],
        [("", "active")],
    ]


@NOBODY_COMMITS
def test_licenses_that_only_wait_take_no_place_from_those_that_time_has_moved_on(
    ada: Membership, cleo: Membership, grant: Grant, monkeypatch: pytest.MonkeyPatch
) -> None:
    grant(ada.tenant, state="grace", ends_at=timezone.now() - DAY)
    grant(ada.tenant, "interviews", state="read_only", ends_at=timezone.now() - GRACE - DAY)
    trial = grant(cleo.tenant, kind="trial", state="trialing", ends_at=timezone.now() - HOUR)
    monkeypatch.setattr("apps.marketplace.services.licenses.MOST_AT_ONCE", 1)

    assert (write_down_what_time_did(), write_down_what_time_did()) == (1, 0)

    trial.refresh_from_db()
    assert (trial.state, list(Mail.objects.values_list("address", flat=True))) == ("expired", ["cleo@beta.example"])


@NOBODY_COMMITS
def test_more_than_one_run_can_remind_of_come_in_the_next(
    ada: Membership, cleo: Membership, grant: Grant, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days, who in ((1, ada), (2, cleo)):
        grant(who.tenant, ends_at=timezone.now() + days * DAY)
    monkeypatch.setattr("apps.marketplace.services.reminders.MOST_AT_ONCE", 1)

    told = [send_reminders() for _ in range(3)]

    addresses = list(Mail.objects.order_by("id").values_list("address", flat=True))
    assert (told, addresses) == ([1, 1, 0], ["ada@acme.example", "cleo@beta.example"])


@NOBODY_COMMITS
def test_jobs_of_each_hour_do_what_time_asks_for(
    crowded: License, ada: Membership, cleo: Membership, grant: Grant, run_queued: Callable[[], int]
) -> None:
    since(TIME)
    trial = grant(ada.tenant, "interviews", kind="trial", state="trialing", ends_at=timezone.now() - HOUR)
    ending = grant(cleo.tenant, ends_at=timezone.now() + DAY)
    forgotten = reserve(cleo.tenant, module="cv_analysis", meter="analyses", key="forgotten")
    type(forgotten).objects.update(expires_at=timezone.now() - HOUR)

    with scope(PUBLIC):
        for name in ("write_down_what_time_did", "expire_reservations", "end_over_allocation", "send_reminders"):
            later(f"marketplace.{name}")
    run_queued()

    for row in (trial, forgotten):
        row.refresh_from_db()
    assert (trial.state, forgotten.state, holders(crowded)) == ("expired", "expired", ["Ada", "Ben"])
    assert list(LicenseReminder.objects.values_list("license", "days_before")) == [(ending.pk, 1)]
