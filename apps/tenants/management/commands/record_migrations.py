"""Writes down what all migrations come to, for the first start of others."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.tenants.recordings import record


class Command(BaseCommand):
    help = "Record what all migrations come to in an empty database; to be said after each new migration."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{record()} statements recorded.")
