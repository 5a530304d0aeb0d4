"""How much a tenant's files take: a sum that whoever stores and deletes keeps, and that can be counted anew."""

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from apps.tenants.export_file import files_of
from apps.tenants.models import StorageUse, Tenant
from apps.tenants.plan_use import PlanLimitError, plan_limit
from apps.tenants.plans import STORAGE


@transaction.atomic
def take_storage(tenant: Tenant, size: int) -> None:
    """Add a file to the sum, in the transaction that stores it; PlanLimitError when the plan has no room for it.

    The check and the sum are one statement, so that many at once do not get in together.
    """
    rows = StorageUse.objects.filter(tenant_id=tenant.pk)
    most = plan_limit(tenant, STORAGE)
    fitting = rows if most is None else rows.filter(used__lte=most - size)
    if fitting.update(used=F("used") + size):
        return
    # No room, or the first file of all.
    StorageUse.objects.get_or_create(tenant_id=tenant.pk)
    if not fitting.update(used=F("used") + size):
        raise PlanLimitError(STORAGE, most or 0)


def give_storage_back(schema_name: str, size: int) -> None:
    """Take a deleted file off the sum."""
    rows = StorageUse.objects.filter(tenant__schema_name=schema_name)
    rows.update(used=Greatest(F("used") - size, 0))


def recount_storage(tenant: Tenant) -> tuple[int, int]:
    """Add up the files as they lie there; gives the sum before and after."""
    counted = sum(default_storage.size(name) for name in files_of(tenant.schema_name, but="exports"))
    with transaction.atomic():
        use, _is_new = StorageUse.objects.select_for_update().get_or_create(tenant_id=tenant.pk)
        before, use.used, use.recounted_at = use.used, counted, timezone.now()
        use.save(update_fields=["used", "recounted_at"])
    return before, counted
