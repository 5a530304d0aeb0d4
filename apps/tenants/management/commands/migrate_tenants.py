"""Brings all tenants' schemas up to date."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from apps.tenants.services import add_spare


class Command(BaseCommand):
    help = (
        "Render the text of a tenant's schema, migrate every tenant that is behind, and fill the pool of spares. "
        "Run it after the shared schema was migrated, and once more after the last process of an older version ended."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", tenant=True, verbosity=options["verbosity"], stdout=self.stdout, stderr=self.stderr)
        while add_spare():
            self.stdout.write("One more spare is ready.")
