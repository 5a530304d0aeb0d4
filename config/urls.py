"""A tenant's addresses."""

from django.urls import include, path

from apps.accounts.views import support
from apps.accounts.views.profile import picture
from apps.core.admin_sites import tenant_admin
from apps.core.modules import module_urls

urlpatterns = [
    # First, as programs ask most often: what stands before an address is tried before it.
    path("", include("config.api_urls")),
    path("", include("apps.home.urls")),
    path("", include("config.shared_urls")),
    path("marketplace/", include("apps.marketplace.urls")),
    path("settings/outbox/", include("apps.accounts.outbox_urls")),
    path("settings/keys/", include("apps.accounts.key_urls")),
    path("settings/ai/", include("apps.ai.urls")),
    path("billing/", include("apps.billing.urls")),
    path("people/<uuid:pk>/picture/", picture, name="people_picture"),
    path("views/", include("apps.accounts.tenant_urls")),
    path("settings/audit/", include("apps.accounts.audit_urls")),
    path("settings/roles/", include("apps.accounts.role_urls")),
    path("settings/support/", support.access, name="support_access"),
    path("team/", include("apps.accounts.team_urls")),
    path("hiring/", include("apps.hiring.urls")),
    path("admin/", tenant_admin.urls),
    *module_urls(),
]
handler400 = "apps.home.errors.bad_request"
handler403 = "apps.home.errors.permission_denied"
handler404 = "apps.home.errors.not_found"
handler429 = "apps.home.errors.too_fast"
handler500 = "apps.home.errors.server_error"
