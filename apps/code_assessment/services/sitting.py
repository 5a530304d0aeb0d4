"""Deeds of an attempt: prepare it, begin, end by the server's clock, and sum it up."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import Membership
from apps.code_assessment import scoring
from apps.code_assessment.beside import fit_files
from apps.code_assessment.catalogue import content_of
from apps.code_assessment.models import Assessment, Attempt, Submission
from apps.code_assessment.reporting import report_of
from apps.code_assessment.services.clock import GRACE, is_open
from apps.code_assessment.services.inspecting import ask_for_inspections
from apps.code_assessment.services.refusals import AttemptStateError, ConsentMissingError, TooLateError
from apps.code_assessment.services.submitting import asked_of, enqueue
from apps.code_assessment.setups import Setup
from apps.core.database_clock import database_now
from apps.core.queue import later
from apps.core.scope import current_tenant
from apps.hiring.exchange import Finding
from apps.hiring.models import Assignment, Candidate, Job
from apps.hiring.services import finish_assignment, record_result, start_assignment
from apps.marketplace.services import spend

MODULE, KIND = "code_assessment", "code"


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why and for whom an assessment is taken; who tries one out says nothing of it."""

    mode: str = Attempt.Mode.TRIAL
    candidate: Candidate | None = None
    assignment: Assignment | None = None
    job: Job | None = None
    assessment: Assessment | None = None


@transaction.atomic
def prepare_attempt(membership: Membership, setup: Setup, *, title: str, occasion: Occasion | None = None) -> Attempt:
    """Make it ready; the clock stands until it is begun."""
    occasion = occasion or Occasion()
    return Attempt.objects.create(
        member_id=membership.pk,
        candidate=occasion.candidate,
        assignment=occasion.assignment,
        assessment=occasion.assessment,
        job=occasion.job,
        title=title[:160],
        mode=occasion.mode,
        setup=setup.to_json(),
    )


@transaction.atomic
def start_attempt(attempt: Attempt, *, consented: bool = False) -> Attempt:
    """Begin: its problems are counted, and the clock goes. MeterLimitError (402) when this month's are used up.

    However often something is handed in afterwards, it is counted no more.
    """
    locked = Attempt.objects.select_for_update(of=("self",)).select_related("assignment").get(pk=attempt.pk)
    if locked.state != Attempt.State.READY:
        raise AttemptStateError(_("It has begun already. Load the page again."), state=locked.state)
    if not locked.is_trial and not consented:
        raise ConsentMissingError(_("Read the notice and agree to it to begin."))
    if locked.assignment is not None and not is_open(locked.assignment):
        raise TooLateError(_("Ask the company for a new date."))
    setup = Setup.from_json(locked.setup)
    meter: dict[str, Any] = {"module": MODULE, "meter": "submissions", "amount": len(setup.problems)}
    spend(current_tenant(), **meter, key=str(locked.pk), member_id=locked.member_id)
    now = database_now()
    locked.state, locked.started_at = Attempt.State.RUNNING, now
    locked.due_at = now + timedelta(minutes=setup.minutes)
    locked.consented_at = now if consented else None
    locked.save(update_fields=["state", "started_at", "due_at", "consented_at", "updated_at"])
    if locked.assignment is not None and locked.assignment.state == Assignment.State.OPEN:
        start_assignment(locked.assignment)
    # A little after the grace, so that it is over when the task looks.
    moment = locked.due_at + GRACE + timedelta(seconds=1)
    later("code_assessment.end_late_attempt", run_after=moment, attempt_id=locked.pk)
    return locked


@transaction.atomic
def finish_attempt(attempt: Attempt) -> Attempt:
    """End it now; what stands in an editor and was not handed in is handed in. Ended twice it ends once."""
    locked = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if locked.is_running:
        _end(locked)
    elif not locked.is_over:
        raise AttemptStateError(_("It has not begun yet."), state=locked.state)
    return locked


@transaction.atomic
def end_if_late(attempt: Attempt) -> bool:
    """End what is late; says whether it was."""
    locked = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if not locked.is_late(database_now(), grace=GRACE):
        return False
    _end(locked)
    return True


def end_late_attempt(attempt_id: str) -> None:
    """The same for the task that the clock rings; the attempt may be over by then."""
    attempt = Attempt.objects.filter(pk=attempt_id).first()
    if attempt is not None:
        end_if_late(attempt)


