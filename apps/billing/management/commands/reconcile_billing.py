"""`manage.py reconcile_billing`: compare with the payment provider now, and mend what differs."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.billing.provider import BillingOffError
from apps.billing.services import reconcile


class Command(BaseCommand):
    help = "Compares everything with the payment provider and mends what differs. Run twice it changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--day", action="store_true", help="only what is younger than 24 hours, and subscriptions")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = reconcile(whole=not options["day"])
        except BillingOffError as problem:
            raise CommandError(f"{problem.title} {problem.detail}") from problem
        for one in run.differences:
            self.stdout.write(f"{one['account']} {one['what']}: {one['was'] or '-'} -> {one['is'] or '-'}")
        for what in run.unanswered:
            self.stderr.write(f"not answered: {what}")
        self.stdout.write(f"{run.checked} compared, {len(run.differences)} differences")
