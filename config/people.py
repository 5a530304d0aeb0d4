"""How people sign in: second factors, limits, addresses that are verified; a part of settings.py."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config import env

PRODUCTION = env.boolean("PRODUCTION", default=False)

# Whoever runs the platform needs a second factor, unless it is somebody's own machine.
STAFF_MFA_REQUIRED = env.boolean("STAFF_MFA_REQUIRED", default=PRODUCTION)
MFA_ADAPTER = "apps.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "apps.accounts.second_factor_forms.AuthenticateForm",
    "reauthenticate": "apps.accounts.second_factor_forms.ReauthenticateForm",
    "activate_totp": "apps.accounts.second_factor_forms.ActivateTOTPForm",
    "add_webauthn": "apps.accounts.second_factor_forms.AddWebAuthnForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Rostrum"
# Clocks of phones are up to half a minute off.
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys without TLS on localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# A link to a new password works once, and for an hour.
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1
# A code by mail instead of the password.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3

# However much they are used, sessions and refreshed tokens end so many days after the sign-in; workspaces may say less.
SESSION_DAYS = env.integer("SESSION_DAYS", 30)
if SESSION_DAYS < 1:
    raise ImproperlyConfigured("SESSION_DAYS: at least one day")

# Failed sign-ins are counted by apps.accounts.sign_in_guard; allauth's own limit is left for second factors.
AXES_HANDLER = "apps.accounts.sign_in_guard.SignInGuard"
AXES_LOCKOUT_CALLABLE = "apps.accounts.sign_in_guard.locked_out"
AXES_CLIENT_IP_CALLABLE = "apps.accounts.visits.address_of"
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
# What "unlock by mail" may be asked for.
ACCOUNT_RATE_LIMITS = {"unlock": "20/m/ip,3/15m/key"}

# Sign-in with other accounts: on where keys are set. What is strict about it stands in apps/accounts/provider.py.
NOT_ONE_DIRECTORY = {"common", "organizations", "consumers"}


def _microsoft_directory() -> str:
    """Whose directory vouches for addresses: in one that is open to anybody, anybody could claim any address."""
    directory = env.text("MICROSOFT_DIRECTORY")
    if env.text("MICROSOFT_CLIENT_ID") and (not directory or directory in NOT_ONE_DIRECTORY):
        raise ImproperlyConfigured("MICROSOFT_DIRECTORY: name the id of your own directory, not a shared one")
    return directory


def _identity_providers() -> list[dict[str, Any]]:
    directory = _microsoft_directory()
    known: list[tuple[str, str, str, str, dict[str, Any]]] = [
        (
            *("Google", env.text("GOOGLE_CLIENT_ID"), env.text("GOOGLE_CLIENT_SECRET")),
            "https://accounts.google.com",
            {"oauth_pkce_enabled": True},
        ),
        (
            *("LinkedIn", env.text("LINKEDIN_CLIENT_ID"), env.text("LINKEDIN_CLIENT_SECRET")),
            "https://www.linkedin.com/oauth",
            {"omits_nonce": True},
        ),
        (
            *("Microsoft", env.text("MICROSOFT_CLIENT_ID"), env.text("MICROSOFT_CLIENT_SECRET")),
            f"https://login.microsoftonline.com/{directory}/v2.0",
            {"oauth_pkce_enabled": True, "trusted_directory": directory},
        ),
    ]
    apps = []
    for name, client_id, secret, server_url, more in known:
        if bool(client_id) != bool(secret):
            raise ImproperlyConfigured(f"{name.upper()}_CLIENT_ID and {name.upper()}_CLIENT_SECRET belong together")
        if client_id:
            app = {"provider_id": name.lower(), "name": name, "client_id": client_id, "secret": secret}
            apps.append(app | {"settings": {"server_url": server_url, **more}})
    return apps


SOCIALACCOUNT_ADAPTER = "apps.accounts.social.SocialAdapter"
SOCIALACCOUNT_FORMS = {"signup": "apps.accounts.entrance_forms.SocialSignupForm"}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": _identity_providers()}}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
