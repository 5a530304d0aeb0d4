"""The deed of importing questions: all of a file, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from apps.accounts.models import Membership
from apps.interviews.bank import key_of, may_change, own_questions_for
from apps.interviews.own_items import OwnItem
from apps.interviews.question_files import FileLine
from apps.interviews.services.bank import revise_question, write_question


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file's lines."""

    new: int
    changed: int
    same: int
    is_shared: bool


@transaction.atomic
def import_questions(by: Membership, lines: Sequence[FileLine], *, is_shared: bool = False) -> Taken:
    """Lines with the id of a question that the member may change change it; the others become drafts."""
    ids = [key for key in (key_of(line.id) for line in lines) if key]
    known = {str(row.pk): row for row in own_questions_for(by).filter(pk__in=ids)} if ids else {}
    new = changed = 0
    for line in lines:
        row = known.get(line.id)
        if row is None or not may_change(by, row):
            write_question(by, line.item, is_shared=is_shared, is_for_assessments=line.is_for_assessments)
            new += 1
        elif OwnItem.of(row) != line.item or row.is_for_assessments != (row.is_shared and line.is_for_assessments):
            revise_question(row, line.item, by=by, is_for_assessments=line.is_for_assessments)
            changed += 1
    return Taken(new, changed, len(lines) - new - changed, is_shared)
