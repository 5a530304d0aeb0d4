"""Writes down who took a table of an administration away as a file."""

from django.conf import settings
from django.db import models
from django.utils import translation

from apps.audit.services import record


def note_export(sender: type[models.Model], *, query: str, **_signal: object) -> None:
    """In the log of the administration's own place: the workspace's, or the platform's."""
    # Others read it too, in languages of their own.
    with translation.override(settings.LANGUAGE_CODE):
        name = str(sender._meta.verbose_name_plural)
    record("table.exported", label=name, note=query)
