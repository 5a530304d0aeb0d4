"""Puts a backup back."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.core.problems import ProblemError
from apps.tenants.backups.archive import ArchiveReader, reading
from apps.tenants.backups.changing_places import Place
from apps.tenants.backups.errors import BackupError
from apps.tenants.backups.forgetting import forget_everything
from apps.tenants.backups.passphrase import add_option, given_passphrase
from apps.tenants.backups.programs import this_database
from apps.tenants.backups.stored_files import local_folder
from apps.tenants.backups.tenant_restore import restore_tenant
from apps.tenants.backups.whole_restore import Wishes, restore_all


class Command(BaseCommand):
    help = "Put a backup back: everything, or with --tenant one workspace; what fails leaves all as it was."
    # The database may be empty.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--tenant", action="store_true", help="the file holds one workspace, for a running product")
        parser.add_argument("--slug", help="with --tenant: the address of the workspace, where it is not the old one")
        parser.add_argument("--replace", action="store_true", help="what is there makes room")
        parser.add_argument("--with-keys", action="store_true", help="the secret key too")
        parser.add_argument("--dry-run", action="store_true", help="do it beside what is there, and take it away again")
        add_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with reading(options["file"], given_passphrase(options["passphrase_file"])) as archive:
                if options["tenant"]:
                    self._tenant(archive, options)
                else:
                    self._everything(archive, options)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except ProblemError as problem:
            raise CommandError(f"{problem.title} {problem.detail}".strip()) from problem
        except OSError as error:
            raise CommandError(f"{error.strerror}: {error.filename}" if error.filename else str(error)) from error

    def _everything(self, archive: ArchiveReader, options: dict[str, Any]) -> None:
        if options["slug"]:
            raise BackupError("--slug goes with --tenant.")
        place = Place(this_database(), local_folder(), Path(settings.STATE_DIR))
        wishes = Wishes(replace=options["replace"], with_keys=options["with_keys"], dry_run=options["dry_run"])
        restored = restore_all(archive, place, wishes, self._say)
        if not wishes.dry_run:
            restored.warnings.extend(forget_everything())
        migrated = " and brought up to date" if restored.is_migrated else ""
        self.stdout.write(f"{self._done(options)}: {restored.rows} rows{migrated}, {restored.files} files.")
        self._warn(restored.warnings)

    def _tenant(self, archive: ArchiveReader, options: dict[str, Any]) -> None:
        if options["with_keys"]:
            raise BackupError("--with-keys: the backup of a workspace holds no keys.")
        restored = restore_tenant(
            archive, slug=options["slug"], replace=options["replace"], dry_run=options["dry_run"], say=self._say
        )
        tally = restored.tally
        how = " as a copy" if restored.is_copy else ""
        self.stdout.write(
            f"{self._done(options)}: /t/{restored.slug}/{how}, {restored.rows} rows, {restored.files} files, "
            f"{tally.new_people} new people, {tally.known_people} who were here already."
        )
        for label, count in sorted(tally.left_out.items()):
            self.stdout.write(f"{count} of {label} stayed out: they are here already, or what they belong to is not.")
        self._warn(restored.warnings)

    @staticmethod
    def _done(options: dict[str, Any]) -> str:
        return "Would be restored" if options["dry_run"] else "Restored"

    def _warn(self, warnings: list[str]) -> None:
        for warning in warnings:
            self.stderr.write(warning)

    def _say(self, step: str) -> None:
        self.stderr.write(f"... {step}")
