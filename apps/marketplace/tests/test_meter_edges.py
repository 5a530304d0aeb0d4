"""What is left of a meter, and counting what was never reserved, was given back, or meets a fault of the database."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.core.modules import get_module
from apps.marketplace.meters import left_of
from apps.marketplace.models import License, Reservation, Usage
from apps.marketplace.queries import license_of, meters_of, usage_this_month, used_this_month
from apps.marketplace.services import (
    MeterLimitError,
    capture,
    capture_key,
    grant_more,
    release,
    release_key,
    reserve,
    spend,
)
from apps.marketplace.services.meters import this_month
from apps.tenants.models import Tenant
from tests.at_once import before_it_commits
from tests.people import Grant, NewMember

NOBODY_COMMITS = pytest.mark.django_db
ANALYSES: dict[str, Any] = {"module": "cv_analysis", "meter": "analyses"}
# No plan limits this one, so that what the platform grants has no limit at all.
PROGRAMS: dict[str, Any] = {"module": "code_assessment", "meter": "submissions"}


def counted() -> tuple[int, int]:
    """What is used and what is set aside."""
    return Usage.objects.values_list("used", "reserved").get()


def left(member: Membership, asked: dict[str, Any] = ANALYSES) -> int | None:
    (meter,) = get_module(asked["module"]).meters
    return left_of(member.tenant, asked["module"], meter, member.pk)


@NOBODY_COMMITS
def test_what_is_left_is_what_is_included_and_granted_without_what_is_used_or_set_aside(
    ada: Membership, acme: Tenant, grant: Grant
) -> None:
    grant(acme, seat_limit=2)
    found = [left(ada)]
    spend(acme, **ANALYSES, key="a", amount=30)
    reserve(acme, **ANALYSES, key="b", amount=5)
    found.append(left(ada))
    grant_more(acme, **ANALYSES, amount=7, why="Slow support.")
    found.append(left(ada))
    Usage.objects.update(month=(this_month() - timedelta(days=1)).replace(day=1))

    assert [*found, left(ada)] == [400, 365, 372, 400]


@NOBODY_COMMITS
def test_nothing_is_left_once_more_is_used_than_is_included_today(ada: Membership, acme: Tenant, grant: Grant) -> None:
    grant(acme, seat_limit=2)
    spend(acme, **ANALYSES, key="a", amount=300)
    grant(acme, seat_limit=1)

    assert left(ada) == 0
    with pytest.raises(MeterLimitError) as refused:
        reserve(acme, **ANALYSES, key="b")
    assert (refused.value.extra["used"], refused.value.extra["limit"], counted()) == (300, 200, (300, 0))


@NOBODY_COMMITS
def test_where_nothing_limits_any_amount_is_counted_in_a_month_that_begins_and_later(
    ada: Membership, acme: Tenant, grant: Grant
) -> None:
    grant(acme, "code_assessment", kind=License.Kind.PLATFORM)
    for key in ("the first of the month", "the second"):
        reserve(acme, **PROGRAMS, key=key, amount=1_000_000)

    (use,) = meters_of(acme, license_of(acme, "code_assessment"), usage_this_month(acme, module="code_assessment"))
    assert (left(ada, PROGRAMS), counted()) == (None, (0, 2_000_000))
    assert (use.taken, use.most, use.is_near) == (2_000_000, None, False)
    assert used_this_month(acme, "submissions") == 2_000_000


@NOBODY_COMMITS
def test_in_the_community_what_others_used_leaves_ones_own(
    community: Tenant, dan: Membership, new_member: NewMember, grant: Grant
) -> None:
    grant(community)
    eve = new_member("eve", community, Role.CANDIDATE)
    spend(community, **ANALYSES, key="dan's", amount=15, member_id=dan.pk)
    capture_key(community, **ANALYSES, key="dan's other", member_id=dan.pk)

    assert [left(who) for who in (dan, eve)] == [4, 20]
    assert list(Usage.objects.values_list("membership", "used")) == [(dan.pk, 16)]


@NOBODY_COMMITS
def test_work_is_counted_by_its_name_whatever_became_of_its_reservation(acme: Tenant, licensed: License) -> None:
    reserve(acme, **ANALYSES, key="open", amount=3)
    capture(reserve(acme, **ANALYSES, key="counted"))
    release(reserve(acme, **ANALYSES, key="given back", amount=9))

    states = [capture_key(acme, **ANALYSES, key=key).state for key in ("open", "counted", "given back", "new") * 2]

    # What was given back and what was never reserved is one piece of work each.
    assert (set(states), counted()) == ({"captured"}, (3 + 1 + 1 + 1, 0))
    assert Reservation.objects.count() == 4


@NOBODY_COMMITS
def test_name_is_the_tenants_and_the_meters_own(acme: Tenant, beta: Tenant, grant: Grant) -> None:
    for tenant in (acme, beta):
        grant(tenant)
        grant(tenant, "code_assessment")
    reserve(acme, **ANALYSES, key="same", amount=2)
    for tenant, asked in ((beta, ANALYSES), (acme, PROGRAMS)):
        release_key(tenant, **asked, key="same")
        capture_key(tenant, **asked, key="same")

    found = Usage.objects.order_by("tenant__slug", "meter").values_list("tenant__slug", "meter", "used", "reserved")
    assert list(found) == [
        ("acme", "analyses", 0, 2),
        ("acme", "submissions", 1, 0),
        ("beta", "analyses", 1, 0),
    ]


@NOBODY_COMMITS
def test_work_beyond_the_limit_is_not_counted_by_its_name_either(acme: Tenant, licensed: License) -> None:
    given_back = reserve(acme, **ANALYSES, key="given back")
    release(given_back)
    spend(acme, **ANALYSES, key="all of it", amount=200)

    for key in ("given back", "new"):
        with pytest.raises(MeterLimitError), transaction.atomic():
            capture_key(acme, **ANALYSES, key=key)

    given_back.refresh_from_db()
    assert (given_back.state, counted(), Reservation.objects.count()) == ("released", (200, 0), 2)


@NOBODY_COMMITS
def test_reserving_again_what_was_given_back_takes_its_new_amount(acme: Tenant, licensed: License) -> None:
    release(reserve(acme, **ANALYSES, key="a", amount=3))
    Reservation.objects.update(expires_at=timezone.now())

    again = reserve(acme, **ANALYSES, key="a", amount=8)

    again.refresh_from_db()
    assert (again.state, again.amount, again.captured, counted()) == ("open", 8, 0, (0, 8))
    assert again.expires_at > timezone.now() + timedelta(hours=1)
    assert (capture(again, amount=0).captured, counted()) == (0, (0, 0))


def test_key_that_comes_in_between_counts_once_outside_of_a_transaction_too(
    committed: None, acme: Tenant, licensed: License
) -> None:
    reserve(acme, **ANALYSES, key="the first of the month")

    def work() -> str:
        return str(spend(acme, **ANALYSES, key="the same", amount=2).state)

    assert before_it_commits(work, work) == "captured"
    assert (Reservation.objects.count(), counted()) == (2, (2, 1))


def test_key_that_came_and_was_given_back_in_between_is_reserved_anew(
    committed: None, acme: Tenant, licensed: License
) -> None:
    def come_and_go() -> None:
        release(reserve(acme, **ANALYSES, key="the same", amount=3))

    found = before_it_commits(come_and_go, lambda: reserve(acme, **ANALYSES, key="the same", amount=2))

    assert (found.state, found.amount, counted(), Reservation.objects.count()) == ("open", 2, (0, 2), 1)


@NOBODY_COMMITS
def test_fault_of_the_database_is_not_taken_for_a_key_that_is_there(acme: Tenant, licensed: License) -> None:
    """A promise of the table that no code knows yet."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE marketplace_reservation ADD CONSTRAINT of_tomorrow CHECK (key <> 'forbidden')")
    for key in ("the first of the month", "a"):
        reserve(acme, **ANALYSES, key=key)

    with pytest.raises(IntegrityError, match="of_tomorrow"), transaction.atomic():
        reserve(acme, **ANALYSES, key="forbidden")

    assert (Reservation.objects.count(), counted()) == (2, (0, 2))


@NOBODY_COMMITS
def test_tenant_that_is_gone_meanwhile_counts_nothing(acme: Tenant, licensed: License) -> None:
    gone = Tenant(pk="01890000-0000-7000-8000-000000000000", slug="gone", schema_name="gone")

    with pytest.raises(Tenant.DoesNotExist):
        reserve(gone, **ANALYSES, key="a")

    assert Usage.objects.count() == 0
