"""Meters: set aside, counted or given back, once for each piece of work, and never more than is allowed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.audit.models import AuditEntry
from apps.core.modules import Meter
from apps.core.scope import PUBLIC, scope
from apps.marketplace.meters import Allowance, MeterUse, allowance
from apps.marketplace.models import License, Reservation, Usage
from apps.marketplace.services import (
    MeterLimitError,
    ReservationOverError,
    capture,
    expire_reservations,
    grant_more,
    release,
    release_key,
    reserve,
)
from apps.marketplace.services.meters import REMEMBERED_FOR
from apps.tenants.models import Tenant
from tests.people import Grant, NewMember

pytestmark = pytest.mark.django_db

METER = Meter("analyses", "Analyses", included=200, per_seat=True, per_person=20)


def analyses(tenant: Tenant, key: str, amount: int = 1) -> Reservation:
    return reserve(tenant, module="cv_analysis", meter="analyses", key=key, amount=amount)


def counted() -> tuple[int, int]:
    """What is used and what is set aside."""
    return Usage.objects.values_list("used", "reserved").get()


def test_amount_is_set_aside_then_counted_and_only_once(acme: Tenant, licensed: License) -> None:
    reservation = analyses(acme, "a", 3)
    aside = counted()

    states = [capture(reservation).state, capture(reservation).state]

    assert (aside, states, counted()) == ((0, 3), ["captured"] * 2, (3, 0))
    assert analyses(acme, "a", 3).pk == reservation.pk
    assert (release(reservation).state, counted()) == ("captured", (3, 0))


def test_what_came_to_nothing_is_given_back_once(acme: Tenant, licensed: License) -> None:
    reservation = analyses(acme, "a", 3)

    states = [release(reservation).state, release(reservation).state]

    assert (states, counted()) == (["released"] * 2, (0, 0))
    with pytest.raises(ReservationOverError):
        capture(reservation)
    assert (analyses(acme, "a").pk, counted()) == (reservation.pk, (0, 1))


def test_less_than_was_reserved_can_be_counted_but_not_more(acme: Tenant, licensed: License) -> None:
    reservation = analyses(acme, "a", 5)

    for amount in (6, -1):
        with pytest.raises(ValueError, match="between 0 and the 5"):
            capture(reservation, amount=amount)
    capture(reservation, amount=2)

    assert counted() == (2, 0)


def test_same_key_is_the_same_work_for_its_tenant_and_meter_only(
    acme: Tenant, beta: Tenant, licensed: License, grant: Grant
) -> None:
    grant(beta)

    same = {analyses(acme, "a").pk for _ in range(3)}

    assert (len(same), analyses(beta, "a").pk in same) == (1, False)
    assert list(Usage.objects.order_by("tenant__slug").values_list("tenant__slug", "reserved")) == [
        ("acme", 1),
        ("beta", 1),
    ]


def test_more_than_is_left_is_refused_with_what_to_do_and_nothing_stays_behind(acme: Tenant, licensed: License) -> None:
    capture(analyses(acme, "a", 199))

    with pytest.raises(MeterLimitError) as refused:
        analyses(acme, "b", 2)

    first = timezone.now().date().replace(day=1)
    problem = refused.value
    assert (problem.status, problem.code, problem.action_url) == (402, "meter-limit", "/marketplace/mine/")
    assert problem.extra == {
        "module": "cv_analysis",
        "meter": "analyses",
        "used": 199,
        "limit": 200,
        "begins_anew": (first + timedelta(days=31)).replace(day=1).isoformat(),
    }
    assert problem.detail.startswith("CVs analysed: 199 of 200. It begins anew on ")
    assert (Reservation.objects.count(), counted()) == (1, (199, 0))
    assert analyses(acme, "b").state == "open"


def test_more_can_be_granted_for_the_month(acme: Tenant, licensed: License) -> None:
    capture(analyses(acme, "a", 200))

    grant_more(acme, module="cv_analysis", meter="analyses", amount=5, why="Slow support.")

    analyses(acme, "b", 5)
    with pytest.raises(MeterLimitError):
        analyses(acme, "c")
    with scope(acme):
        entry = AuditEntry.objects.get()
    assert (entry.action, entry.changes, entry.note) == ("meter.granted", {"granted": [0, 5]}, "Slow support.")
    with pytest.raises(ValueError, match="at least 1"):
        grant_more(acme, module="cv_analysis", meter="analyses", amount=0, why="")


def test_each_month_begins_anew_and_work_counts_where_it_was_reserved(acme: Tenant, licensed: License) -> None:
    last = analyses(acme, "a", 200)
    month = (timezone.now().date().replace(day=1) - timedelta(days=1)).replace(day=1)
    Usage.objects.update(month=month)

    capture(last)
    analyses(acme, "b", 200)

    assert list(Usage.objects.order_by("month").values_list("used", "reserved")) == [(200, 0), (0, 200)]


def test_what_nobody_came_for_is_given_back_and_old_keys_are_forgotten(acme: Tenant, licensed: License) -> None:
    late, fresh, done = analyses(acme, "late", 2), analyses(acme, "fresh"), capture(analyses(acme, "done"))
    Reservation.objects.filter(pk=late.pk).update(expires_at=timezone.now())
    Reservation.objects.filter(pk=done.pk).update(updated_at=timezone.now() - REMEMBERED_FOR - timedelta(days=1))

    given_back = [expire_reservations(), expire_reservations()]

    assert (given_back, counted()) == ([1, 0], (1, 1))
    assert dict(Reservation.objects.values_list("key", "state")) == {"late": "expired", "fresh": "open"}
    assert (fresh.state, capture(analyses(acme, "late")).state, counted()) == ("open", "captured", (2, 1))


def test_asking_again_keeps_what_is_open_from_expiring(acme: Tenant, licensed: License) -> None:
    soon = timezone.now() + timedelta(minutes=1)
    reservation = analyses(acme, "a")
    Reservation.objects.filter(pk=reservation.pk).update(expires_at=soon)

    assert analyses(acme, "a").expires_at > soon + timedelta(hours=1)


def test_key_that_nobody_reserved_is_released_without_a_word(acme: Tenant, licensed: License) -> None:
    analyses(acme, "a")

    for key in ("a", "a", "nothing"):
        release_key(acme, module="cv_analysis", meter="analyses", key=key)

    assert counted() == (0, 0)


def test_only_declared_meters_are_counted_and_only_in_a_tenant(acme: Tenant) -> None:
    with pytest.raises(LookupError, match="declares no meter 'coffee'"):
        reserve(acme, module="cv_analysis", meter="coffee", key="a")
    with pytest.raises(RuntimeError, match="inside a tenant"):
        reserve(PUBLIC, module="cv_analysis", meter="analyses", key="a")
    with pytest.raises(ValueError, match="at least 1"):
        analyses(acme, "a", 0)

    assert Usage.objects.count() == 0


def test_in_the_community_each_has_an_amount_of_their_own(
    community: Tenant, dan: Membership, new_member: NewMember, grant: Grant
) -> None:
    grant(community)
    eve = new_member("eve", community, Role.CANDIDATE)
    work = {"tenant": community, "module": "cv_analysis", "meter": "analyses"}

    reserve(**work, key="dan", amount=20, member_id=dan.pk)  # type: ignore[arg-type]  # as named above
    reserve(**work, key="eve", amount=20, member_id=eve.pk)  # type: ignore[arg-type]  # as named above
    with pytest.raises(MeterLimitError) as refused:
        reserve(**work, key="more", member_id=dan.pk)  # type: ignore[arg-type]  # as named above

    assert (refused.value.extra["limit"], refused.value.action_url) == (20, "")
    assert "administrator" not in refused.value.detail


@pytest.mark.parametrize(
    ("plan", "kind", "seats", "most"),
    [
        ("enterprise", "trial", None, 200),
        ("enterprise", "purchase", None, 200),
        ("enterprise", "purchase", 5, 1000),
        ("enterprise", "platform", None, 25_000),
        ("professional", "purchase", 50, 2_500),
        ("free", "trial", None, 25),
        ("free", "platform", None, 25),
    ],
)
def test_allowance_of_a_company_is_the_smaller_of_license_and_plan(
    acme: Tenant, plan: str, kind: str, seats: int | None, most: int
) -> None:
    acme.plan = plan
    license_ = License(tenant=acme, module="cv_analysis", kind=kind, seat_limit=seats)

    assert allowance(acme, license_, METER) == Allowance(METER, most)


def test_meter_that_no_plan_and_no_seat_counts_for_is_as_the_module_says(acme: Tenant, community: Tenant) -> None:
    flat = Meter("checks", "Checks", included=200)

    assert allowance(acme, License(kind="purchase", seat_limit=5), flat) == Allowance(flat, 200)
    assert allowance(acme, License(kind="platform"), flat) == Allowance(flat, None)
    assert allowance(community, None, flat) == Allowance(flat, None, is_personal=True)


@pytest.mark.parametrize(
    ("used", "reserved", "most", "percent", "is_near", "is_reached"),
    [
        (0, 0, 200, 0, False, False),
        (150, 9, 200, 79, False, False),
        (150, 10, 200, 80, True, False),
        (200, 0, 200, 100, True, True),
        (300, 0, 200, 100, True, True),
        (0, 0, 0, 100, True, True),
        (10_000, 0, None, 0, False, False),
    ],
)
def test_use_says_when_its_end_comes_near(
    used: int,
    reserved: int,
    most: int | None,
    percent: int,
    is_near: bool,  # noqa: FBT001 -- a column of the table
    is_reached: bool,  # noqa: FBT001 -- a column of the table
) -> None:
    use = MeterUse(METER, used, reserved, most)

    assert (use.percent, use.is_near, use.is_reached) == (percent, is_near, is_reached)
