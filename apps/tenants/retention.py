"""Deleting what nobody has touched for as long as a workspace wants to keep it; the modules say what that is."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from apps.audit.services import record
from apps.core.modules import Expiring, all_modules
from apps.core.queue import later
from apps.core.scope import PUBLIC, scope
from apps.tenants.models import Tenant

# How many records one transaction deletes of each kind.
BATCH = 200


def _kinds(before: datetime) -> Iterator[Expiring]:
    """What every module would delete, inside the tenant."""
    for config in all_modules():
        if config.retention:
            yield import_string(config.retention)(before)


def expiring_in(tenant: Tenant, *, days: int) -> list[tuple[str, int]]:
    """How many records of each kind would go if the workspace kept them for so many days."""
    before = timezone.now() - timedelta(days=days)
    with scope(tenant):
        return [(str(kind.title), kind.rows.count()) for kind in _kinds(before)]


@transaction.atomic
def start_retention() -> int:
    """Have every workspace that keeps nothing for ever delete what is due; says how many these are."""
    with scope(PUBLIC):
        tenants = list(Tenant.objects.active().filter(retention_days__isnull=False))
    for tenant in tenants:
        with scope(tenant):
            later("tenants.apply_retention", tenant_id=tenant.pk)
    return len(tenants)


@transaction.atomic
def apply_retention(tenant_id: object) -> int:
    """Delete one batch of what is due and come again for the next; says how many records went."""
    # Asked anew, as somebody may have changed it since.
    tenant = Tenant.objects.active().filter(pk=tenant_id, retention_days__isnull=False).first()
    if tenant is None or tenant.retention_days is None:
        return 0
    before = timezone.now() - timedelta(days=tenant.retention_days)
    gone = {}
    for kind in _kinds(before):
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
