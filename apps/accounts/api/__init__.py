"""People over HTTP, below /api/v1/auth/, by subject."""

from apps.accounts.api import auth, exports, invitations, keys, members, profile, roles, sessions

urlpatterns = [
    *auth.urlpatterns,
    *exports.urlpatterns,
    *invitations.urlpatterns,
    *keys.urlpatterns,
    *members.urlpatterns,
    *roles.urlpatterns,
    *profile.urlpatterns,
    *sessions.urlpatterns,
]
