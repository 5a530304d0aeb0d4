"""The passphrase of backups: from a file or from the environment, never from the command line, which others can see."""

import os
from argparse import ArgumentParser
from pathlib import Path

from apps.tenants.backups.errors import BackupError


def add_option(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        help="file with the passphrase; else BACKUP_PASSPHRASE_FILE or BACKUP_PASSPHRASE say it",
    )


def given_passphrase(file: Path | None) -> str | None:
    """What was given, without white space around it; None where nothing was."""
    named = os.environ.get("BACKUP_PASSPHRASE_FILE")
    path = file or (Path(named) if named else None)
    if path is None:
        return os.environ.get("BACKUP_PASSPHRASE", "").strip() or None
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BackupError(f"The passphrase cannot be read from {path}: {error.strerror}.") from error
