"""What is counted: how much of a meter a tenant uses in a month."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.core.modules import get_module
from apps.core.scope import TenantLike
from apps.marketplace.models import Usage


@transaction.atomic
def record_usage(tenant: TenantLike, *, module: str, meter: str, amount: int = 1) -> None:
    """Add to this month's count."""
    if meter not in {m.name for m in get_module(module).meters}:
        raise LookupError(f"{module} declares no meter {meter!r}")
    if tenant.pk is None:
        raise RuntimeError("usage is counted inside a tenant")
    month = timezone.now().date().replace(day=1)
    row, _is_new = Usage.objects.get_or_create(tenant_id=tenant.pk, module=module, meter=meter, month=month)
    Usage.objects.filter(pk=row.pk).update(used=F("used") + amount)
