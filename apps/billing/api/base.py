"""What all views of billing share: who asks, and for which account."""

from typing import ClassVar, cast

from django.conf import settings
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.fresh import SignedInLately
from apps.accounts.models import Membership
from apps.accounts.permissions import member_of
from apps.billing.access import MANAGE, MayBuy
from apps.billing.models import Account
from apps.billing.queries import account_for
from apps.tenants.middleware import TenantRequest, tenant_of_host


def buyer(request: Request) -> Membership:
    membership = member_of(request)
    assert membership is not None  # noqa: S101 -- MayBuy let nobody else in
    return membership


def account(request: Request) -> Account | None:
    """The caller's own; None before anything was bought."""
    return account_for(buyer(request))


def pages_of(request: Request) -> str:
    """Where the workspace's pages of billing are, for the browser of whoever asks.

    On the host that was asked if it is one of the workspace's own, where they may be signed in; else below its path on
    the platform's.
    """
    asked, tenant = cast("TenantRequest", request._request), buyer(request).tenant
    own = tenant_of_host(asked)
    if own is not None and own.pk == tenant.pk:
        return f"{asked.scheme}://{asked.get_host()}/billing/"
    return f"{settings.BASE_URL}{tenant.path}billing/"


class BillingView(APIView):
    permission_classes: tuple[type[BasePermission], ...] = (MayBuy,)
    rights: ClassVar[dict[str, str]] = dict.fromkeys(("GET", "POST", "DELETE", "list", "retrieve"), MANAGE)


class BuyingView(BillingView):
    """For people only, who have signed in lately."""

    permission_classes = (MayBuy, SignedInLately)
