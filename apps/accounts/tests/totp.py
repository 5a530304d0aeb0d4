"""What an authenticator app does, for tests."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from apps.accounts.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PERIOD = 30


def code_now(secret: str = SECRET, *, periods_ahead: int = 0) -> str:
    code: str = format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + periods_ahead))
    return code


def give_app(user: User) -> Authenticator:
    """Let the person have set up an app with a known secret, and recovery codes."""
    app: Authenticator = TOTP.activate(user, SECRET).instance
    RecoveryCodes.activate(user)
    return app


def recovery_codes_of(user: User) -> list[str]:
    codes: list[str] = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    return codes
