"""Deeds after an assessment is judged: notes on its programs, and a comparison with earlier ones; people decide."""

import logging
from datetime import timedelta
from itertools import combinations
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from apps.accounts.models import Membership
from apps.audit.services import record
from apps.code_assessment.inspection.inspecting import LIZARD, TOKENS, Inspected, family_of, inspect
from apps.code_assessment.models import Attempt, Inspection, Likeness, Submission
from apps.code_assessment.sandbox.contract import InvalidSubmissionError, SandboxRefusedError
from apps.code_assessment.services.submitting import content_for
from apps.code_assessment.similarity import FEWEST, VERSION, Ranking, fingerprints, resemblance
from apps.code_assessment.similarity.packing import pack_prints, pack_tokens, unpack_values
from apps.core.database_clock import database_now
from apps.core.models import QueuedTask
from apps.core.problems import MissingError
from apps.core.queue import finish, later
from apps.core.scope import current_schema

log = logging.getLogger(__name__)
# The newest programs are the problem's distribution; beyond so many, more pairs say the same.
MEASURED_BY = 200
# Of one program so many pairs are shown to people.
MOST_PAIRS = 10
# Where nobody could look, it is tried again after a minute, four, and so on, for some hours in all.
MOST_TRIES, FIRST_WAIT, WAITS_GROW_BY = 5, timedelta(minutes=1), 4


def ask_for_inspections(attempt: Attempt) -> None:
    """Of each problem the program that counts; what was found in others of the attempt is forgotten."""
    counting = [row["submission"] for row in attempt.report.get("problems", ()) if row["submission"]]
    stale = Submission.objects.filter(attempt=attempt).exclude(pk__in=counting)
    Inspection.objects.filter(submission__in=stale).delete()
    Likeness.objects.filter(one__in=stale, decision=Likeness.Decision.OPEN).delete()
    Likeness.objects.filter(other__in=stale, decision=Likeness.Decision.OPEN).delete()
    done = Inspection.objects.filter(submission__in=counting, version=VERSION)
    done = done.exclude(comparison=Inspection.Comparison.FAILED)
    known = {str(pk) for pk in done.values_list("submission", flat=True)}
    for pk in counting:
        if pk not in known:
            later("code_assessment.inspect_submission", submission_id=pk)


def inspect_submission(submission_id: str, *, tried: int = 0) -> None:
    """Look at one program in a box and compare it, once; without a box that is what is kept until the next try."""
    submission = Submission.objects.select_related("attempt__candidate").filter(pk=submission_id).first()
    if submission is None or submission.attempt is None:
        return
    found = _looked_at(submission)
    with finish():
        if Submission.objects.filter(pk=submission.pk).exists():
            _store(submission, found)
            if found.is_for_now and tried < MOST_TRIES:
                _look_later(submission, tried)


def _look_later(submission: Submission, tried: int) -> None:
    now, name = database_now(), "code_assessment.inspect_submission"
    waiting = QueuedTask.objects.filter(name=name, state=QueuedTask.State.QUEUED, run_after__gt=now)
    if not waiting.filter(schema_name=current_schema(), kwargs__submission_id=str(submission.pk)).exists():
        wait = FIRST_WAIT * WAITS_GROW_BY**tried
        later(name, run_after=now + wait, submission_id=submission.pk, tried=tried + 1)


def _looked_at(submission: Submission) -> Inspected:
    try:
        given = content_for(submission).starter(submission.language)
    except MissingError:
        # A problem of the workspace's own can be gone by now.
        given = ""
    try:
        beside, whole = submission.files, submission.whole_text
        return inspect(submission.language, submission.source, given, beside=beside, whole=whole)
    except (SandboxRefusedError, InvalidSubmissionError) as error:
        log.warning("submission %s could not be looked at: %s", submission.pk, error)
        return Inspected(failed=dict.fromkeys((TOKENS, LIZARD), str(error)), is_for_now=True)


