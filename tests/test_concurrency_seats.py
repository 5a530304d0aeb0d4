"""Seats and meters under many at once: never more than there are, and nobody's deed undoes another's."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from apps.accounts.models import Membership, User
from apps.accounts.roles import Role
from apps.accounts.services import change_membership, remove_member, suspend_member
from apps.audit.models import AuditEntry
from apps.core.scope import scope
from apps.marketplace.models import License, Reservation, Seat, Usage
from apps.marketplace.services import (
    assign_seat,
    assign_seats,
    capture,
    reassign_seat,
    release,
    reserve,
    set_auto_assign,
    set_seat_limit,
    take_seat_back,
)
from apps.tenants.models import Tenant
from tests.at_once import at_once, before_it_commits, outcome
from tests.people import Grant

pytestmark = pytest.mark.usefixtures("committed")

AT_ONCE = 40


def members(tenant: Tenant, number: int, role: Role = Role.MEMBER) -> list[Membership]:
    """So many people, without all that joining does."""
    users = User.objects.bulk_create(User(email=f"m{n}@{tenant.slug}.example", name=f"M{n}") for n in range(number))
    return Membership.objects.bulk_create(Membership(user=user, tenant=tenant, role=role) for user in users)


def noted(tenant: Tenant, action: str) -> int:
    with scope(tenant):
        return AuditEntry.objects.filter(action=action).count()


def test_of_200_assignments_at_once_on_10_seats_exactly_10_succeed(acme: Tenant, grant: Grant) -> None:
    license_ = grant(acme, seat_limit=10)

    def assign(membership: Membership) -> str:
        try:
            return outcome(assign_seat, license_, membership=membership)()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        outcomes = Counter(threads.map(assign, members(acme, 200)))

    assert outcomes == {"done": 10, "no-seat-left": 190}
    assert (Seat.objects.filter(license=license_).count(), noted(acme, "seat.assigned")) == (10, 10)


def test_seat_asked_for_by_one_member_many_times_at_once_is_one_seat(
    acme: Tenant, ben: Membership, grant: Grant
) -> None:
    license_ = grant(acme, seat_limit=10)

    outcomes = at_once(*[outcome(assign_seat, license_, membership=ben)] * 10)

    assert Counter(outcomes) == {"done": 1, "has-seat": 9}


def test_limit_lowered_while_seats_are_given_never_ends_below_them(acme: Tenant, grant: Grant) -> None:
    license_ = grant(acme, seat_limit=10)
    people = members(acme, 10)

    lower = outcome(set_seat_limit, License.objects.get(pk=license_.pk), seats=5)
    at_once(lower, *[outcome(assign_seat, license_, membership=one) for one in people])

    license_.refresh_from_db()
    assert license_.seats.count() == license_.seat_limit or (license_.seat_limit, license_.seats.count()) == (10, 10)


@pytest.mark.parametrize("leave", [suspend_member, remove_member])
def test_member_who_leaves_in_the_same_moment_gets_no_seat(
    acme: Tenant, ada: Membership, ben: Membership, grant: Grant, leave: Callable[..., None]
) -> None:
    license_ = grant(acme, seat_limit=1)

    answer = before_it_commits(
        lambda: leave(ben, by=ada), outcome(assign_seat, license_, membership=Membership.objects.get(pk=ben.pk))
    )

    assert (answer, Seat.objects.count()) == ("not-found", 0)


def test_member_who_leaves_while_seats_go_to_a_role_keeps_none(
    acme: Tenant, ada: Membership, ben: Membership, grant: Grant
) -> None:
    license_ = grant(acme, seat_limit=5)

    before_it_commits(
        lambda: suspend_member(ben, by=ada), lambda: set_auto_assign(license_, roles=[Role.OWNER, Role.MEMBER])
    )

    assert list(Seat.objects.values_list("membership__user__name", flat=True)) == ["Ada"]


def test_seat_given_before_its_member_leaves_is_freed(
    acme: Tenant, ada: Membership, ben: Membership, grant: Grant
) -> None:
    license_ = grant(acme, seat_limit=1)

    before_it_commits(lambda: assign_seat(license_, membership=ben), lambda: remove_member(ben, by=ada))

    assert Seat.objects.count() == 0


def test_people_and_seats_changed_from_all_sides_never_lock_each_other_for_good(
    acme: Tenant, ada: Membership, grant: Grant
) -> None:
    license_ = grant(acme, seat_limit=4, auto_assign_roles=["member"])
    people = members(acme, 4, Role.GUEST)

    def change(membership: Membership) -> None:
        for role in (Role.MEMBER, Role.GUEST) * 4:
            change_membership(membership, role=role, is_active=True)

    def limit() -> None:
        for seats in (8, 9) * 4:
            set_seat_limit(license_, seats=seats)

    def give() -> None:
        for _ in range(8):
            assign_seats(license_, memberships=people)
            set_auto_assign(license_, roles=["member"])

    outcomes = at_once(*[outcome(change, one) for one in people], outcome(limit), outcome(give))

    assert outcomes == ["done"] * 6
    roles = Membership.objects.filter(pk__in=[one.pk for one in people]).values_list("role", flat=True)
    assert (set(roles), Seat.objects.filter(license=license_, membership__role="guest").count()) == ({"guest"}, 4)


def test_seat_taken_back_twice_at_once_is_noted_once(acme: Tenant, ben: Membership, grant: Grant) -> None:
    seat = assign_seat(grant(acme, seat_limit=1), membership=ben)
    again = [Seat.objects.select_related("license__tenant", "membership").get(pk=seat.pk) for _ in range(4)]

    outcomes = at_once(*[outcome(take_seat_back, one) for one in again])

    assert (Counter(outcomes)["done"], noted(acme, "seat.taken-back"), Seat.objects.count()) == (1, 1, 0)


def test_seat_passed_on_to_two_at_once_goes_to_one(acme: Tenant, ben: Membership, grant: Grant) -> None:
    seat = assign_seat(grant(acme, seat_limit=1), membership=ben)
    people = members(acme, 4)

    outcomes = at_once(*[outcome(reassign_seat, seat, membership=one) for one in people])

    assert Counter(outcomes) == {"done": 1, "not-found": 3}
    assert Seat.objects.filter(membership__in=people).count() == 1


def aside(tenant: Tenant, key: str, amount: int = 1) -> Reservation:
    return reserve(tenant, module="cv_analysis", meter="analyses", key=key, amount=amount)


def test_of_50_that_reserve_at_once_only_as_many_as_are_included_succeed(acme: Tenant, licensed: License) -> None:
    capture(aside(acme, "before", 190))

    outcomes = at_once(*[outcome(aside, acme, f"cv {n}") for n in range(50)])

    assert Counter(outcomes) == {"done": 10, "meter-limit": 40}
    assert Usage.objects.values_list("used", "reserved").get() == (190, 10)


def test_same_work_reserved_and_counted_by_many_at_once_counts_once(acme: Tenant, licensed: License) -> None:
    outcomes = at_once(*[outcome(lambda: capture(aside(acme, "one cv", 3)))] * 20)

    assert (Counter(outcomes), Usage.objects.values_list("used", "reserved").get()) == ({"done": 20}, (3, 0))


def test_counted_and_given_back_at_once_is_one_of_the_two(acme: Tenant, licensed: License) -> None:
    for n in range(5):
        reservation = aside(acme, f"cv {n}")
        at_once(outcome(capture, reservation), outcome(release, reservation))

    captured = Reservation.objects.filter(state="captured").count()
    assert Usage.objects.values_list("used", "reserved").get() == (captured, 0)
