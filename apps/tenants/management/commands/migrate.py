"""Migrates the shared schema and then every tenant's."""

from typing import Any

from django.core.checks import Tags
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as MigrateOneSchema
from django_tenants.management.commands.migrate_schemas import MigrateSchemasCommand

from apps.core.scope import PUBLIC, scope
from apps.tenants.migrating import TenantsLeftBehindError, forget_what_tenants_have, migrate_tenants, patiently
from apps.tenants.provisioning import MIGRATING_LOCK, render_text, session_lock
from apps.tenants.recordings import OF_TENANT, play_recordings, recorded

# Whoever says one of these wants more, or other things, than everybody up to date.
SPECIAL = ("app_label", "migration_name", "schema_name", "executor", "fake", "fake_initial", "prune")
LOOKING = ("plan", "check_unapplied")


class Command(MigrateSchemasCommand):  # type: ignore[misc]  # django-tenants is untyped
    help = (
        "Migrate the shared schema, record the text that tenants are made from, and bring every tenant up to date; "
        "--shared or --tenant does one half. With an app, a schema, an executor, --fake, --plan, --check or "
        "--prune it is django-tenants' own command, which takes one tenant after the other."
    )
    # What migrating rests on; to look at every page as well would take as long as all the rest of having nothing to do.
    requires_system_checks = (Tags.models, Tags.database)

    def handle(self, *args: Any, **options: Any) -> None:
        if any(options[name] for name in (*SPECIAL, *LOOKING)):
            super().handle(*args, **options)
            if not any(options[name] for name in LOOKING):
                forget_what_tenants_have()
            return
        both = options["shared"] == options["tenant"]
        with session_lock(MIGRATING_LOCK):
            if play_recordings() and options["verbosity"]:
                self.stdout.write("An empty database: made from the recorded migrations.")
            if both or options["shared"]:
                patiently(lambda: self._migrate_shared(*args, **options))
            if both or options["tenant"]:
                self._migrate_tenants(verbosity=options["verbosity"])

    def _migrate_shared(self, *args: Any, **options: Any) -> None:
        with scope(PUBLIC):
            # The checks were this command's.
            MigrateOneSchema(stdout=self.stdout, stderr=self.stderr).execute(*args, **options | {"skip_checks": True})

    def _migrate_tenants(self, *, verbosity: int) -> None:
        patiently(lambda: render_text(recorded(OF_TENANT)))
        try:
            migrated = migrate_tenants()
        except TenantsLeftBehindError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(f"{migrated} tenants migrated." if migrated else "All tenants are up to date.")
