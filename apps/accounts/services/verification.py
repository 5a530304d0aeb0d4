"""Whether a person has shown that their e-mail address is theirs."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.problems import ProblemError


class NotVerifiedError(ProblemError):
    code = "email-not-verified"
    title = _("Confirm your e-mail address first.")
    status = 403


def is_verified(user: User) -> bool:
    """Without a mail server nothing can be confirmed, so every address counts."""
    if settings.ACCOUNT_EMAIL_VERIFICATION == "none":
        return True
    return bool(EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists())


def require_verified(user: User) -> None:
    """Refuse what only people with a confirmed address may do, such as inviting others or buying."""
    if not is_verified(user):
        raise NotVerifiedError(_("Open the link in the mail that we sent you, then try again."))


def mark_verified(user: User) -> None:
    """Note that the person's address is theirs, as what came to it by mail was used."""
    if not EmailAddress.objects.filter(user=user, email__iexact=user.email).update(verified=True):
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
