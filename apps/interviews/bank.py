"""Reads of the question bank: who may see which questions and sets, and what is thought of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Avg, Count, Q, QuerySet

from apps.accounts.models import Membership
from apps.accounts.rights import has_right
from apps.interviews.configuration import Setup
from apps.interviews.library import item_of
from apps.interviews.models import OwnQuestion, QuestionMark, QuestionSet
from apps.interviews.own_items import OwnItem
from apps.interviews.selection import Pick

PRACTISE, EDIT, REVIEW = "interviews.practise", "interviews.edit", "interviews.review"
# Fewer say too little about a question, and too much about who gave them.
FEWEST_RATINGS = 3


@dataclass(frozen=True, slots=True)
class Rating:
    """What those think of a question who rated it; `mean` is None while they are few."""

    number: int = 0
    mean: float | None = None


NOT_RATED = Rating()


def sees_assessments(membership: Membership) -> bool:
    """Whether questions that are for assessments only are shown; never to those who may be asked them."""
    return has_right(membership, EDIT) or has_right(membership, REVIEW)


def own_questions_for(membership: Membership) -> "QuerySet[OwnQuestion]":
    """The member's own ones, and the shared ones: approved, or all of them for those who may change them."""
    shared = Q(is_shared=True)
    if not has_right(membership, EDIT):
        shared &= Q(state=OwnQuestion.State.APPROVED, is_archived=False)
    if not sees_assessments(membership):
        shared &= Q(is_for_assessments=False)
    return OwnQuestion.objects.filter(shared | Q(is_shared=False, made_by_id=membership.pk))


def may_change(membership: Membership, row: OwnQuestion | QuestionSet) -> bool:
    """Shared ones belong to those who edit, private ones to who made them."""
    if row.is_shared:
        return has_right(membership, EDIT)
    return row.made_by_id == membership.pk and has_right(membership, PRACTISE)


def sets_for(membership: Membership) -> "QuerySet[QuestionSet]":
    """The sets that the member may choose: the shared ones and the member's own.

    To have a set asked, put its id as text into `Setup.question_set` (or `Round.question_set` of a template):
    `prepare_session` asks its questions first, in their order, and fills up from the library to `Setup.number`. What
    the person may not see is left out when practising.
    """
    return QuestionSet.objects.filter(Q(is_shared=True) | Q(made_by_id=membership.pk))


def shared_sets() -> "QuerySet[QuestionSet]":
    """Those that templates and assigned interviews may ask."""
    return QuestionSet.objects.filter(is_shared=True)


def key_of(text: str) -> UUID | None:
    """The id of an own question, None where the text is a slug of the library."""
    try:
        return UUID(text)
    except ValueError:
        return None


def own_picks(ids: Sequence[str], *, seen_by: Membership | None = None) -> list[Pick]:
    """Own questions and such of the library by their ids and slugs, in this order; those that are gone are left out.

    With `seen_by` those which this member may see, as for practice; without, as for assessments, those that are
    shared and approved.
    """
    if not ids:
        return []
    rows = _of_assessments() if seen_by is None else own_questions_for(seen_by).filter(is_archived=False)
    keys = [key for key in map(key_of, ids) if key]
    known = {str(row.pk): OwnItem.of(row).pick(str(row.pk)) for row in rows.filter(pk__in=keys)} if keys else {}
    found = []
    for one in dict.fromkeys(ids):
        item = item_of(one)
        if item is not None:
            found.append(Pick.of(item, source="own"))
        elif (key := key_of(one)) and str(key) in known:
            found.append(known[str(key)])
    return found


def _of_assessments() -> "QuerySet[OwnQuestion]":
    return OwnQuestion.objects.filter(is_shared=True, is_archived=False, state=OwnQuestion.State.APPROVED)


def first_picks(setup: Setup, *, seen_by: Membership | None = None) -> list[Pick]:
    """What the setup asks before anything that is chosen: its own questions, then those of its set."""
    ids = setup.own
    key = key_of(setup.question_set)
    if key is not None:
        sets = shared_sets() if seen_by is None else sets_for(seen_by)
        asked = sets.filter(pk=key).values_list("questions", flat=True).first()
        ids = (*ids, *(asked or ()))
    return own_picks(ids, seen_by=seen_by)


def are_known(membership: Membership, keys: Iterable[str]) -> dict[str, bool]:
    """Which of these ids and slugs are questions that the member may see."""
    asked = list(keys)
    ids = [key for key in map(key_of, asked) if key]
    own = set(own_questions_for(membership).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return {one: item_of(one) is not None or key_of(one) in own for one in asked}


def bookmarks_of(membership: Membership) -> set[str]:
    rows = QuestionMark.objects.filter(member_id=membership.pk, is_bookmarked=True)
    return set(rows.values_list("question", flat=True))


def mark_of(membership: Membership, key: str) -> QuestionMark | None:
    return QuestionMark.objects.filter(member_id=membership.pk, question=key).first()


def ratings(key: str = "") -> Mapping[str, Rating]:
    """By question, of all or of one."""
    rows = QuestionMark.objects.exclude(rating=None)
    if key:
        rows = rows.filter(question=key)
    counted = rows.order_by().values("question").annotate(number=Count("id"), mean=Avg("rating"))
    return {
        one["question"]: Rating(one["number"], round(one["mean"], 1) if one["number"] >= FEWEST_RATINGS else None)
        for one in counted
    }
