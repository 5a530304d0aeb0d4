"""Renders the text that tenants' schemas are made from."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.tenants.provisioning import find_text, render_text


class Command(BaseCommand):
    help = "Record the SQL that makes a tenant's schema, unless this version of the migrations has it already."

    def handle(self, *args: Any, **options: Any) -> None:
        if find_text() is not None:
            self.stdout.write("The text of a tenant's schema is up to date.")
            return
        text = render_text()
        self.stdout.write(f"Rendered the text of a tenant's schema: {len(text.sql)} characters.")
