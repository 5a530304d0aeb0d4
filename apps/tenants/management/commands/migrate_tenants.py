"""Brings all tenants' schemas up to date."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.tenants.provisioning import render_text
from apps.tenants.services import add_spare, migrate_tenants


class Command(BaseCommand):
    help = (
        "Render the text of a tenant's schema, migrate every tenant that is behind, and fill the pool of spares. "
        "Run it after the shared schema was migrated, and once more after the last process of an older version ended."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        render_text()
        migrated = migrate_tenants()
        self.stdout.write(f"{migrated} tenants migrated." if migrated else "All tenants are up to date.")
        while add_spare():
            self.stdout.write("One more spare is ready.")
