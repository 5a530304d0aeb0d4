"""The workspace over HTTP, below /api/v1/tenants/, by subject."""

from apps.home.api import plan

urlpatterns = [*plan.urlpatterns]
