"""Who may call what in the API; closed by default."""

from typing import TYPE_CHECKING, Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from apps.accounts.rights import require_right

if TYPE_CHECKING:
    # The views' module imports this one through the settings.
    from rest_framework.views import APIView


class IsMember(BasePermission):
    """The caller has a usable membership in the tenant of the request."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        django_request: Any = request._request
        return bool(django_request.tenant) and getattr(django_request, "membership", None) is not None


class HasRights(IsMember):
    """The caller's role has what the view's `rights` name for the method, in a viewset for the action.

    A method that the view answers but does not name is refused.
    """

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if not super().has_permission(request, view):
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
        django_request: Any = request._request
        require_right(django_request.membership, name)
        return True
