"""What all views of billing share: who asks, and for which account."""

from typing import ClassVar

from rest_framework.request import Request
from rest_framework.views import APIView

from apps.accounts.models import Membership
from apps.accounts.permissions import member_of
from apps.billing.access import MANAGE, MayBuy
from apps.billing.models import Account
from apps.billing.queries import account_for


def buyer(request: Request) -> Membership:
    membership = member_of(request)
    assert membership is not None  # noqa: S101 -- MayBuy let nobody else in
    return membership


def account(request: Request) -> Account | None:
    """The caller's own; None before anything was bought."""
    return account_for(buyer(request))


class BillingView(APIView):
    permission_classes = (MayBuy,)
    rights: ClassVar[dict[str, str]] = dict.fromkeys(("GET", "POST", "DELETE", "list", "retrieve"), MANAGE)
