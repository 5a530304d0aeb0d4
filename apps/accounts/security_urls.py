"""Addresses about how a person signs in, on the platform and in every workspace."""

from allauth.mfa.webauthn.views import login_webauthn
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from apps.accounts.views import sessions, social, unlock, verification

urlpatterns = [
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/end-others/", sessions.end_others, name="end_other_sessions"),
    path("sessions/<uuid:pk>/end/", sessions.end_one, name="end_session"),
    path("verification/", verification.verification, name="verification"),
    path("unlock/", unlock.ask, name="unlock"),
    path("unlock/<str:key>/", unlock.confirm, name="unlock_confirm"),
    # Before allauth's own line: it forgets to say that strangers come here.
    path("2fa/webauthn/login/", login_not_required(login_webauthn), name="mfa_login_webauthn"),
    path("3rdparty/link/", social.link, name="social_link"),
    path("3rdparty/", include("allauth.socialaccount.urls")),
    path("2fa/", include("allauth.mfa.urls")),
]
