"""Everything between an installed tree and a running product; run before each start."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from apps.accounts.services.staff import make_staff_roles
from apps.home.services import prepare_community, seed_demo
from apps.home.statics import collect_if_changed
from apps.tenants.pooling import refuse_shared_servers
from apps.tenants.services import add_spare


class Command(BaseCommand):
    help = "Migrate, make the community and the demo people, keep spare tenants ready, collect static files."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_shared_servers()
        call_command("migrate", interactive=False, verbosity=0)
        make_staff_roles()
        prepare_community()
        if settings.DEMO:
            seed_demo()
        while add_spare():
            pass
        collect_if_changed()
