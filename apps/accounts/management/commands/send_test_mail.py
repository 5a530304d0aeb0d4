"""Shows whether mail goes out: writes one to an address and says what became of it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.accounts.mail_delivery import NOT_TAKEN, send_test_message
from apps.core.mail import eml_file


class Command(BaseCommand):
    help = "Send a test mail at once, past the queue, and say what the engine answered."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="Who gets it.")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        try:
            key = send_test_message(address)
        except NOT_TAKEN as error:
            raise CommandError(f"{settings.MAIL.place} did not take it: {type(error).__name__}: {error}") from error
        where = f": {eml_file(key)}" if settings.MAIL.name == "files" else ""
        self.stdout.write(f"Sent to {address} by {settings.MAIL.place}{where}")
