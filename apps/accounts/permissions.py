"""Who may call what in the API; closed by default."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from apps.accounts.api_keys import NotForKeysError
from apps.accounts.models import Membership
from apps.accounts.rights import require_right

if TYPE_CHECKING:
    # The views' module imports this one through the settings.
    from rest_framework.views import APIView


def member_of(request: Request) -> Membership | None:
    """The caller's usable membership in the tenant of the request."""
    django_request: Any = request._request
    membership: Membership | None = getattr(django_request, "membership", None)
    return membership if django_request.tenant else None


class IsMember(BasePermission):
    """The caller is a member. A key is let in only where the view says `open_to_keys`: most of these are personal."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        membership = member_of(request)
        if membership is not None and membership.key_scopes is not None and not getattr(view, "open_to_keys", False):
            raise NotForKeysError(_("Sign in as a person."))
        return membership is not None


class HasRights(BasePermission):
    """The caller's role has what the view's `rights` name for the method, in a viewset for the action.

    A method that the view answers but does not name is refused.
    """

    def has_permission(self, request: Request, view: "APIView") -> bool:
        membership = member_of(request)
        if membership is None:
            return False
        method = "GET" if request.method == "HEAD" else str(request.method)
        handler = getattr(view, method.lower(), None)
        if handler is None or method == "OPTIONS":
            # There is nothing to refuse: the answer is 405, or what can be asked for.
            return True
        rights: dict[str, str] = getattr(view, "rights", {})
        name = rights.get(getattr(view, "action", None) or method)
        if name is None:
            return False
        require_right(membership, name)
        return True
