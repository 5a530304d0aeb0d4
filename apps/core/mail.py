"""Mail where there is no mail server: one .eml file a message, readable by any mail program."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from apps.core.ids import uuid7


def eml_file(key: UUID) -> Path:
    """Where the message of that id lies."""
    return Path(settings.EMAIL_FILE_PATH) / f"{key.hex}.eml"


class EmlFileBackend(BaseEmailBackend):
    """Writes each message to EMAIL_FILE_PATH, named so that files sort by time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        Path(settings.EMAIL_FILE_PATH).mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            # A message that knows its id takes the same file when it is sent a second time.
            file = eml_file(getattr(message, "mail_id", None) or uuid7())
            file.write_bytes(message.message().as_bytes())
        return len(email_messages)
