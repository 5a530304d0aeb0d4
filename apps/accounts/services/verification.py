"""Whether a person has shown that their e-mail address is theirs."""

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.mailing import mail_link, send_mail_to
from apps.accounts.models import User
from apps.core.problems import ProblemError
from apps.tenants.models import Tenant


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


@transaction.atomic
def send_verification(user: User, *, tenant: Tenant | None = None) -> None:
    """Mail the link that confirms the person's address; it holds for a day and for this address only."""
    address, _is_new = EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"primary": True, "verified": False}
    )
    key = EmailConfirmationHMAC.create(address).key
    link = mail_link("account_confirm_email", key, tenant=tenant)
    send_mail_to(user, "account/email/email_confirmation_message", tenant=tenant, user=user, activate_url=link)


def ask_to_verify(user: User) -> None:
    """After a sign-up that no link led to."""
    if not is_verified(user):
        send_verification(user)
