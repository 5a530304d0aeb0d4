"""The API, whole: the platform's part and what the modules bring."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from apps.core.modules import module_api_urls

platform = [
    path("auth/", include("apps.accounts.api")),
    path("auth/", include("apps.home.api")),
    path("modules/", include("apps.marketplace.api")),
    *module_api_urls(),
]
docs = [
    path("schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api_schema"), name="api_docs"),
]
urlpatterns = [
    path("api/v1/", include(docs + platform)),
    path("api/", include((platform, "api"), namespace="unversioned")),
]
