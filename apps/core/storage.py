"""Where uploaded files lie, and the links by which they leave."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from tempfile import NamedTemporaryFile
from typing import Any

from django.core import signing
from django.core.files.storage import default_storage
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from apps.core.ids import uuid7
from apps.core.problems import ProblemError
from apps.core.queue import finish
from apps.core.scope import PUBLIC_SCHEMA, current_schema

LINK_SECONDS = 300
LONGEST_EXTENSION = 5
_SALT = "rostrum.file-link"


class LinkExpiredError(ProblemError):
    code = "link-expired"
    title = _("This link has expired. Open the page again for a new one.")
    status = 404


def tenant_file_name(instance: models.Model, filename: str) -> str:
    """tenants/<schema>/<app>/<uuid>.<ext>; nothing of the uploader's own name but a short plain extension."""
    if current_schema() == PUBLIC_SCHEMA:
        raise RuntimeError("files are stored inside a tenant only")
    suffix = PurePath(filename).suffix.lower().lstrip(".")
    extension = suffix if suffix.isalnum() and suffix.isascii() and len(suffix) <= LONGEST_EXTENSION else "bin"
    return f"tenants/{current_schema()}/{instance._meta.app_label}/{uuid7()}.{extension}"


def sign_link(*parts: Any) -> str:
    """A token that is good for LINK_SECONDS, for this schema and these parts only."""
    return signing.dumps([current_schema(), *map(str, parts)], salt=_SALT, compress=False)


def check_link(token: str, *parts: Any) -> None:
    """Raise LinkExpiredError unless the token was made for exactly this in the last LINK_SECONDS."""
    try:
        said = signing.loads(token, salt=_SALT, max_age=LINK_SECONDS)
    except signing.BadSignature as error:
        raise LinkExpiredError from error
    if said != [current_schema(), *map(str, parts)]:
        raise LinkExpiredError


Deleted = Callable[[str, int], None]
_told_of_deleting: list[Deleted] = []


def when_deleted(teller: Deleted) -> None:
    """Let an app above this one keep count: teller(schema name, bytes) after a file was deleted."""
    if teller not in _told_of_deleting:
        _told_of_deleting.append(teller)


def delete_stored_file(name: str) -> None:
    """Remove a file of the current tenant; one that is gone already is no error."""
    schema_name = current_schema()
    if not name.startswith(f"tenants/{schema_name}/"):
        raise ValueError(f"{name} is no file of {schema_name}")
    size = default_storage.size(name) if default_storage.exists(name) else 0
    default_storage.delete(name)
    if size:
        with finish():
            for teller in _told_of_deleting:
                teller(schema_name, size)


@contextmanager
def open_locally(stored: FieldFile) -> Iterator[Path]:
    """The stored file as a path on this machine: itself where storage is local, else a copy for the time being."""
    try:
        path = Path(stored.path)
    except NotImplementedError:
        with NamedTemporaryFile(prefix="rostrum-") as copy, stored.open("rb") as source:
            shutil.copyfileobj(source, copy)
            copy.flush()
            yield Path(copy.name)
    else:
        yield path
