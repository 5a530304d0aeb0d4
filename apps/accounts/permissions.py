"""Who may call what in the API; closed by default."""

from typing import TYPE_CHECKING, Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from apps.accounts.roles import MANAGERS

if TYPE_CHECKING:
    # The views' module imports this one through the settings.
    from rest_framework.views import APIView


class IsMember(BasePermission):
    """The caller has a usable membership in the tenant of the request."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        django_request: Any = request._request
        return bool(django_request.tenant) and getattr(django_request, "membership", None) is not None


class IsManager(IsMember):
    """Owners and administrators."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        django_request: Any = request._request
        return super().has_permission(request, view) and django_request.membership.role in MANAGERS
