"""Who may buy and see invoices: in a company whoever has the right, in the community everybody for themselves."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpResponse

from apps.accounts.impersonation import NotWhileImpersonatingError
from apps.accounts.models import Membership
from apps.accounts.permissions import HasRights, member_of
from apps.accounts.rights import require_right
from apps.tenants.models import Tenant

MANAGE = "billing.manage"
View = TypeVar("View", bound=Callable[..., Any])


def require_buyer(membership: Membership | None) -> Membership:
    """The member, who may buy; NotAllowedError otherwise."""
    if membership is not None and membership.tenant.kind == Tenant.Kind.COMMUNITY:
        _require_in_person(membership)
        return membership
    return require_right(membership, MANAGE)


def _require_in_person(membership: Membership) -> None:
    """Staff who act as a person of the community do not buy in their name, as they do not for a company."""
    if membership.visit is not None:
        raise NotWhileImpersonatingError


class MayBuy(HasRights):
    """As HasRights; people of the community have the right over their own account."""

    def has_permission(self, request: Any, view: Any) -> bool:
        membership = member_of(request)
        if membership is not None and membership.tenant.kind == Tenant.Kind.COMMUNITY:
            _require_in_person(membership)
            return membership.key_scopes is None
        return super().has_permission(request, view)


def for_buyers(view: View) -> View:
    """Let only those see the page who may buy."""

    @wraps(view)
    def checked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        require_buyer(request.membership)
        response: HttpResponse = view(request, *args, **kwargs)
        return response

    checked.rights = {"GET": MANAGE, "POST": MANAGE}  # type: ignore[attr-defined]  # our own mark
    return checked  # type: ignore[return-value]  # has the signature of what it wraps
