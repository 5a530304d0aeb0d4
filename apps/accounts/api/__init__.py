"""People over HTTP, below /api/v1/auth/, by subject."""

from apps.accounts.api import auth, invitations, keys, members, roles, sessions

urlpatterns = [
    *auth.urlpatterns,
    *invitations.urlpatterns,
    *keys.urlpatterns,
    *members.urlpatterns,
    *roles.urlpatterns,
    *sessions.urlpatterns,
]
