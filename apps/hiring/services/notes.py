"""Deeds on notes."""

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.audit.services import record
from apps.core.problems import MissingError
from apps.hiring.models import Application, Candidate, Note
from apps.hiring.services.problems import NotYoursError

ABOVE_AUTHORS = frozenset({Role.OWNER, Role.ADMIN})


@transaction.atomic
def add_note(candidate: Candidate, *, text: str, by: Membership, application: Application | None = None) -> Note:
    """Write something down about the candidate, or about one of their applications."""
    if application is not None and application.candidate_id != candidate.pk:
        raise MissingError
    return Note.objects.create(candidate=candidate, application=application, author_id=by.pk, text=text.strip())


def may_change_note(note: Note, by: Membership) -> bool:
    return note.author_id == by.pk or by.role in ABOVE_AUTHORS


def _require_may(note: Note, by: Membership) -> None:
    if not may_change_note(note, by):
        raise NotYoursError(_("Add a note of your own, or ask an administrator."))


@transaction.atomic
def edit_note(note: Note, *, text: str, by: Membership) -> Note:
    """Write it anew; only its author and administrators can."""
    _require_may(note, by)
    note.text = text.strip()
    note.save(update_fields=["text", "updated_at"])
    if note.author_id != by.pk:
        record("note.changed", target=note, label=note.candidate.alias)
    return note


@transaction.atomic
def delete_note(note: Note, *, by: Membership) -> None:
    """Take it away; only its author and administrators can."""
    _require_may(note, by)
    record("note.deleted", target=note, label=note.candidate.alias)
    note.delete()
