"""Mail where there is no mail server: one .eml file a message, readable by any mail program."""

from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from apps.core.ids import uuid7


class EmlFileBackend(BaseEmailBackend):
    """Writes each message to EMAIL_FILE_PATH, named so that files sort by time."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            (folder / f"{uuid7().hex}.eml").write_bytes(message.message().as_bytes())
        return len(email_messages)
