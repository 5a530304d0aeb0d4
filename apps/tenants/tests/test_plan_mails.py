"""Owners are told of what their plan will do, each once, and nobody else is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import Mail, Membership
from apps.audit.models import AuditEntry
from apps.core.scope import scope
from apps.tenants.models import Tenant
from apps.tenants.subscription import change_plan, end_plans, remind_of_plans, start_plan_trial

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, str]]:
    return list(Mail.objects.order_by("pk").values_list("address", "template"))


def test_owners_hear_three_days_before_the_end_and_at_the_end(acme: Tenant, ada: Membership, ben: Membership) -> None:
    change_plan(acme, plan="free")
    start_plan_trial(acme)
    assert (remind_of_plans(), told()) == (0, [])

    Tenant.objects.filter(pk=acme.pk).update(plan_ends_at=timezone.now() + timedelta(days=3))
    assert (remind_of_plans(), remind_of_plans()) == (1, 0)
    Tenant.objects.filter(pk=acme.pk).update(plan_ends_at=timezone.now())
    assert (end_plans(), end_plans()) == (1, 0)

    assert told() == [("ada@acme.example", "plan_ends_soon"), ("ada@acme.example", "plan_ended")]


def test_every_change_of_a_plan_is_written_down_in_the_log_of_the_workspace(acme: Tenant) -> None:
    change_plan(acme, plan="free", reason="The invoice was not paid.")
    start_plan_trial(acme)
    Tenant.objects.filter(pk=acme.pk).update(plan_ends_at=timezone.now())
    end_plans()

    with scope(acme):
        entries = AuditEntry.objects.filter(action__contains="plan").order_by("pk")
        written = [(entry.action, entry.changes["plan"], entry.note) for entry in entries]
    assert written == [
        ("tenant.plan-changed", ["enterprise", "free"], "The invoice was not paid."),
        ("plan.trial-started", ["free", "professional"], ""),
        ("plan.ended", ["professional", "free"], ""),
    ]
