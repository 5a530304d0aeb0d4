"""Django admin twice: the platform's shared tables, and one tenant's own."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from unfold.sites import UnfoldAdminSite


class RostrumAdminSite(UnfoldAdminSite):  # type: ignore[misc] -- unfold is untyped
    """Both sites are called "admin", so that `admin:` links lead to whichever the request is on."""

    def __init__(self) -> None:
        super().__init__(name="admin")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Strangers sign in where everybody does; somebody without the right is told so."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect(f"{resolve_url('account_login')}?next={request.get_full_path()}")


class PlatformAdminSite(RostrumAdminSite):
    """Shared tables, for platform staff."""


class TenantAdminSite(RostrumAdminSite):
    """A tenant's own tables, for its owners and administrators and for platform staff."""

    def has_permission(self, request: HttpRequest) -> bool:
        membership = getattr(request, "membership", None)
        return super().has_permission(request) or (membership is not None and membership.can_manage)


platform_admin = PlatformAdminSite()
tenant_admin = TenantAdminSite()
