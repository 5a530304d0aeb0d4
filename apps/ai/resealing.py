"""Keys of workspaces' own servers, sealed anew."""

from django.db import transaction

from apps.ai.models import TenantProvider
from apps.ai.queries import SEALED_FOR
from apps.core.resealing import Resealing


def reseal_keys(resealing: Resealing) -> None:
    """Called by `manage.py reseal`."""
    for pk in TenantProvider.objects.values_list("pk", flat=True):
        with transaction.atomic():
            row = TenantProvider.objects.select_for_update().filter(pk=pk).first()
            if row is None:
                continue
            before = bytes(row.key_sealed)
            row.key_sealed = resealing.anew(SEALED_FOR, before)
            if row.key_sealed != before:
                row.save(update_fields=["key_sealed"])
