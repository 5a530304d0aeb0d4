"""Keys of workspaces' own servers, sealed anew."""

from apps.ai.models import TenantProvider
from apps.ai.queries import SEALED_FOR
from apps.core.resealing import Resealing, each_held


def reseal_keys(resealing: Resealing) -> None:
    """Called by `manage.py reseal`."""
    for row in each_held(TenantProvider.objects.all()):
        before = bytes(row.key_sealed)
        row.key_sealed = resealing.anew(SEALED_FOR, before)
        if row.key_sealed != before:
            row.save(update_fields=["key_sealed"])
