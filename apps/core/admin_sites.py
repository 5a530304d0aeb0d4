"""Django admin twice: the platform's shared tables, and one tenant's own."""

from collections.abc import Callable
from typing import Any

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.cache.backends.dummy import DummyCache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext_lazy as _
from unfold import sites as unfold_sites
from unfold.sites import UnfoldAdminSite

# unfold keeps what a search found by person and words alone, links included: in the next workspace they would be wrong.
unfold_sites.cache = DummyCache("unfold", {})

View = Callable[..., HttpResponseBase]

# The admin's own scripts (Alpine) need what no other page may do; nobody but staff and managers gets here.
_relaxed = csp_update({"script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]})


def administers_here(request: HttpRequest) -> bool:
    """Whether a member asks whose role includes the administration of the tenant."""
    membership = getattr(request, "membership", None)
    return membership is not None and bool(membership.has_right("accounts.use_administration"))


class RostrumAdminSite(UnfoldAdminSite):
    """Both sites are called "admin", so that `admin:` links lead to whichever the request is on."""

    index_title = _("Overview")

    def __init__(self) -> None:
        super().__init__(name="admin")

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # noqa: FBT001, FBT002 -- Django's signature
        return _relaxed(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Strangers sign in where everybody does and come back; somebody without the right is told so."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        wanted = request.GET.get(REDIRECT_FIELD_NAME) or resolve_url("admin:index")
        return redirect_to_login(wanted, resolve_url("account_login"))


class PlatformAdminSite(RostrumAdminSite):
    """Shared tables, for platform staff."""


class TenantAdminSite(RostrumAdminSite):
    """A tenant's own tables: for its owners and administrators, and superusers unless the tenant keeps staff out."""

    def has_permission(self, request: HttpRequest) -> bool:
        tenant: Any = getattr(request, "tenant", None)
        is_let_in = request.user.is_superuser and bool(getattr(tenant, "support_access", False))
        return (super().has_permission(request) and is_let_in) or administers_here(request)


platform_admin = PlatformAdminSite()
tenant_admin = TenantAdminSite()
