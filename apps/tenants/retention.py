"""Deleting what a workspace no longer wants to keep; the apps say what that is.

Two clocks run: one for records that nobody has touched, one for candidates whose last job was closed.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from apps.audit.services import record
from apps.core.modules import Expiring, declaring
from apps.core.queue import later
from apps.core.scope import PUBLIC, scope
from apps.tenants.models import Tenant, TenantQuerySet

# How many records one transaction deletes of each kind.
BATCH = 200


TOUCHED, CLOSED = "retention", "retention_after_closing"


def _kinds(before: datetime, rule: str = TOUCHED) -> Iterator[Expiring]:
    """What every app would delete by the rule, inside the tenant."""
    for config in declaring(rule):
        named: str | tuple[str, ...] = getattr(config, rule)
        for path in (named,) if isinstance(named, str) else named:
            yield import_string(path)(before)


def _due(tenant: Tenant) -> Iterator[Expiring]:
    """What the tenant's own numbers of days say, as far as it keeps nothing for ever."""
    now = timezone.now()
    for rule, days in ((TOUCHED, tenant.retention_days), (CLOSED, tenant.candidate_days)):
        if days is not None:
            yield from _kinds(now - timedelta(days=days), rule)


def _keeping_not_for_ever() -> TenantQuerySet:
    some = Q(retention_days__isnull=False) | Q(candidate_days__isnull=False, kind=Tenant.Kind.COMPANY)
    return Tenant.objects.active().filter(some)


def expiring_in(tenant: Tenant, *, days: int, rule: str = TOUCHED) -> list[tuple[str, int]]:
    """How many records of each kind would go if the workspace kept them for so many days."""
    before = timezone.now() - timedelta(days=days)
    with scope(tenant):
        return [(str(kind.title), kind.rows.count()) for kind in _kinds(before, rule)]


@transaction.atomic
def start_retention() -> int:
    """Have every workspace that keeps nothing for ever delete what is due; says how many these are."""
    with scope(PUBLIC):
        tenants = list(_keeping_not_for_ever())
    for tenant in tenants:
        with scope(tenant):
            later("tenants.apply_retention", tenant_id=tenant.pk)
    return len(tenants)


@transaction.atomic
def apply_retention(tenant_id: object) -> int:
    """Delete one batch of what is due and come again for the next; says how many records went."""
    # Asked anew, as somebody may have changed it since.
    tenant = _keeping_not_for_ever().filter(pk=tenant_id).first()
    if tenant is None:
        return 0
    gone = {}
    for kind in _due(tenant):
        rows = list(kind.rows[:BATCH])
        if rows:
            kind.delete(rows)
            gone[str(kind.name)] = len(rows)
    if gone:
        record(
            "tenant.retention-applied", target=tenant, label=tenant.name, changes={k: (n, 0) for k, n in gone.items()}
        )
    if any(count == BATCH for count in gone.values()):
        later("tenants.apply_retention", tenant_id=tenant.pk)
    return sum(gone.values())
