"""Plans: what they include, their trial, their end; no end of one deletes anything."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.accounts.services import change_membership, sign_up_company
from apps.tenants.models import PlanUse, StorageUse, Tenant
from apps.tenants.plan_use import LimitUse, PlanLimitError, next_month, plan_limit, plan_use, this_month
from apps.tenants.plans import LIMITS, PLANS, plan_of
from apps.tenants.subscription import (
    NoPlanTrialError,
    PlanActiveError,
    PlanTrialUsedError,
    change_plan,
    end_plans,
    extend_plan_trial,
    start_plan_trial,
)
from tests.people import PASSWORD, Api, NewMember, SignedIn

pytestmark = pytest.mark.django_db


def on_plan(tenant: Tenant, plan: str) -> Tenant:
    change_plan(tenant, plan=plan)
    return tenant


def test_plans_cost_what_the_price_list_says_and_each_includes_more_than_the_one_before() -> None:
    assert [(plan.name, plan.monthly_price) for plan in PLANS] == [
        ("free", Decimal(0)),
        ("starter", Decimal(29)),
        ("professional", Decimal(79)),
        ("enterprise", Decimal(299)),
    ]
    for limit in LIMITS:
        included = [plan.limit(limit.name) for plan in PLANS]
        assert included == sorted(included, key=lambda most: (most is None, most))


def test_limit_that_no_plan_has_is_an_error_of_the_caller(acme: Tenant) -> None:
    with pytest.raises(LookupError, match="no plan limits 'cookies'"):
        plan_limit(acme, "cookies")


def test_signing_up_begins_with_fourteen_days_of_professional() -> None:
    tenant = sign_up_company(company="Umbrella", email="eve@umbrella.example", password=PASSWORD, name="Eve").tenant
    tenant.refresh_from_db()

    assert (tenant.plan_now.name, tenant.plan_is_trial) == ("professional", True)
    assert tenant.plan_ends_at is not None
    assert tenant.plan_ends_at - tenant.created_at > timedelta(days=13, hours=23)


def test_trial_is_given_once(acme: Tenant) -> None:
    on_plan(acme, "free")
    start_plan_trial(acme)
    with pytest.raises(PlanTrialUsedError):
        start_plan_trial(acme)
    on_plan(acme, "free")
    with pytest.raises(PlanTrialUsedError):
        start_plan_trial(acme)


def test_who_has_a_plan_needs_no_trial(acme: Tenant) -> None:
    with pytest.raises(PlanActiveError):
        start_plan_trial(on_plan(acme, "starter"))


def test_trial_that_is_over_is_the_free_plan_at_once_and_is_written_down_later(
    acme: Tenant, ada: Membership, ben: Membership
) -> None:
    start_plan_trial(on_plan(acme, "free"))
    Tenant.objects.filter(pk=acme.pk).update(plan_ends_at=timezone.now() - timedelta(seconds=1))
    acme.refresh_from_db()

    assert (acme.plan, acme.plan_now.name) == ("professional", "free")
    assert (end_plans(), end_plans()) == (1, 0)
    acme.refresh_from_db()
    assert (acme.plan, acme.plan_is_trial, acme.plan_ends_at) == ("free", False, None)
    assert Membership.objects.filter(tenant=acme, is_active=True).count() == 2


@pytest.mark.parametrize("is_written_down", [False, True])
def test_trial_can_be_extended_also_after_its_end(acme: Tenant, *, is_written_down: bool) -> None:
    start_plan_trial(on_plan(acme, "free"))
    Tenant.objects.filter(pk=acme.pk).update(plan_ends_at=timezone.now() - timedelta(days=2))
    if is_written_down:
        end_plans()

    extend_plan_trial(acme, days=7)

    acme.refresh_from_db()
    days = acme.plan_ends_at - timezone.now() if acme.plan_ends_at else timedelta()
    assert (acme.plan_now.name, days > timedelta(days=6, hours=23)) == ("professional", True)


def test_paid_plan_is_no_trial_to_extend(acme: Tenant) -> None:
    with pytest.raises(NoPlanTrialError):
        extend_plan_trial(on_plan(acme, "starter"), days=7)


def test_community_has_no_limits(community: Tenant) -> None:
    assert {plan_limit(community, limit.name) for limit in LIMITS} == {None}


def test_plan_that_is_full_takes_nobody_more_but_candidates_and_keeps_who_is_there(
    acme: Tenant, new_member: NewMember
) -> None:
    on_plan(acme, "free")
    members = [new_member(name, acme, Role.MEMBER) for name in ("eve", "fay", "gus")]

    with pytest.raises(PlanLimitError) as refused:
        new_member("hal", acme, Role.MEMBER)
    new_member("ida", acme, Role.CANDIDATE)

    assert (refused.value.status, refused.value.code) == (402, "plan-limit")
    assert refused.value.extra == {"limit": "members", "included": 3}
    change_membership(members[0], role=Role.MEMBER, is_active=False)
    jon = new_member("jon", acme, Role.MEMBER)
    members[0].refresh_from_db()
    with pytest.raises(PlanLimitError):
        change_membership(members[0], role=Role.MEMBER, is_active=True)
    change_membership(jon, role=Role.ADMIN, is_active=True)


def test_use_of_each_limit_is_counted_where_it_arises(acme: Tenant, ada: Membership, ben: Membership) -> None:
    StorageUse.objects.create(tenant=acme, used=1024)
    PlanUse.objects.create(tenant=acme, limit="api_calls", month=this_month(), used=7)
    PlanUse.objects.create(tenant=acme, limit="api_calls", month=this_month() - timedelta(days=3), used=99)

    used = {use.limit.name: use.used for use in plan_use(acme)}

    assert used == {"members": 2, "storage": 1024, "interviews": 0, "analyses": 0, "api_calls": 7}


@pytest.mark.parametrize(
    ("used", "percent", "is_near", "is_reached"),
    [(79, 79, False, False), (80, 80, True, False), (101, 100, True, True)],
)
def test_limit_is_near_from_eighty_percent_on(used: int, percent: int, *, is_near: bool, is_reached: bool) -> None:
    use = LimitUse(LIMITS[0], used, 100)

    assert (use.percent, use.is_near, use.is_reached) == (percent, is_near, is_reached)


@pytest.mark.parametrize(("today", "first"), [("2026-11-26", "2026-12-01"), ("2026-12-31", "2027-01-01")])
def test_months_begin_anew_also_at_the_end_of_the_year(monkeypatch: pytest.MonkeyPatch, today: str, first: str) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime.fromisoformat(f"{today}T12:00:00+00:00"))

    assert next_month().isoformat() == first


def test_page_shows_plan_use_and_begins_the_trial(acme: Tenant, ada: Membership, signed_in: SignedIn) -> None:
    on_plan(acme, "free")
    browser = signed_in(ada)

    before = browser.get("/t/acme/settings/plan/").text
    after = browser.post("/t/acme/settings/plan/trial/", follow=True).text

    assert ("Try Professional for 14 days" in before, "Try Professional for 14 days" in after) == (True, False)
    assert ("1 of 3" in before, "1 of 50" in after, "The trial has begun" in after) == (True, True, True)


def test_api_gives_plan_and_use_to_those_who_manage_the_workspace(
    acme: Tenant, ada: Membership, ben: Membership, api: Api
) -> None:
    on_plan(acme, "free")

    answer = api(ada).get("/api/v1/tenants/plan/").json()
    trial = api(ada).post("/api/v1/tenants/plan/trial/")
    again = api(ada).post("/api/v1/tenants/plan/trial/")

    assert (answer["plan"], answer["can_start_trial"], answer["limits"][0]) == (
        "free",
        True,
        {
            "name": "members",
            "title": "Members",
            "monthly": False,
            "used": 2,
            "included": 3,
            "percent": 66,
            "is_near": False,
        },
    )
    assert [plan["monthly_price"] for plan in answer["plans"]] == ["0.00", "29.00", "79.00", "299.00"]
    assert (trial.status_code, trial.json()["plan"]) == (201, "professional")
    assert (again.status_code, again.json()["code"]) == (409, "plan-trial-used")
    assert api(ben).get("/api/v1/tenants/plan/").status_code == 403


def test_every_workspace_without_end_keeps_its_plan(acme: Tenant) -> None:
    on_plan(acme, "starter")

    assert (end_plans(), acme.plan_now) == (0, plan_of("starter"))
