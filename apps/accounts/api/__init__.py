"""People over HTTP, below /api/v1/auth/, by subject."""

from apps.accounts.api import auth

urlpatterns = [*auth.urlpatterns]
