"""The text of a job that comes in a file."""

from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.problems import ProblemError
from apps.core.scope import current_tenant
from apps.marketplace.access import open_modules

LARGEST_FILE = 10 * 1024**2
PLAIN = frozenset({".txt", ".md"})


class JobFileError(ProblemError):
    code = "job-file-unreadable"
    title = gettext_lazy("This file could not be read.")
    status = 422


def can_read_jobs() -> bool:
    """Whether a module of the workspace makes a structure of a job's text."""
    return any(config.job_reader for config in open_modules(current_tenant().pk))


def text_of_upload(upload: Any) -> str:
    """Plain text is read here, any other document by the module that reads documents."""
    if upload.size > LARGEST_FILE:
        raise JobFileError(_("Take one of at most 10 MB, or paste the text."))
    if Path(upload.name).suffix.lower() in PLAIN:
        return _decoded(upload.read())
    reader = next((one.document_reader for one in open_modules(current_tenant().pk) if one.document_reader), "")
    if not reader:
        raise JobFileError(_("Paste its text instead: no module of this workspace reads documents."))
    with NamedTemporaryFile(suffix=Path(upload.name).suffix[:8]) as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        return str(import_string(reader)(Path(file.name)))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding).strip()
    raise JobFileError(_("Save it as UTF-8, or paste the text."))
