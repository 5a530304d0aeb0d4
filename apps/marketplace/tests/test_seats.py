"""Seats: given, passed on, taken back, given by themselves, and never more than there are."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.accounts.services import change_role, remove_member, suspend_member
from apps.audit.models import AuditEntry
from apps.core.problems import MissingError
from apps.core.scope import scope
from apps.marketplace.access import Access, access_to, accesses
from apps.marketplace.models import License, Seat
from apps.marketplace.services import (
    HasSeatError,
    NoSeatLeftError,
    SeatsInUseError,
    SeatsNotLimitedError,
    assign_seat,
    assign_seats,
    free_seats_of,
    reassign_seat,
    seat_member,
    set_auto_assign,
    set_seat_limit,
    take_seat_back,
    take_seats_back,
)
from apps.tenants.models import Tenant
from tests.people import Grant, NewMember

pytestmark = pytest.mark.django_db


@pytest.fixture
def one_seat(acme: Tenant, grant: Grant) -> License:
    return grant(acme, seat_limit=1)


@pytest.fixture
def two_seats(acme: Tenant, grant: Grant) -> License:
    return grant(acme, seat_limit=2)


def holders(license_: License) -> list[str]:
    return sorted(license_.seats.values_list("membership__user__name", flat=True))


def test_last_seat_goes_to_one_member_only(one_seat: License, ada: Membership, ben: Membership) -> None:
    assign_seat(one_seat, membership=ada)

    with pytest.raises(NoSeatLeftError) as refused:
        assign_seat(one_seat, membership=ben)

    assert (refused.value.extra, holders(one_seat)) == ({"limit": 1}, ["Ada"])
    assert refused.value.detail == "The license has 1 seat. Take it back from somebody first, or ask for more seats."


def test_member_cannot_have_two_seats_even_in_the_last_one(one_seat: License, ada: Membership) -> None:
    assign_seat(one_seat, membership=ada)

    with pytest.raises(HasSeatError):
        assign_seat(one_seat, membership=ada)


def test_seat_opens_the_module_and_taking_it_back_closes_it(one_seat: License, ben: Membership) -> None:
    before = access_to("cv_analysis", ben)
    seat = assign_seat(one_seat, membership=ben)
    with_it = access_to("cv_analysis", ben)
    take_seat_back(seat)

    closed = Access("closed", "no-seat")
    assert (before, with_it, access_to("cv_analysis", ben)) == (closed, Access("open"), closed)


def test_candidates_need_and_take_no_seat(one_seat: License, acme: Tenant, new_member: NewMember) -> None:
    candidate = new_member("pat", acme, Role.CANDIDATE)

    assert (access_to("cv_analysis", candidate), accesses(candidate)["cv_analysis"]) == (Access("open"), Access("open"))
    with pytest.raises(MissingError):
        assign_seat(one_seat, membership=candidate)


def test_strangers_and_those_who_are_suspended_get_no_seat(
    one_seat: License, ben: Membership, cleo: Membership
) -> None:
    Membership.objects.filter(pk=ben.pk).update(is_active=False)

    for who in (ben, cleo):
        with pytest.raises(MissingError):
            assign_seat(one_seat, membership=who)
    assert holders(one_seat) == []


def test_license_for_everybody_has_no_seats_to_give(licensed: License, ben: Membership) -> None:
    with pytest.raises(SeatsNotLimitedError):
        assign_seat(licensed, membership=ben)


def test_seat_is_passed_on_even_when_there_is_no_other(one_seat: License, ada: Membership, ben: Membership) -> None:
    seat = assign_seat(one_seat, membership=ada)

    passed = reassign_seat(seat, membership=ben)

    assert (holders(one_seat), passed.pk == seat.pk) == (["Ben"], False)


def test_seat_cannot_be_passed_to_one_who_has_one_or_after_it_was_taken_back(
    two_seats: License, ada: Membership, ben: Membership
) -> None:
    seat, other = assign_seat(two_seats, membership=ada), assign_seat(two_seats, membership=ben)

    with pytest.raises(HasSeatError):
        reassign_seat(seat, membership=ben)
    take_seat_back(Seat.objects.get(pk=other.pk))
    with pytest.raises(MissingError):
        reassign_seat(other, membership=ben)
    assert holders(two_seats) == ["Ada"]


def test_several_get_seats_in_their_order_while_there_are_some(
    two_seats: License, ada: Membership, ben: Membership, gia: Membership
) -> None:
    assign_seat(two_seats, membership=ben)

    seated = assign_seats(two_seats, memberships=[ben, gia, ada])

    assert ([seat.membership for seat in seated.seats], seated.without) == ([gia], (ada,))
    assert take_seats_back(two_seats.seats.all()) == 2


def test_fewer_seats_than_are_taken_are_refused_with_who_would_lose_one(
    two_seats: License, ada: Membership, ben: Membership
) -> None:
    assign_seat(two_seats, membership=ada)
    assign_seat(two_seats, membership=ben)

    with pytest.raises(SeatsInUseError) as refused:
        set_seat_limit(two_seats, seats=1)

    assert refused.value.extra == {"would_lose": ["Ben"]}
    assert refused.value.detail == "Take 1 seat back first; the newest is that of Ben."
    assert set_seat_limit(two_seats, seats=5).seat_limit == 5
    assert set_seat_limit(two_seats, seats=None).seat_limit is None


def test_database_refuses_what_no_service_asked_for(
    one_seat: License, ada: Membership, ben: Membership, cleo: Membership, grant: Grant
) -> None:
    """Django admin, a command or SQL by hand: the promise is the table's."""
    seat = Seat.objects.create(license=one_seat, membership=ada)
    foreign = grant(cleo.tenant, seat_limit=3)
    deeds: dict[str, Callable[[], object]] = {
        "seats_within_limit": lambda: Seat.objects.create(license=one_seat, membership=ben),
        "seat_of_own_member": lambda: Seat.objects.create(license=foreign, membership=ben),
        "limit_holds_seats": lambda: License.objects.filter(pk=one_seat.pk).update(seat_limit=0),
    }

    said = {}
    for name, deed in deeds.items():
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            deed()
        said[name] = refused.value.__cause__.diag.constraint_name  # type: ignore[union-attr]  # psycopg's

    assert said == {name: name for name in deeds}
    seat.updated_at = timezone.now()
    seat.save()


