"""Compute the hash chains of all audit logs again and say where one was changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.audit.queries import verify_chain
from apps.core.scope import PUBLIC, TenantLike, scope
from apps.tenants.models import Tenant


class Command(BaseCommand):
    help = "Verifies the audit logs of the platform and of every workspace; ends with an error where one was changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenant", help="Only the log of the workspace with this slug.")

    def handle(self, *args: Any, **options: Any) -> None:
        logs: list[tuple[str, TenantLike]] = [("platform", PUBLIC)]
        tenants = Tenant.objects.in_use().with_schema().order_by("slug")
        if slug := options["tenant"]:
            tenants, logs = tenants.filter(slug=slug), []
        logs += [(str(tenant.slug), tenant) for tenant in tenants]
        if not logs:
            raise CommandError(f"There is no workspace {slug}.")
        broken = [name for name, tenant in logs if not self._holds(name, tenant)]
        if broken:
            raise CommandError(f"Changed after they were written: {', '.join(broken)}.")

    def _holds(self, name: str, tenant: TenantLike) -> bool:
        with scope(tenant):
            state = verify_chain()
        said = "ok" if state.holds else "CHANGED"
        where = f", first at number {state.broken_at}" if state.broken_at is not None else ""
        loose = f", {state.unchained} without a place in the chain" if state.unchained else ""
        self.stdout.write(f"{name}: {said}, {state.length} entries{where}{loose}, head {state.head or '-'}")
        return state.holds
