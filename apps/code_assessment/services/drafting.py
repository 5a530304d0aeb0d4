"""Deeds in an editor: keep what was written."""

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.code_assessment.models import Attempt, Draft
from apps.code_assessment.services.clock import open_attempt
from apps.code_assessment.services.refusals import ProgramTooLongError, StaleDraftError

LONGEST_PROGRAM = 60_000


def checked_text(text: str) -> str:
    """With the ends of lines that programs have; ProgramTooLongError where it is more than anybody writes."""
    if len(text) > LONGEST_PROGRAM:
        raise ProgramTooLongError(_("Keep it below %(n)s characters.") % {"n": LONGEST_PROGRAM})
    return text.replace("\r\n", "\n").replace("\0", "")


@transaction.atomic
def save_draft(
    membership: Membership, problem: str, *, language: str, text: str, version: int, attempt: Attempt | None = None
) -> int:
    """Keep the text and say its new version; StaleDraftError when another tab wrote after `version`."""
    text = checked_text(text)
    if attempt is not None:
        attempt = open_attempt(attempt)
    where = {"member_id": membership.pk, "attempt": attempt, "problem": problem, "language": language}
    draft = Draft.objects.select_for_update().filter(**where).first()
    if draft is None:
        made, is_new = Draft.objects.get_or_create(**where, defaults={"text": text})
        if is_new or made.text == text:
            return made.version
        draft = made
    if draft.text == text:
        return draft.version
    if version != draft.version:
        raise StaleDraftError(
            _("Take over what stands there, or write over it."), text=draft.text, version=draft.version
        )
    draft.text, draft.version = text, version + 1
    draft.save(update_fields=["text", "version", "updated_at"])
    return draft.version
