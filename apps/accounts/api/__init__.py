"""People over HTTP, below /api/v1/auth/, by subject."""

from apps.accounts.api import auth, members, sessions

urlpatterns = [*auth.urlpatterns, *members.urlpatterns, *sessions.urlpatterns]
