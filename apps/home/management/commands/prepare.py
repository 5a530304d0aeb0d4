"""Everything between an installed tree and a running product; run before each start."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from apps.accounts.services.staff import make_staff_roles
from apps.home.services import prepare_community, seed_demo
from apps.home.statics import collect_if_changed
from apps.tenants.backups.changing_places import finish_killed_restore
from apps.tenants.backups.errors import BackupError
from apps.tenants.pooling import refuse_shared_servers
from apps.tenants.services import add_spare


class Command(BaseCommand):
    help = "Migrate, make the community and the demo people, keep spare tenants ready, collect static files."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_shared_servers()
        self._finish_killed_restore()
        call_command("migrate", interactive=False, verbosity=0)
        make_staff_roles()
        prepare_community()
        if settings.DEMO:
            seed_demo()
        while add_spare():
            pass
        collect_if_changed()

    @staticmethod
    def _finish_killed_restore() -> None:
        try:
            has_new_key = finish_killed_restore()
        except BackupError as error:
            raise CommandError(str(error)) from error
        if has_new_key:
            raise CommandError("A restore that was killed is complete now, with its secret key: start again to use it.")
