"""Addresses about how a person signs in, on the platform and in every workspace."""

from allauth.account.views import password_reset, request_login_code
from allauth.mfa.webauthn.views import login_webauthn
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from apps.accounts.steady_time import steady
from apps.accounts.views import sessions, social, unlock, verification

urlpatterns = [
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/end-others/", sessions.end_others, name="end_other_sessions"),
    path("sessions/<uuid:pk>/end/", sessions.end_one, name="end_session"),
    path("verification/", verification.verification, name="verification"),
    path("unlock/", steady(unlock.ask), name="unlock"),
    # Before allauth's own lines: in these two the time would tell whether there is such an account.
    path("password/reset/", steady(password_reset), name="account_reset_password"),
    path("login/code/", steady(request_login_code), name="account_request_login_code"),
    path("unlock/<str:key>/", unlock.confirm, name="unlock_confirm"),
    # Before allauth's own line: it forgets to say that strangers come here.
    path("2fa/webauthn/login/", login_not_required(login_webauthn), name="mfa_login_webauthn"),
    path("3rdparty/link/", social.link, name="social_link"),
    path("3rdparty/", include("allauth.socialaccount.urls")),
    path("2fa/", include("allauth.mfa.urls")),
]
