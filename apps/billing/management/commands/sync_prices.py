"""`manage.py sync_prices`: make everything that is for sale known to the payment provider."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.billing.provider import BillingOffError
from apps.billing.services import sync_prices


class Command(BaseCommand):
    help = "Makes products and prices at the payment provider from what modules, plans and credit packs cost."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = sync_prices()
        except BillingOffError as problem:
            raise CommandError(f"{problem.title} {problem.detail}") from problem
        self.stdout.write(f"{made} prices made known")
