"""Telling the owners of a tenant what happened to it; who they are, and how they are reached, is known above."""

from collections.abc import Callable
from typing import Any

from apps.tenants.models import Tenant

Teller = Callable[..., None]
_tellers: list[Teller] = []


def tell_with(teller: Teller) -> None:
    """Let an app above this one carry the news: teller(tenant, template, page=…, **context), inside a transaction."""
    if teller not in _tellers:
        _tellers.append(teller)


def tell_owners(tenant: Tenant, template: str, *, page: str = "", **context: Any) -> None:
    """Write the mail of that name to everybody who owns the tenant, with a link to one of its pages."""
    for teller in _tellers:
        teller(tenant, template, page=page, **context)
