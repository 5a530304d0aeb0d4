"""Where uploaded files lie, and the links by which they leave."""

from pathlib import PurePath
from typing import Any

from django.core import signing
from django.db import connection, models

from apps.core.ids import uuid7
from apps.core.problems import ProblemError
from apps.core.scope import PUBLIC_SCHEMA

LINK_SECONDS = 300
_SALT = "rostrum.file-link"


class LinkExpiredError(ProblemError):
    code = "link-expired"
    title = "This link has expired. Open the page again for a new one."
    status = 404


def tenant_file_name(instance: models.Model, filename: str) -> str:
    """tenants/<schema>/<app>/<uuid>.<ext>; nothing of the uploader's own name but a short plain extension."""
    if connection.schema_name == PUBLIC_SCHEMA:
        raise RuntimeError("files are stored inside a tenant only")
    suffix = PurePath(filename).suffix.lower().lstrip(".")
    extension = suffix if suffix.isalnum() and suffix.isascii() and len(suffix) <= 5 else "bin"  # noqa: PLR2004
    return f"tenants/{connection.schema_name}/{instance._meta.app_label}/{uuid7()}.{extension}"


def sign_link(*parts: Any) -> str:
    """A token that is good for LINK_SECONDS, for this schema and these parts only."""
    return signing.dumps([connection.schema_name, *map(str, parts)], salt=_SALT, compress=False)


def check_link(token: str, *parts: Any) -> None:
    """Raise LinkExpiredError unless the token was made for exactly this in the last LINK_SECONDS."""
    try:
        said = signing.loads(token, salt=_SALT, max_age=LINK_SECONDS)
    except signing.BadSignature as error:
        raise LinkExpiredError from error
    if said != [connection.schema_name, *map(str, parts)]:
        raise LinkExpiredError
