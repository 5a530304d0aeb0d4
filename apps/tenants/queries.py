"""Finding a tenant by the three things a request may carry."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from apps.core.siblings import last_told, tell_siblings
from apps.tenants.models import Domain, Tenant

CACHE_SECONDS = 3.0
MOST_REMEMBERED = 5000
_found: dict[tuple[str, str], tuple[float, Tenant | None]] = {}
TOLD = "tenants"


class _Heard:
    """What the other processes of this web server told last."""

    last = 0


def _remembered(kind: str, key: str, read: Callable[[], Tenant | None], *, also_missing: bool = False) -> Tenant | None:
    """The answer of the last few seconds; what was not found is asked again, as it may be made any moment."""
    if (told := last_told(TOLD)) != _Heard.last:
        _found.clear()
        _Heard.last = told
    entry = _found.get((kind, key))
    if entry and entry[0] > time.monotonic():
        return entry[1]
    tenant = read()
    if tenant is None and not also_missing:
        _found.pop((kind, key), None)
        return None
    if told != _Heard.last:
        # Another thread heard of a change meanwhile: this may have been read before it.
        return tenant
    if len(_found) > MOST_REMEMBERED:
        _found.clear()
    _found[kind, key] = (time.monotonic() + CACHE_SECONDS, tenant)
    return tenant


def forget_tenants() -> None:
    """Drop the memory of tenants in all processes of this web server; those elsewhere follow within CACHE_SECONDS."""
    _found.clear()
    tell_siblings(TOLD)


def _first(**lookup: Any) -> Tenant | None:
    return Tenant.objects.in_use().filter(**lookup).first()


def tenant_by_slug(slug: str) -> Tenant | None:
    return _remembered("slug", slug, lambda: _first(slug=slug))


def tenant_by_id(tenant_id: UUID | str) -> Tenant | None:
    return _remembered("id", str(tenant_id), lambda: _first(pk=tenant_id))


def tenant_by_host(host: str) -> Tenant | None:
    def read() -> Tenant | None:
        domain = Domain.objects.select_related("tenant").filter(domain=host).first()
        return _first(pk=domain.tenant_id) if domain else None

    return _remembered("host", host, read)


def is_verified_host(host: str) -> bool:
    """Whether the name is one that a tenant has shown to be its own; forged names cost a query every few seconds."""

    def read() -> Tenant | None:
        return tenant_by_host(host)

    return _remembered("verified", host, read, also_missing=True) is not None


def address_of(tenant: Tenant) -> tuple[str, str]:
    """Scheme and host of the links in mails, and the path below which the tenant's pages lie there."""
    chosen = Domain.objects.filter(tenant_id=tenant.pk, is_primary=True).values_list("domain", flat=True).first()
    if chosen is None or chosen.endswith(f".{settings.BASE_DOMAIN}"):
        return settings.BASE_URL, tenant.path
    parts = urlsplit(settings.BASE_URL)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{chosen}{port}", "/"
