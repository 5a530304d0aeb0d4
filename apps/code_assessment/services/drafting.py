"""Deeds in an editor: keep what was written."""

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.code_assessment.beside import MOST_FILES, Rows, fault_of
from apps.code_assessment.content import Content
from apps.code_assessment.models import Attempt, Draft
from apps.code_assessment.services.clock import open_attempt
from apps.code_assessment.services.refusals import BadFileError, ProgramTooLongError, StaleDraftError

LONGEST_PROGRAM = 60_000


def checked_text(text: str) -> str:
    """With the ends of lines that programs have; ProgramTooLongError where it is more than anybody writes."""
    if len(text) > LONGEST_PROGRAM:
        raise ProgramTooLongError(_("Keep it below %(n)s characters.") % {"n": LONGEST_PROGRAM})
    return text.replace("\r\n", "\n").replace("\0", "")


def checked_files(content: Content, language: str, rows: Rows, source: str = "") -> dict[str, str]:
    """Files beside a program by their names; BadFileError or ProgramTooLongError with what is wrong."""
    if fault := fault_of(content, language, rows):
        raise BadFileError(fault)
    checked_text("".join((source, *(text for _name, text in rows))))
    return {name: checked_text(text) for name, text in rows}


@transaction.atomic
def save_draft(  # noqa: PLR0913 -- what an editor has
    membership: Membership,
    problem: str,
    *,
    language: str,
    text: str,
    version: int,
    attempt: Attempt | None = None,
    files: Rows | None = None,
) -> int:
    """Keep text and files, and say their new version; StaleDraftError when another tab wrote after `version`.

    Who says nothing of files leaves those as they are that stand there.
    """
    text = checked_text(text)
    rows = None if files is None else [[name, checked_text(one)] for name, one in files[:MOST_FILES]]
    if attempt is not None:
        attempt = open_attempt(attempt)
    where = {"member_id": membership.pk, "attempt": attempt, "problem": problem, "language": language}
    draft = Draft.objects.select_for_update().filter(**where).first()
    if draft is None:
        made, is_new = Draft.objects.get_or_create(**where, defaults={"text": text, "files": rows or []})
        if is_new:
            return made.version
        draft = made
    rows = draft.files if rows is None else rows
    if draft.text == text and draft.files == rows:
        return draft.version
    if version != draft.version:
        raise StaleDraftError(
            _("Take over what stands there, or write over it."),
            text=draft.text,
            files=draft.files,
            version=draft.version,
        )
    draft.text, draft.files, draft.version = text, rows, version + 1
    draft.save(update_fields=["text", "files", "version", "updated_at"])
    return draft.version
