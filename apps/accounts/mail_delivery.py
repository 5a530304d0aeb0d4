"""Hands waiting mails to the engine; one that is away is asked again for two days, one that says no is believed."""

import json
import logging
from collections.abc import Iterable
from datetime import timedelta
from email.mime.image import MIMEImage
from email.utils import formataddr, parseaddr
from pathlib import Path
from smtplib import SMTPException, SMTPRecipientsRefused
from uuid import UUID

from anymail.exceptions import AnymailError
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from apps.accounts.mailing import SEALED_FOR, Letter, written
from apps.accounts.models import Mail
from apps.core.database_clock import database_now
from apps.core.ids import uuid7
from apps.core.mail import eml_file
from apps.core.queue import finish, later
from apps.core.sealing import unseal
from apps.tenants.models import Tenant

PAUSES_MINUTES = (1, 5, 15, 60, 120, 240, 480, 960, 960)
KEEP_DAYS = 30
LOGO = "logo"
PERMANENT = 500
# What the engines raise when they do not take a mail.
NOT_TAKEN = (SMTPException, AnymailError, OSError)

log = logging.getLogger(__name__)


class Message(EmailMultiAlternatives):
    """A message that knows which mail it is, so that sending it twice can be noticed by whoever stores it."""

    # Pictures belong to the HTML and are no attachments for the reader.
    mixed_subtype = "related"
    mail_id: UUID


def deliver(mail_id: UUID | str) -> None:
    """Send a mail that waits; one that is gone or was sent needs nothing."""
    mail = Mail.objects.select_related("tenant").filter(pk=mail_id, sent_at=None, refused_at=None).first()
    if mail is None:
        return
    try:
        message_of(mail).send()
    except SMTPRecipientsRefused as refusal:
        _try_again(mail, refusal, is_final=all(code >= PERMANENT for code, _words in refusal.recipients.values()))
    except NOT_TAKEN as error:
        _try_again(mail, error, is_final=False)
    else:
        with finish():
            _mails(mail).update(sent_at=timezone.now(), sealed=b"", problem="")


def _try_again(mail: Mail, error: Exception, *, is_final: bool) -> None:
    problem = f"{type(error).__name__}: {error}"[:300]
    log.warning("mail %s was not taken in attempt %s: %s", mail.pk, mail.attempts + 1, problem)
    with finish():
        if is_final or mail.attempts >= len(PAUSES_MINUTES):
            _mails(mail).update(refused_at=timezone.now(), sealed=b"", problem=problem)
            return
        _mails(mail).update(attempts=F("attempts") + 1, problem=problem)
        pause = timedelta(minutes=PAUSES_MINUTES[mail.attempts])
        later("accounts.send_mail", mail_id=mail.pk, run_after=database_now() + pause)


def _mails(mail: Mail) -> "QuerySet[Mail]":
    return Mail.objects.filter(pk=mail.pk)


def message_of(mail: Mail) -> Message:
    """The message as the engine gets it."""
    letter = Letter(**json.loads(unseal(SEALED_FOR, bytes(mail.sealed))))
    with translation.override(mail.language):
        return _message(letter, mail.pk, mail.address, mail.tenant)


def send_test_message(address: str) -> UUID:
    """Hand a mail to the engine now; what it says against it is raised."""
    key = uuid7()
    _message(written("emails/test_mail", None, {}), key, address, None).send()
    return key


def _message(letter: Letter, key: UUID, address: str, tenant: Tenant | None) -> Message:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {
        "Message-ID": f"<{key.hex}@{domain}>",
        "Content-Language": translation.get_language() or settings.LANGUAGE_CODE,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if link := letter.unsubscribe_url:
        # One press in the mail program is enough (RFC 8058).
        headers |= {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = Message(letter.subject, letter.text, _sender(tenant), [address], headers=headers)
    message.mail_id = key
    message.attach_alternative(letter.html, "text/html")
    if f"cid:{LOGO}" in letter.html and (picture := _logo_of(tenant)):
        message.attach(picture)
    return message


def _sender(tenant: Tenant | None) -> str:
    """The platform's address under the name of the workspace that it writes for."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    if tenant is not None:
        name = _("%(workspace)s via Rostrum") % {"workspace": " ".join(tenant.name.split())}
    return formataddr((name, address))


def _logo_of(tenant: Tenant | None) -> MIMEImage | None:
    if tenant is None or not tenant.logo_name or not default_storage.exists(tenant.logo_name):
        return None
    with default_storage.open(tenant.logo_name, "rb") as stored:
        picture = MIMEImage(stored.read(), "png")
    picture.add_header("Content-ID", f"<{LOGO}>")
    picture.add_header("Content-Disposition", "inline", filename="logo.png")
    return picture


def delete_files(mail_ids: Iterable[str]) -> None:
    """Take away what the embedded engine wrote for somebody who is gone."""
    for mail_id in mail_ids:
        eml_file(UUID(mail_id)).unlink(missing_ok=True)


def purge_mails() -> None:
    """Forget what was written to whom after a month, the files of the embedded engine included."""
    before = timezone.now() - timedelta(days=KEEP_DAYS)
    Mail.objects.filter(created_at__lt=before).delete()
    folder = Path(settings.EMAIL_FILE_PATH)
    for file in folder.glob("*.eml") if folder.is_dir() else ():
        if file.stat().st_mtime < before.timestamp():
            file.unlink(missing_ok=True)
