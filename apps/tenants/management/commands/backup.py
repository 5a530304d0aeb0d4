"""Makes and checks backups."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.tenants.backups.archive import reading
from apps.tenants.backups.errors import BackupError
from apps.tenants.backups.passphrase import add_option, given_passphrase
from apps.tenants.backups.shelf import EVERYTHING, OF_WORKSPACE, delete_older, new_name
from apps.tenants.backups.tenant_backup import back_up_tenant
from apps.tenants.backups.verifying import verify
from apps.tenants.backups.whole_backup import Made, back_up_all
from apps.tenants.models import Tenant


class Command(BaseCommand):
    help = "Make an encrypted backup of everything or of one workspace; with --verify, say whether one is whole."
    # A backup that nobody can make because something else is wrong helps nobody.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, help="folder for the file (default: backups in the state folder)")
        parser.add_argument("--tenant", metavar="SLUG", help="only this workspace")
        parser.add_argument("--keep", type=int, metavar="N", help="delete older ones of the same in the folder, but N")
        parser.add_argument("--with-keys", action="store_true", help="the secret key too")
        parser.add_argument("--unencrypted", action="store_true", help="a plain tar archive, for whoever encrypts it")
        parser.add_argument("--verify", type=Path, metavar="FILE", help="read this backup to its end, and make none")
        add_option(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            passphrase = given_passphrase(options["passphrase_file"])
            if options["verify"]:
                self._verify(options["verify"], passphrase)
            else:
                self._make(passphrase, options)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.strerror}: {error.filename}" if error.filename else str(error)) from error

    def _verify(self, path: Path, passphrase: str | None) -> None:
        with reading(path, passphrase) as archive:
            found = verify(archive)
            made_at = archive.about["made_at"]
        self.stdout.write(f"{path} is whole: {found['rows']} rows, {found['files']} files, made at {made_at}.")

    def _make(self, passphrase: str | None, options: dict[str, Any]) -> None:
        if options["unencrypted"]:
            passphrase = None
        elif passphrase is None:
            raise BackupError(
                "Give a passphrase by --passphrase-file, BACKUP_PASSPHRASE_FILE or BACKUP_PASSPHRASE, and keep it "
                "apart from the backups; --unencrypted makes a plain archive."
            )
        if options["keep"] is not None and options["keep"] < 1:
            raise BackupError("--keep: at least the one that is made now.")
        folder: Path = options["to"] or Path(settings.STATE_DIR) / "backups"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        what = f"{OF_WORKSPACE}{options['tenant']}" if options["tenant"] else EVERYTHING
        began = time.monotonic()
        made = self._write(folder / new_name(what), passphrase, options)
        size = made.path.stat().st_size / 1e6
        self.stdout.write(
            f"{made.path}: {made.rows} rows of {made.tables} tables, {made.files} files, {size:.1f} MB, "
            f"{time.monotonic() - began:.1f} s."
        )
        if made.missing:
            self.stdout.write(f"{len(made.missing)} files were deleted while the backup was made.")
        if options["keep"]:
            for old in delete_older(folder, what, keep=options["keep"]):
                self.stdout.write(f"Deleted {old}.")

    def _write(self, path: Path, passphrase: str | None, options: dict[str, Any]) -> Made:
        if not options["tenant"]:
            return back_up_all(path, passphrase=passphrase, with_keys=options["with_keys"], say=self._say)
        if options["with_keys"]:
            raise BackupError("--with-keys: the secret key belongs to the platform and not to a workspace.")
        tenant = Tenant.objects.in_use().with_schema().filter(slug=options["tenant"]).first()
        if tenant is None:
            raise BackupError(f"There is no workspace {options['tenant']}.")
        return back_up_tenant(tenant, path, passphrase=passphrase, say=self._say)

    def _say(self, step: str) -> None:
        self.stderr.write(f"... {step}")
