"""Writes the clients of the API."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.core.api_clients.files import faults, write_clients


class Command(BaseCommand):
    help = "Write the typed Python client and the Postman collection from the API's description, into clients/."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "clients")
        parser.add_argument("--check", action="store_true", help="only say which files are not as they have to be")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if options["check"]:
            if found := faults(folder):
                raise CommandError("Run manage.py api_clients; these are stale: " + ", ".join(found))
            return
        self.stdout.write(f"{len(write_clients(folder))} files in {folder}")
