"""People over HTTP, below /api/v1/auth/, by subject."""

from apps.accounts.api import auth, exports, invitations, keys, legal, members, profile, roles, sessions

urlpatterns = [
    *auth.urlpatterns,
    *exports.urlpatterns,
    *invitations.urlpatterns,
    *keys.urlpatterns,
    *legal.urlpatterns,
    *members.urlpatterns,
    *roles.urlpatterns,
    *profile.urlpatterns,
    *sessions.urlpatterns,
]
