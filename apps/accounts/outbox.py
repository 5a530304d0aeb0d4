"""Mails of the embedded engine as its files hold them, made safe to be looked at in a page."""

from base64 import b64encode
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.conf import settings
from django.db.models import Q, QuerySet

from apps.accounts.models import Invitation, Mail, Membership
from apps.accounts.roles import Role
from apps.core.actor import current_actor
from apps.core.mail import eml_file

# Templates in a folder of their own open accounts: new passwords, codes, confirmations.
OPENS_ACCOUNTS = Q(template__contains="/")


@dataclass(frozen=True, slots=True)
class Opened:
    """What a mail says; pictures that came inside stand in the HTML as data."""

    text: str
    html: str


def is_there() -> bool:
    """Whether mails lie in files; a real engine has no outbox of ours."""
    return bool(settings.MAIL.name == "files")


def opened(mail: Mail) -> Opened | None:
    """None while the mail waits, and when its file is gone."""
    try:
        raw = eml_file(mail.pk).read_bytes()
    except OSError:
        return None
    message = message_from_bytes(raw, policy=policy.default)
    html = _body(message, "html")
    for part in message.walk():
        key = str(part.get("Content-ID", "")).strip("<>")
        if key and part.get_content_maintype() == "image":
            data = b64encode(part.get_content()).decode()
            html = html.replace(f"cid:{key}", f"data:{part.get_content_type()};base64,{data}")
    return Opened(_body(message, "plain"), html)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""


def mails_for_staff() -> "QuerySet[Mail]":
    """Every mail there is."""
    return Mail.objects.select_related("tenant")


def mails_for(membership: Membership) -> "QuerySet[Mail]":
    """What was sent for the workspace, but nothing that would let the reader in as somebody else.

    Mails that open an account are shown to whom they were sent, and not to staff who act as that person; invitations
    of owners are shown to owners.
    """
    found = Mail.objects.filter(tenant_id=membership.tenant_id)
    is_in_person = current_actor().on_behalf_of is None
    found = found.exclude(OPENS_ACCOUNTS & ~Q(user_id=membership.user_id) if is_in_person else OPENS_ACCOUNTS)
    if membership.role != Role.OWNER:
        owners = Invitation.objects.filter(tenant_id=membership.tenant_id, role=Role.OWNER)
        found = found.exclude(address__in=owners.values("email"))
    return found
