"""The API, whole: the platform's part and what the modules bring."""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.urls import include, path
from drf_spectacular.views import SpectacularSwaggerSplitView

from apps.core.modules import module_api_urls
from apps.core.views import SchemaView

platform = [
    path("auth/", include("apps.accounts.api")),
    path("auth/", include("apps.home.api")),
    path("audit/", include("apps.accounts.api.audit")),
    path("tenants/", include("apps.home.api.tenants")),
    path("modules/", include("apps.marketplace.api")),
    path("hiring/", include("apps.hiring.api")),
    path("ai/", include("apps.ai.api")),
    path("billing/", include("apps.billing.api")),
    *module_api_urls(),
]
# Swagger's page brings a style sheet inside itself.
swagger = csp_update({"style-src": [UNSAFE_INLINE]})(SpectacularSwaggerSplitView.as_view(url_name="api_schema"))
docs = [
    path("schema/", SchemaView.as_view(), name="api_schema"),
    path("docs/", swagger, name="api_docs"),
]
urlpatterns = [
    path("api/v1/", include(docs + platform)),
    path("api/", include((platform, "api"), namespace="unversioned")),
]
