"""Questions about interviews; each starts from the member who asks."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils.module_loading import import_string

from apps.accounts.models import Membership
from apps.accounts.rights import has_right
from apps.core.scope import current_tenant
from apps.core.together import read_together
from apps.hiring.models import Candidate, Job
from apps.hiring.queries.pages import jobs_to_choose
from apps.interviews.adaptivity import updated
from apps.interviews.configuration import Setup, Work
from apps.interviews.models import Question, Session, SkillProgress, WritingOrder
from apps.interviews.models.sessions import SessionQuerySet
from apps.interviews.reporting import Answered
from apps.interviews.selection import Pick, Wish
from apps.marketplace.access import open_modules

# What was asked within so many of the last questions is not asked again while there is anything else.
REMEMBERED_QUESTIONS = 60
# From so many comparable results on a percentile says something.
FEWEST_FOR_PERCENTILE = 30
REVIEW = "interviews.review"


def sessions_of(membership: Membership) -> SessionQuerySet:
    """The member's own interviews."""
    return Session.objects.filter(member_id=membership.pk)


def asked_of(membership: Membership) -> Q:
    """Of assigned interviews those the member is asked for: by the record, or by its address while nobody owns it."""
    mine = Q(assignment__candidate__member_id=membership.pk)
    if not membership.is_candidate:
        return mine
    unclaimed = Q(assignment__candidate__member_id=None, assignment__candidate__merged_into=None)
    return mine | unclaimed & Q(assignment__candidate__email__iexact=membership.user.email)


def sessions_for(membership: Membership) -> SessionQuerySet:
    """The member's own, and the assessments of everybody for those who review; practice is nobody else's to see."""
    return sessions_of_member(membership.pk, reviews=has_right(membership, REVIEW))


def sessions_of_member(member_id: UUID, *, reviews: bool) -> SessionQuerySet:
    """What `sessions_for` gives to a member of that id who may review, or may not."""
    own = Session.objects.filter(member_id=member_id)
    return own | Session.objects.assessments() if reviews else own


def wish_of(member_id: UUID, setup: Setup) -> Wish:
    """What the member was asked lately and is weak in; the same every time until something is answered."""
    rows = Question.objects.filter(session__member_id=member_id).exclude(opened_at=None).order_by("-opened_at")
    progress = SkillProgress.objects.filter(member_id=member_id)
    if setup.focus:
        progress = progress.filter(skill__in=setup.focus)
    seen, progressed = read_together(rows.values_list("asked__slug", flat=True)[:REMEMBERED_QUESTIONS], progress)
    weak = {slug for one in progressed for slug in one.weak_items}
    return Wish(seen=frozenset(seen), weak=frozenset(weak), seed=f"{member_id}:{len(seen)}:{seen[:1]}")


def abilities_of(session: Session, questions: Iterable[Question]) -> dict[str, float]:
    """Ability by skill: when practising that of before, then moved by the answers of this interview."""
    known: dict[str, float] = {}
    if session.is_practice:
        known = dict(SkillProgress.objects.filter(member_id=session.member_id).values_list("skill", "ability"))
    for number, one in enumerate(one for one in questions if one.score is not None):
        pick = Pick.from_json(one.asked)
        for skill in pick.skills:
            known[skill] = updated(known.get(skill, float(pick.rating)), pick.rating, one.score or 0, number)
    return known


def answers_of(questions: Sequence[Question]) -> list[Answered]:
    """Main questions with their follow-ups, as reporting wants them."""
    return [
        _answered(one, [other for other in questions if other.follows_id == one.pk])
        for one in questions
        if not one.follows_id
    ]


def _answered(question: Question, follow_ups: Sequence[Question]) -> Answered:
    pick = Pick.from_json(question.asked)
    criteria = (question.evaluation or {}).get("criteria", ())
    return Answered(
        slug=pick.slug,
        kind=pick.kind,
        skills=pick.skills,
        rating=pick.rating,
        score=question.final_score,
        follow_ups=tuple(one.final_score for one in follow_ups if one.final_score is not None),
        hints=question.hints,
        confidence=question.confidence,
        seconds=question.seconds_spent + sum(one.seconds_spent for one in follow_ups),
        criteria={one["name"]: one["points"] for one in criteria if one["points"] is not None},
    )


def percentile_of(session: Session) -> int | None:
    """Percent of comparable results that are lower; None while there are fewer than FEWEST_FOR_PERCENTILE.

    Comparable are results of the same mode, role, level, kind and version of the library, one per person: the last.
    """
    own = session.score
    if own is None:
        return None
    alike = Session.objects.filter(
        state=Session.State.COMPLETED,
        mode=session.mode,
        role=session.role,
        level=session.level,
        kind=session.kind,
        library_version=session.library_version,
        score__isnull=False,
    ).exclude(member_id=session.member_id)
    scores = list(alike.order_by("member_id", "-ended_at").distinct("member_id").values_list("score", flat=True))
    if len(scores) < FEWEST_FOR_PERCENTILE:
        return None
    return round(100 * sum(score is not None and score < own for score in scores) / len(scores))


def practice_of(membership: Membership) -> QuerySet[SkillProgress]:
    """The member's own practice areas, each with its average as `average_score` to sort by."""
    return SkillProgress.objects.filter(member_id=membership.pk).annotate(
        average_score=F("total") / Greatest(F("attempts"), 1)
    )


def works_of(membership: Membership, candidate: Candidate | None = None) -> tuple[Work, ...]:
    """What modules know of the member's own work, or of the candidate's."""
    readers = [config.work_reader for config in open_modules(current_tenant().pk) if config.work_reader]
    found = [piece for path in readers for piece in import_string(path)(membership, candidate)]
    return tuple(Work(piece.employer, piece.project, piece.technologies) for piece in found)


def best_of_round(membership: Membership, template: str, number: int) -> int | None:
    """The member's best score in a round of a template."""
    done = sessions_of(membership).filter(template=template, round_number=number, state=Session.State.COMPLETED)
    best: int | None = done.aggregate(best=Max("score"))["best"]
    return best


def job_skills_of(job: Job) -> tuple[str, ...]:
    """What the job asks for, the required skills first."""
    return tuple(job.skills.values_list("name", flat=True))


def jobs_for(membership: Membership) -> list[tuple[str, str]]:
    """(id, title) of the jobs that the member may practise for: who may not see jobs has none."""
    return jobs_to_choose(but_closed=True) if has_right(membership, "hiring.view") else []


def is_being_written(session: Session) -> bool:
    """Whether a language model still writes questions for an interview that has not begun."""
    order = WritingOrder.objects.filter(session=session).first()
    return order is not None and order.is_waiting and session.state == Session.State.DRAFT


def asked_lately(member_id: UUID) -> list[str]:
    """The texts of the questions that the member was asked lately, the newest last."""
    rows = Question.objects.filter(session__member_id=member_id).exclude(opened_at=None).order_by("-opened_at")
    return list(rows.values_list("asked__text", flat=True)[:REMEMBERED_QUESTIONS])[::-1]
