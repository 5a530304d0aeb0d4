"""Deeds on a tenant's look: its name, its accent, its logo."""

import io
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.core.ids import uuid7
from apps.core.problems import ProblemError
from apps.core.queue import later
from apps.core.scope import scope
from apps.tenants.models import Tenant
from apps.tenants.queries import forget_tenants
from apps.tenants.storage_use import take_storage

# Pixels of the stored picture's longer side, and of the largest that is opened at all.
LOGO_PIXELS, MOST_PIXELS = 256, 20_000_000
MOST_LOGO_BYTES = 2 * 1024 * 1024
FORMATS = ("PNG", "JPEG", "WEBP")


class LogoError(ProblemError):
    code = "logo-unusable"
    title = _("This picture cannot be used as a logo.")
    status = 422


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
    picture = _as_png(upload) if upload is not None else None
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


def _as_png(upload: "UploadedFile[bytes]") -> bytes:
    """Only the pixels survive: neither metadata nor anything else that a file may carry."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 -- few requests need it

    if (upload.size or 0) > MOST_LOGO_BYTES:
        raise LogoError(_("It may have up to 2 MB. Save it smaller and choose it again."))
    try:
        with Image.open(upload, formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise LogoError(_("It has too many pixels. 256 by 256 are enough."))
            picture = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise LogoError(_("Choose a PNG, JPEG or WebP picture that opens on your computer.")) from error
    picture.thumbnail((LOGO_PIXELS, LOGO_PIXELS))
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()