def test_role_gets_its_seats_at_once_those_who_joined_first_first(
    two_seats: License, ada: Membership, ben: Membership, acme: Tenant, new_member: NewMember
) -> None:
    eve, finn = new_member("eve", acme, Role.MEMBER), new_member("finn", acme, Role.MEMBER)

    seated = set_auto_assign(two_seats, roles=["member", "candidate", "nonsense"])

    assert ([seat.membership for seat in seated.seats], seated.without) == ([ben, eve], (finn,))
    two_seats.refresh_from_db()
    assert two_seats.auto_assign_roles == ["member"]


def test_more_seats_go_at_once_to_those_whose_role_gets_one(
    one_seat: License, ben: Membership, gia: Membership, acme: Tenant, new_member: NewMember
) -> None:
    new_member("eve", acme, Role.MEMBER)
    set_auto_assign(one_seat, roles=["member"])

    set_seat_limit(one_seat, seats=5)

    assert holders(one_seat) == ["Ben", "Eve"]


def test_new_member_with_the_role_gets_a_seat_while_there_is_one(
    two_seats: License, ada: Membership, gia: Membership, acme: Tenant, new_member: NewMember
) -> None:
    set_auto_assign(two_seats, roles=["member"])

    for name in ("eve", "finn", "gus"):
        new_member(name, acme, Role.MEMBER)

    assert holders(two_seats) == ["Eve", "Finn"]
    assert seat_member(gia) == []


def test_who_leaves_frees_all_seats_at_once(one_seat: License, ben: Membership, grant: Grant, ada: Membership) -> None:
    other = grant(ben.tenant, "another", seat_limit=1)
    assign_seat(one_seat, membership=ben)
    Seat.objects.create(license=other, membership=ben)

    assert free_seats_of(ben) == 2

    assert assign_seat(one_seat, membership=ada).membership == ada
    assert Seat.objects.filter(membership=ben).count() == 0


def test_seats_are_the_same_wherever_the_connection_stands(one_seat: License, in_acme: Tenant, ben: Membership) -> None:
    """The function of the trigger names its tables with their schema."""
    assert assign_seat(one_seat, membership=ben).membership_id == ben.pk


def test_member_who_is_suspended_removed_or_made_a_candidate_frees_the_seat_at_once(
    ada: Membership, acme: Tenant, grant: Grant, new_member: NewMember
) -> None:
    license_ = grant(acme, seat_limit=3)
    eve, finn, gus = (new_member(name, acme, Role.MEMBER) for name in ("eve", "finn", "gus"))
    assign_seats(license_, memberships=[eve, finn, gus])

    suspend_member(eve, by=ada)
    remove_member(finn, by=ada)
    change_role(gus, role=Role.CANDIDATE, by=ada)

    assert holders(license_) == []


def test_member_who_comes_or_changes_gets_the_roles_seat_by_itself(
    ada: Membership, acme: Tenant, grant: Grant, new_member: NewMember
) -> None:
    license_ = grant(acme, seat_limit=2)
    set_auto_assign(license_, roles=["member"])
    new_member("eve", acme, Role.MEMBER)
    gus = new_member("gus", acme, Role.GUEST)

    change_role(gus, role=Role.MEMBER, by=ada)

    assert holders(license_) == ["Eve", "Gus"]


def test_the_tenants_audit_log_says_who_got_and_lost_a_seat(one_seat: License, ben: Membership, acme: Tenant) -> None:
    take_seat_back(assign_seat(one_seat, membership=ben))
    set_seat_limit(one_seat, seats=4, why="Bought three more.")
    set_auto_assign(one_seat, roles=["admin"])

    with scope(acme):
        entries = AuditEntry.objects.filter(target_label="cv_analysis").order_by("id")
        found = list(entries.values_list("action", "target_id", "changes", "note"))
    assert found == [
        ("seat.assigned", str(ben.pk), {}, ""),
        ("seat.taken-back", str(ben.pk), {}, ""),
        ("license.seats-changed", str(one_seat.pk), {"seats": [1, 4]}, "Bought three more."),
        ("license.auto-assign-changed", str(one_seat.pk), {"roles": [[], ["admin"]]}, ""),
    ]
