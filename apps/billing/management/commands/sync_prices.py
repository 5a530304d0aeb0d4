"""`manage.py sync_prices`: make everything that is for sale known to the payment provider."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.billing.services import sync_meters, sync_prices
from apps.core.problems import ProblemError


class Command(BaseCommand):
    help = "Makes products, prices and meters at the payment provider from what modules, plans and credits declare."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made, counted = sync_prices(), sync_meters()
        except ProblemError as problem:
            raise CommandError(f"{problem.title} {problem.detail}") from problem
        self.stdout.write(f"{made} prices and {counted} meters made known")