def _store(submission: Submission, found: Inspected) -> None:
    family = family_of(submission.language)
    prints = fingerprints(found.tokens or ())
    comparison = _comparison(submission, found, len({one.value for one in prints}))
    is_compared = comparison == Inspection.Comparison.DONE
    inspection, _is_new = Inspection.objects.update_or_create(
        submission=submission,
        defaults={
            "problem": submission.problem,
            "family": family if is_compared else "",
            "comparison": comparison,
            "prints": pack_prints(prints) if is_compared else b"",
            "tokens": pack_tokens(found.tokens or ()) if is_compared else b"",
            "notes": [one.to_json() for one in found.notes],
            "why_no_notes": found.why_no_notes[:400],
            "tools": found.tools,
            "version": VERSION,
        },
    )
    if is_compared:
        _compare(submission, inspection)


def _comparison(submission: Submission, found: Inspected, prints: int) -> str:
    if submission.attempt is None or submission.attempt.is_trial:
        return Inspection.Comparison.NOT_ASKED
    if not family_of(submission.language):
        return Inspection.Comparison.NO_LANGUAGE
    if found.tokens is None:
        return Inspection.Comparison.FAILED
    return Inspection.Comparison.DONE if prints >= FEWEST else Inspection.Comparison.TOO_SHORT


def _compare(submission: Submission, inspection: Inspection) -> None:
    """With every earlier one of the problem and family, but for the same person's; keep the pairs that stand out."""
    with connection.cursor() as cursor:
        # Two that are stored at once would miss each other.
        key = f"likeness {inspection.problem} {inspection.family}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || %s, 0))", [key])
    rows = Inspection.objects.filter(
        problem=inspection.problem, family=inspection.family, version=VERSION, comparison=Inspection.Comparison.DONE
    ).exclude(pk=inspection.pk)
    told = rows.order_by("-created_at", "-pk").values_list(
        "submission", "prints", "submission__member", "submission__attempt__candidate"
    )
    others = [(pk, _person(*who), unpack_values(prints)) for pk, prints, *who in told]
    me = _person(submission.member_id, submission.attempt.candidate_id if submission.attempt else None)
    mine = unpack_values(inspection.prints)
    compared = {pk: resemblance(mine, prints) for pk, person, prints in others if not person & me}
    ranking = Ranking(_distribution(others) + list(compared.values()))
    standings = sorted(
        ((ranking.standing(value), pk) for pk, value in compared.items()), key=lambda one: -one[0].resemblance
    )
    Likeness.objects.filter(one=submission, decision=Likeness.Decision.OPEN).delete()
    # Looked at again, an earlier program meets later ones that it stands beside already.
    known = set(Likeness.objects.filter(other=submission).values_list("one_id", flat=True))
    Likeness.objects.bulk_create(
        [
            Likeness(
                one=submission,
                other_id=pk,
                problem=inspection.problem,
                percent=round(100 * standing.resemblance),
                distance=standing.distance,
                percentile=standing.percentile,
                pairs=standing.pairs,
                version=VERSION,
            )
            for standing, pk in standings
            if standing.stands_out and pk not in known
        ][:MOST_PAIRS],
        ignore_conflicts=True,
    )


def _person(member: UUID, candidate: UUID | None) -> frozenset[UUID]:
    """Who it is, by account and by record: who shares either is the same person."""
    return frozenset(one for one in (member, candidate) if one is not None)


def _distribution(others: list[tuple[UUID, frozenset[UUID], frozenset[int]]]) -> list[float]:
    """The resemblances of all pairs of the newest programs of different people."""
    pairs = combinations(others[:MEASURED_BY], 2)
    return [resemblance(one[2], other[2]) for one, other in pairs if not one[1] & other[1]]


@transaction.atomic
def decide_likeness(likeness: Likeness, *, by: Membership, decision: str, note: str = "") -> Likeness:
    """Somebody looked at both programs and says what it is; a later word counts, and the audit log has all of them."""
    locked = Likeness.objects.select_for_update(of=("self",)).get(pk=likeness.pk)
    locked.decision, locked.note = decision, note.strip()
    locked.decided_by_id, locked.decided_at = by.pk, timezone.now()
    locked.save(update_fields=["decision", "note", "decided_by", "decided_at", "updated_at"])
    told = f"{decision} {locked.percent} % {locked.note}".strip()
    record("code_assessment.likeness-decided", target=locked, label=str(likeness), note=told[:200])
    return locked
