"""Adds up the files of tenants anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.tenants.models import Tenant
from apps.tenants.storage_use import recount_storage


class Command(BaseCommand):
    help = "Count what the files of every tenant take, and correct the sums that plans are compared with."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slugs", nargs="*", help="only these tenants")

    def handle(self, *args: Any, **options: Any) -> None:
        tenants = Tenant.objects.in_use().order_by("slug")
        if options["slugs"]:
            tenants = tenants.filter(slug__in=options["slugs"])
            if unknown := set(options["slugs"]) - set(tenants.values_list("slug", flat=True)):
                raise CommandError(f"No tenant has the slug {', '.join(sorted(unknown))}.")
        for tenant in tenants:
            before, after = recount_storage(tenant)
            change = "as before" if before == after else f"{after - before:+d}"
            self.stdout.write(f"{tenant.slug}: {after} bytes, {change}")
