"""Makes a tenant from the command line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.core.problems import ProblemError
from apps.tenants.models import Tenant
from apps.tenants.services import create_tenant


class Command(BaseCommand):
    help = "Make a tenant; one that has the slug already stays as it is. Its owner signs up or is added in the admin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--slug", help="the address below /t/; made of the name when left out")
        parser.add_argument("--kind", choices=Tenant.Kind.values, default=Tenant.Kind.COMPANY)

    def handle(self, *args: Any, **options: Any) -> None:
        name, slug, kind = options["name"], options["slug"], options["kind"]
        if slug and (tenant := Tenant.objects.filter(slug=slug).first()):
            self.stdout.write(f"{tenant.name} is at {tenant.path} already.")
            return
        try:
            tenant = create_tenant(name=name, slug=slug, kind=kind)
        except ProblemError as problem:
            raise CommandError(f"{problem.title} {problem.detail}".strip()) from problem
        self.stdout.write(f"{tenant.name} is at {tenant.path}.")
