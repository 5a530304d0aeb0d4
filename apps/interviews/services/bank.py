"""Deeds of the question bank: write, revise, review, mark and bundle questions."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import Membership
from apps.accounts.rights import require_right
from apps.audit.services import record
from apps.core.problems import NotAllowedError, ProblemError
from apps.interviews.bank import EDIT, PRACTISE, are_known, key_of, may_change
from apps.interviews.models import OwnQuestion, QuestionMark, QuestionSet
from apps.interviews.models.bank import BEST, WORST
from apps.interviews.own_items import Fault, OwnItem

# What a version holds; who sees the question and how its review stands belong to the row as it is now.
CONTENT = (
    *("text", "kind", "role", "level", "skills", "seconds", "difficulty", "hint", "points", "answer", "choices"),
    *("tags", "language"),
)
MOST_PRIVATE = 500
MOST_IN_A_SET = 40
State = OwnQuestion.State


class FaultyQuestionError(ProblemError):
    code = "faulty-question"
    title = gettext_lazy("The question breaks a rule.")
    status = 422


class StaleQuestionError(ProblemError):
    code = "stale-question"
    title = gettext_lazy("Somebody else changed this question meanwhile.")
    status = 409


class TooManyQuestionsError(ProblemError):
    code = "too-many-questions"
    title = gettext_lazy("You have as many questions of your own as there can be.")
    status = 409


class ReviewStateError(ProblemError):
    code = "wrong-review-state"
    title = gettext_lazy("The review of this question is at another place.")
    status = 409


class BadSetError(ProblemError):
    code = "bad-set"
    title = gettext_lazy("A set cannot hold these questions.")
    status = 422


def errors_of(faults: Sequence[Fault]) -> list[dict[str, str]]:
    """As problems list them; rows count from 0."""
    return [
        {
            "field": one.field if one.row is None else f"{one.field}.{one.row}",
            "code": "invalid",
            "message": one.message,
        }
        for one in faults
    ]


def _check(item: OwnItem) -> None:
    if faults := item.faults():
        raise FaultyQuestionError(" ".join(dict.fromkeys(one.message for one in faults)), errors=errors_of(faults))


def _allow(by: Membership, *, is_shared: bool) -> None:
    require_right(by, EDIT if is_shared else PRACTISE)


def check_change(by: Membership, row: OwnQuestion | QuestionSet) -> None:
    """NotAllowedError where the member may look only."""
    if not may_change(by, row):
        raise NotAllowedError(_("Only who may change the workspace's questions can do this."))


@transaction.atomic
def write_question(
    by: Membership, item: OwnItem, *, origin: str = "", is_shared: bool = False, is_for_assessments: bool = False
) -> OwnQuestion:
    """A new draft, private unless it is shared; FaultyQuestionError names each rule that it breaks."""
    _allow(by, is_shared=is_shared)
    _check(item)
    if not is_shared and OwnQuestion.objects.filter(made_by_id=by.pk, is_shared=False).count() >= MOST_PRIVATE:
        raise TooManyQuestionsError(_("Change one of them, or share them with your workspace."))
    return OwnQuestion.objects.create(
        **item.to_json(),
        made_by_id=by.pk,
        origin=origin,
        is_shared=is_shared,
        is_for_assessments=is_shared and is_for_assessments,
    )


def take_written(item: OwnItem, *, origin: str) -> OwnQuestion:
    """What a language model wrote, shared and waiting for its review; nobody is asked it before."""
    _check(item)
    return OwnQuestion.objects.create(**item.to_json(), origin=origin, is_shared=True, state=State.IN_REVIEW)


@transaction.atomic
def revise_question(
    question: OwnQuestion, item: OwnItem, *, by: Membership, version: int | None = None, **said: bool
) -> OwnQuestion:
    """Change what is asked, keeping the version before, or who may see it (`is_shared`, `is_for_assessments`).

    What was approved or rejected is to be reviewed again. StaleQuestionError when `version` is no longer the last.
    """
    locked = OwnQuestion.objects.select_for_update().get(pk=question.pk)
    check_change(by, locked)
    _check(item)
    if version is not None and version != locked.version:
        raise StaleQuestionError(_("Open it again to see the changes, then make yours."))
    is_shared = said.get("is_shared", locked.is_shared)
    if is_shared != locked.is_shared:
        _allow(by, is_shared=True)
        # Whoever takes a question back keeps it for themselves.
        locked.made_by_id = locked.made_by_id if is_shared else by.pk
        locked.is_shared = is_shared
    locked.is_for_assessments = is_shared and said.get("is_for_assessments", locked.is_for_assessments)
    new = item.to_json()
    before = {name: getattr(locked, name) for name in CONTENT}
    if new != before:
        kept = {"version": locked.version, "at": locked.updated_at.isoformat(), "by": str(by.pk)}
        locked.earlier = [*locked.earlier, kept | before]
        locked.version += 1
        for name, value in new.items():
            setattr(locked, name, value)
        if locked.state in {State.APPROVED, State.REJECTED}:
            _to(locked, State.IN_REVIEW)
    locked.save()
    return locked


def _to(question: OwnQuestion, state: str, *, by: Membership | None = None, reason: str = "") -> None:
    question.state, question.review_reason = State(state), reason
    question.reviewed_by_id = by.pk if by else None
    question.reviewed_at = timezone.now() if by else None


@transaction.atomic
def submit_question(question: OwnQuestion, *, by: Membership) -> None:
    """Ask for its review."""
    locked = OwnQuestion.objects.select_for_update().get(pk=question.pk)
    check_change(by, locked)
    if not locked.is_shared or locked.state not in {State.DRAFT, State.REJECTED}:
        raise ReviewStateError(_("Only a shared draft can be handed in."), state=locked.state)
    _to(locked, State.IN_REVIEW)
    locked.save()


@transaction.atomic
def review_question(question: OwnQuestion, *, by: Membership, is_approved: bool, reason: str = "") -> None:
    """Approve it, so that it can be asked, or reject it with a reason."""
    require_right(by, EDIT)
    locked = OwnQuestion.objects.select_for_update().get(pk=question.pk)
    if not locked.is_shared or locked.state != State.IN_REVIEW:
        raise ReviewStateError(_("Only a question that was handed in can be reviewed."), state=locked.state)
    if not is_approved and not reason.strip():
        raise ReviewStateError(_("Give a reason, so that its writer knows what to change."))
    state = State.APPROVED if is_approved else State.REJECTED
    record(
        "interviews.question-approved" if is_approved else "interviews.question-rejected",
        target=locked,
        label=str(locked),
        changes={"state": (locked.state, state.value)},
        note=reason.strip(),
    )
    _to(locked, state, by=by, reason=reason.strip()[:500])
    locked.save()


@transaction.atomic
def archive_question(question: OwnQuestion, *, by: Membership, is_archived: bool = True) -> None:
    """Nobody is asked it any more, unless it is taken back; interviews that asked it keep what they asked."""
    locked = OwnQuestion.objects.select_for_update().get(pk=question.pk)
    check_change(by, locked)
    if locked.is_archived == is_archived:
        return
    if locked.is_shared:
        action = "interviews.question-archived" if is_archived else "interviews.question-restored"
        record(action, target=locked, label=str(locked))
    locked.is_archived = is_archived
    locked.save(update_fields=["is_archived", "updated_at"])


@transaction.atomic
def mark_question(
    by: Membership, key: str, *, is_bookmarked: bool | None = None, rating: int | None = None
) -> QuestionMark:
    """Bookmark a question that the member may see, or rate it from 1 to 5; 0 takes the rating back."""
    if not are_known(by, [key])[key]:
        raise NotAllowedError(_("There is no such question for you."))
    known, _is_new = QuestionMark.objects.select_for_update().get_or_create(member_id=by.pk, question=key)
    if is_bookmarked is not None:
        known.is_bookmarked = is_bookmarked
    if rating is not None:
        known.rating = min(max(rating, WORST), BEST) if rating else None
    known.save()
    return known


@transaction.atomic
def write_set(
    by: Membership, *, title: str, questions: Sequence[str], description: str = "", is_shared: bool = False
) -> QuestionSet:
    """A new set; BadSetError where a question is unknown, or private in a set that others see."""
    _allow(by, is_shared=is_shared)
    keys = _fit(by, questions, is_shared=is_shared)
    return QuestionSet.objects.create(
        title=title, description=description, questions=keys, made_by_id=by.pk, is_shared=is_shared
    )


@transaction.atomic
def revise_set(chosen: QuestionSet, *, by: Membership, **said: Any) -> QuestionSet:
    """Change what is said of title, description, questions, is_shared."""
    locked = QuestionSet.objects.select_for_update().get(pk=chosen.pk)
    check_change(by, locked)
    is_shared = said.get("is_shared", locked.is_shared)
    if is_shared != locked.is_shared:
        _allow(by, is_shared=True)
        locked.made_by_id = locked.made_by_id if is_shared else by.pk
    for name, value in said.items():
        setattr(locked, name, value)
    # What was in it before and is gone by now is left out quietly; what is added must be there.
    there = {one for one, is_there in are_known(by, locked.questions).items() if is_there}
    before = set(chosen.questions)
    kept = [one for one in locked.questions if one in there or one not in before]
    locked.questions = _fit(by, kept, is_shared=is_shared)
    locked.save()
    return locked


def add_to_set(chosen: QuestionSet, *, by: Membership, keys: Sequence[str]) -> QuestionSet:
    """Put questions at the end of a set."""
    return revise_set(chosen, by=by, questions=[*chosen.questions, *keys])


def _fit(by: Membership, questions: Sequence[str], *, is_shared: bool) -> list[str]:
    """The questions in their order, each once."""
    keys = list(dict.fromkeys(questions))
    if not 1 <= len(keys) <= MOST_IN_A_SET:
        raise BadSetError(_("Choose from 1 to %(most)s questions.") % {"most": MOST_IN_A_SET})
    unknown = [one for one, is_there in are_known(by, keys).items() if not is_there]
    if unknown:
        raise BadSetError(_("There is no question %(keys)s.") % {"keys": ", ".join(unknown)})
    if is_shared and OwnQuestion.objects.filter(pk__in=_ids(keys), is_shared=False).exists():
        raise BadSetError(_("A shared set holds shared questions only. Share the private ones first."))
    return keys


def _ids(keys: Sequence[str]) -> list[UUID]:
    return [key for key in map(key_of, keys) if key]


@transaction.atomic
def delete_set(chosen: QuestionSet, *, by: Membership) -> None:
    """The bundle goes; its questions stay."""
    locked = QuestionSet.objects.select_for_update().get(pk=chosen.pk)
    check_change(by, locked)
    if locked.is_shared:
        record("interviews.set-deleted", target=locked, label=locked.title)
    locked.delete()


@transaction.atomic
def forget_private(member_id: UUID) -> None:
    """The person deletes the account: what nobody else could see goes for good."""
    OwnQuestion.objects.filter(made_by_id=member_id, is_shared=False).delete()
    QuestionSet.objects.filter(made_by_id=member_id, is_shared=False).delete()
    QuestionMark.objects.filter(member_id=member_id).delete()
