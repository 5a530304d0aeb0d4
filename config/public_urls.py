"""The platform's own addresses."""

from django.urls import include, path

from apps.core.admin_sites import platform_admin
from apps.core.modules import module_public_urls

urlpatterns = [
    # First, as programs ask most often: what stands before an address is tried before it.
    path("", include("config.api_urls")),
    path("", include("apps.home.public_urls")),
    path("", include("apps.accounts.urls")),
    path("outbox/", include("apps.accounts.staff_outbox_urls")),
    path("accounts/oidc/", include("apps.accounts.social_urls")),
    path("", include("config.shared_urls")),
    path("admin/", platform_admin.urls),
    *module_public_urls(),
]
handler400 = "apps.home.errors.bad_request"
handler403 = "apps.home.errors.permission_denied"
handler404 = "apps.home.errors.not_found"
handler429 = "apps.home.errors.too_fast"
handler500 = "apps.home.errors.server_error"
