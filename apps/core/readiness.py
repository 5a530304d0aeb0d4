"""Readiness of what every request needs: the database and the place for files."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.utils.translation import gettext_lazy as _

from apps.core.health import Health, check
from apps.core.problems import ProblemError

PROBE = "readiness/probe"


@check("database", _("Pages and sign-in"))
def check_database() -> Health:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version')")
            (version,) = cursor.fetchone()
    except DatabaseError as error:
        return Health(ok=False, detail=f"The database does not answer: {error}")
    return Health(ok=True, detail=f"PostgreSQL {version}")


@check("storage", _("Files"))
def check_storage() -> Health:
    """Write, read and remove a small file."""
    try:
        name = default_storage.save(PROBE, ContentFile(b"ok"))
        with default_storage.open(name) as stored:
            same = stored.read() == b"ok"
        default_storage.delete(name)
    except OSError as error:
        return Health(ok=False, detail=f"Files cannot be stored: {error.strerror}")
    except ProblemError as problem:
        return Health(ok=False, detail=f"Files cannot be stored: {problem.code}")
    return Health(ok=same)
