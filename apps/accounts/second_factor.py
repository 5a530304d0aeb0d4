"""Second factors: who has one, who needs one, and how their secrets are kept."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.core.sealing import seal, unseal

SEALED_FOR = "second factor"
# Recovery codes are what is left when these are lost, and no factor by themselves.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: Any) -> bool:
    """Whether signing in with a password asks the person for something they have as well."""
    return bool(is_mfa_enabled(user, FACTORS))


def must_keep_second_factor(user: User) -> bool:
    """Whether any place that the person goes to asks for one, so that the last may not be taken off."""
    if user.is_staff and settings.STAFF_MFA_REQUIRED:
        return True
    return bool(user.memberships.usable().filter(tenant__mfa_required=True).exists())


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's second factors in our words, with sealed secrets."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": gettext_lazy(
            "A workspace of yours, or this platform, asks for a second step. Add another one first."
        ),
        "incorrect_code": gettext_lazy("This code is not right, or was used already. Take the newest one."),
        "unverified_email": gettext_lazy("Confirm your e-mail address first: it is the way back in when all is lost."),
    }

    def encrypt(self, text: str) -> str:
        return seal(SEALED_FOR, text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(SEALED_FOR, encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
        return others.exclude(pk=authenticator.pk).exists() or not must_keep_second_factor(authenticator.user)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1} if count else _("My passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        known: dict[str, str] = super().get_public_key_credential_rp_entity()
        return known | {"name": settings.MFA_TOTP_ISSUER}
