"""Makes a new module that already works."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.core.skeleton import ModuleNameError, write_module


class Command(BaseCommand):
    help = "Write the folder of a new module: apps/NAME. Afterwards: makemigrations NAME, then prepare."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="label of the module, such as reference_checks")

    def handle(self, *args: Any, **options: Any) -> None:
        label = options["name"]
        try:
            files = write_module(label, settings.BASE_DIR / "apps" / label)
        except ModuleNameError as error:
            raise CommandError(str(error)) from error
        for file in files:
            self.stdout.write(str(file.relative_to(settings.BASE_DIR)))
        self.stdout.write(f"Next: python manage.py makemigrations {label} && python manage.py prepare")
