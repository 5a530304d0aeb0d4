"""Deeds on a tenant's look: its name, its accent, its logo."""

from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.core.ids import uuid7
from apps.core.pictures import PictureError, as_png
from apps.core.queue import later
from apps.core.scope import scope
from apps.tenants.models import Tenant
from apps.tenants.queries import forget_tenants
from apps.tenants.storage_use import take_storage


class LogoError(PictureError):
    code = "logo-unusable"
    title = _("This picture cannot be used as a logo.")


@transaction.atomic
def change_look(tenant: Tenant, *, name: str, accent: str) -> None:
    """Give the tenant another name and accent ("#rrggbb", empty for the platform's)."""
    before = Tenant.objects.select_for_update(no_key=True).get(pk=tenant.pk)
    if (before.name, before.accent) == (name, accent):
        return
    Tenant.objects.filter(pk=tenant.pk).update(name=name, accent=accent)
    changes = {"name": (before.name, name), "accent": (before.accent, accent)}
    with scope(tenant):
        record("tenant.look-changed", target=tenant, label=name, changes=changes)
    transaction.on_commit(forget_tenants)


@transaction.atomic
def change_logo(tenant: Tenant, upload: "UploadedFile[bytes] | None") -> None:
    """Store the picture, made anew from its pixels, or take the logo away; the file of the old one is deleted."""
    picture = as_png(upload, refuse=LogoError) if upload is not None else None
    with scope(tenant):
        before = Tenant.objects.select_for_update().get(pk=tenant.pk).logo_name
        if picture:
            take_storage(tenant, len(picture))
        after = _stored(tenant, picture) if picture else ""
        Tenant.objects.filter(pk=tenant.pk).update(logo_name=after)
        if before:
            later("core.delete_file", name=before)
        record("tenant.look-changed", target=tenant, label=tenant.name, changes={"logo": (bool(before), bool(after))})
    transaction.on_commit(forget_tenants)


def _stored(tenant: Tenant, picture: bytes) -> str:
    return str(default_storage.save(logo_path(tenant.schema_name, uuid7()), ContentFile(picture)))


def logo_path(schema_name: str, key: UUID) -> str:
    return f"tenants/{schema_name}/tenants/{key}.png"
