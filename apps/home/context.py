"""What every template of a tenant's pages can use."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from apps.accounts.address_state import address_is_verified
from apps.accounts.legal import texts_in_force
from apps.accounts.queries import workspaces_of
from apps.accounts.social import ways_here
from apps.billing.warnings import payment_banner_for
from apps.core.scope import PUBLIC
from apps.home.queries import demo_address, navigation_for
from apps.marketplace.access import accesses
from apps.marketplace.warnings import banner_for


def frame(request: HttpRequest) -> dict[str, Any]:
    """Tenant, membership and, read only when a template asks, navigation and the tenants to switch to."""
    tenant = getattr(request, "tenant", PUBLIC)
    membership = getattr(request, "membership", None)
    context = {"tenant": tenant, "membership": membership, "base_url": settings.BASE_URL}
    # Where mails lie on this machine, people are shown where.
    context["has_outbox"] = settings.MAIL.name == "files"
    context["legal_texts"] = texts_in_force
    context["visit"] = getattr(request, "visit", None)
    if not tenant:
        # Asked by several parts of a public page, answered once.
        context["try_url"] = cache(demo_address)
    context["social_ways"] = lambda: ways_here(request)
    if membership is None:
        return context
    # Navigation and banner ask the same, as some pages do before them.
    open_ones = cache(lambda: getattr(request, "open_ones", None) or accesses(membership))
    return context | {
        "is_verified": lambda: address_is_verified(request),
        "navigation": lambda: navigation_for(membership, request.path, open_ones()),
        "payment_banner": cache(lambda: payment_banner_for(membership, open_ones())),
        "module_banner": cache(lambda: banner_for(membership)),
        "workspaces": cache(lambda: workspaces_of(membership.user)),
    }
