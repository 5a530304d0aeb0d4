"""Whether this code can work with what a backup holds: its migrations, and the key that its secrets are sealed with."""

import hmac
from collections.abc import Iterable

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from apps.tenants.backups.errors import BackupError

Named = tuple[str, str]
SHOWN = 5


def known_migrations() -> set[Named]:
    """All that this code has."""
    return set(MigrationLoader(connection, ignore_no_migrations=True).disk_migrations)


def as_names(listed: Iterable[Iterable[str]]) -> set[Named]:
    """What JSON has made lists of."""
    return {(app, name) for app, name in listed}


def is_older(migrations: set[Named]) -> bool:
    """Whether a backup with these has to be brought up to date; one that this code does not understand is refused."""
    known = known_migrations()
    if unknown := sorted(migrations - known):
        named = ", ".join(f"{app}.{name}" for app, name in unknown[:SHOWN])
        raise BackupError(
            f"The backup was made by a newer version or with other modules: there are no migrations {named}"
            f"{' and more' if len(unknown) > SHOWN else ''} here. Restore it with the version that made it."
        )
    return migrations != known


def key_mark(key: str | None = None) -> str:
    """Says whether two installations have the same secret key without saying anything of the key."""
    secret = (key or settings.SECRET_KEY).encode()
    return hmac.new(secret, b"rostrum backup: mark of the secret key", "sha256").hexdigest()[:32]


def has_key_of(mark: str) -> bool:
    """Whether what was sealed there can be opened here."""
    return mark in {key_mark(str(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)}