def _end(attempt: Attempt) -> None:
    now = database_now()
    attempt.ended_at = min(now, attempt.due_at) if attempt.due_at else now
    attempt.state = Attempt.State.JUDGING
    attempt.save(update_fields=["state", "ended_at", "updated_at"])
    _hand_in_drafts(attempt)
    later("code_assessment.sum_up_attempt", attempt_id=attempt.pk)


def _hand_in_drafts(attempt: Attempt) -> None:
    """Of each problem the newest draft, unless that very program was handed in or nothing was written in it."""
    setup = Setup.from_json(attempt.setup)
    drafts = attempt.drafts.order_by("updated_at")
    newest = {one.problem: one for one in drafts if not setup.languages or one.language in setup.languages}
    done = attempt.submissions.filter(kind=Submission.Kind.SUBMIT).values_list("problem", "source", "files")
    handed_in = [(problem, source, files) for problem, source, files in done]
    for problem, draft in newest.items():
        asked = setup.asked(problem)
        if asked is None or not draft.text.strip():
            continue
        content = content_of(problem, asked.version)
        files = fit_files(content, draft.language, draft.files)
        if (problem, draft.text, files) in handed_in:
            continue
        is_untouched = draft.text.strip() == content.starter(draft.language).strip() and not files
        if not content.allows(draft.language) or is_untouched:
            continue
        enqueue(
            Submission.objects.create(
                member_id=attempt.member_id,
                key=f"end:{attempt.pk}:{problem}"[:80],
                attempt=attempt,
                problem=problem,
                problem_version=content.version,
                asked=asked_of(content, draft.language),
                language=draft.language,
                source=draft.text,
                files=files,
            )
        )


def sum_up_when_judged(attempt_id: UUID) -> None:
    """Ask for the sum once the last submission of an attempt that is over has its verdict."""
    attempt = Attempt.objects.filter(pk=attempt_id).first()
    if attempt is not None and attempt.is_over:
        later("code_assessment.sum_up_attempt", attempt_id=attempt.pk)


@transaction.atomic
def sum_up_attempt(attempt_id: str) -> None:
    """Score and report of an attempt that is over, once everything is judged; again after a rejudgement."""
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("candidate", "assignment__application", "job")
        .filter(pk=attempt_id)
        .first()
    )
    if attempt is None or not attempt.is_over:
        return
    submissions = list(attempt.submissions.order_by("created_at"))
    if any(one.is_waiting for one in submissions):
        return
    report = report_of(Setup.from_json(attempt.setup), submissions, started_at=attempt.started_at)
    attempt.state, attempt.report, attempt.report_version = Attempt.State.COMPLETED, report, scoring.VERSION
    attempt.score = report["score"]
    attempt.save(update_fields=["state", "report", "report_version", "score", "updated_at"])
    _publish(_best_of(attempt))
    ask_for_inspections(attempt)


def _best_of(attempt: Attempt) -> Attempt:
    """Of all attempts at one assignment the one that counts: the best, and of equals the first."""
    if attempt.assignment_id is None:
        return attempt
    rows = Attempt.objects.filter(assignment=attempt.assignment_id, state=Attempt.State.COMPLETED)
    best = rows.select_related("candidate", "assignment__application", "job").order_by("-score", "created_at").first()
    return best or attempt


def _publish(attempt: Attempt) -> None:
    """On the candidate's record; a trial is nobody's but its own."""
    if attempt.candidate is None or attempt.is_trial:
        return
    report = attempt.report
    solved, of = report["solved"], len(report["problems"])
    summary = ngettext("%(solved)s of %(n)s problem solved", "%(solved)s of %(n)s problems solved", of) % {
        "solved": solved,
        "n": of,
    }
    finding = Finding(
        module=MODULE,
        kind=KIND,
        algorithm=scoring.VERSION,
        score=attempt.score,
        summary=summary,
        evidence={"problems": report["problems"]},
        link=link_of(attempt),
    )
    application = attempt.assignment.application if attempt.assignment else None
    result = record_result(attempt.candidate, finding, application=application)
    if attempt.assignment is not None and attempt.assignment.state in Assignment.PENDING:
        finish_assignment(attempt.assignment, result=result)


def link_of(attempt: Attempt) -> str:
    """Where the report is, in the workspace."""
    return f"/code-assessment/attempts/{attempt.pk}/"
