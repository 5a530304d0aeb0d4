"""Assessments by the server's clock: who may take them, when they end, and what they leave on the record."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import Invitation, Membership
from apps.accounts.roles import Role
from apps.code_assessment import services
from apps.code_assessment.models import Assessment, AssignedAssessment, Attempt, ProblemProgress, Submission
from apps.code_assessment.services.erasing import erase_attempts_of
from apps.code_assessment.services.refusals import (
    AttemptStateError,
    BadAssessmentError,
    ConsentMissingError,
    NoAttemptLeftError,
    StillAskedError,
    TitleTakenError,
)
from apps.code_assessment.tests.conftest import FUNCTION, PROGRAM, WRONG, HandIn, Run, content
from apps.core.models import QueuedTask
from apps.core.problems import MissingError
from apps.hiring.models import Assignment, Candidate, Result
from apps.hiring.services import assign, create_candidate
from apps.marketplace.models import Usage
from apps.tenants.models import Tenant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_acme", "module")]


def _late(attempt: Attempt, by: timedelta = timedelta(minutes=1)) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(due_at=timezone.now() - by)
    attempt.refresh_from_db()


def test_the_score_weighs_problems_by_their_points_and_lands_on_the_record(
    ada: Membership, cand: Membership, candidate: Candidate, running: Attempt, judged: HandIn, run_queued: Run
) -> None:
    judged(cand, WRONG, attempt=running)
    best = judged(cand, problem=FUNCTION, attempt=running)

    services.finish_attempt(running)
    run_queued()

    running.refresh_from_db()
    # 0 of 100 points and 300 of 300.
    assert (running.state, running.score, running.report["solved"]) == (Attempt.State.COMPLETED, 75, 1)
    second = running.report["problems"][1]
    assert (second["submission"], second["verdict"], second["points"], second["submissions"]) == (
        *(str(best.pk), "AC"),
        *(300.0, 1),
    )
    assert running.report["problems"][0]["first_failing"] == 1
    result = Result.objects.get(candidate=candidate, module="code_assessment")
    assert (float(result.score or 0), result.kind, result.link) == (
        75.0,
        "code",
        f"/code-assessment/attempts/{running.pk}/",
    )
    assert Assignment.objects.get().result == result


def test_the_same_programs_give_the_same_score_whatever_is_practised(
    cand: Membership, running: Attempt, judged: HandIn, run_queued: Run
) -> None:
    """The best of several counts, and nothing of it is progress of practice."""
    judged(cand, problem=FUNCTION, attempt=running)
    judged(cand, "def nothing(): pass", problem=FUNCTION, attempt=running)
    services.finish_attempt(running)
    run_queued()

    running.refresh_from_db()
    assert (running.score, ProblemProgress.objects.count()) == (75, 0)


def test_nobody_begins_without_agreeing_and_the_clock_has_the_time_factor(
    acme: Tenant, cand: Membership, assigned: AssignedAssessment
) -> None:
    attempt = services.prepare_assigned(assigned, cand)
    with pytest.raises(ConsentMissingError):
        services.start_attempt(attempt)

    begun = services.start_attempt(attempt, consented=True)

    assert begun.started_at is not None
    assert begun.due_at == begun.started_at + timedelta(minutes=round(45 * 1.5))
    # Its two problems, however often something is handed in.
    assert Usage.objects.get(tenant=acme, meter="submissions").used == 2


def test_handing_in_during_an_attempt_is_counted_no_more(
    acme: Tenant, cand: Membership, running: Attempt, judged: HandIn
) -> None:
    judged(cand, WRONG, attempt=running)

    assert Usage.objects.get(tenant=acme, meter="submissions").used == 2


def test_when_the_time_ends_what_stands_in_the_editor_is_handed_in(
    cand: Membership, running: Attempt, run_queued: Run
) -> None:
    services.save_draft(cand, PROGRAM, language="python", text=content().reference, version=0, attempt=running)
    starter = content(FUNCTION).starter("python")
    services.save_draft(cand, FUNCTION, language="python", text=starter, version=0, attempt=running)
    ringing = QueuedTask.objects.get(name="code_assessment.end_late_attempt")
    _late(running)
    QueuedTask.objects.filter(pk=ringing.pk).update(run_after=timezone.now())

    run_queued()

    running.refresh_from_db()
    assert (running.state, running.score, running.ended_at) == (Attempt.State.COMPLETED, 25, running.due_at)
    assert list(running.submissions.values_list("problem", "verdict")) == [(PROGRAM, "AC")]


def test_after_the_end_nothing_is_taken(cand: Membership, running: Attempt, handed_in: HandIn) -> None:
    _late(running)

    with pytest.raises(AttemptStateError):
        handed_in(cand, attempt=running)
    with pytest.raises(AttemptStateError):
        services.save_draft(cand, PROGRAM, language="python", text="late", version=0, attempt=running)

    assert Submission.objects.count() == 0


def test_attempts_are_counted_and_a_running_one_is_taken_up_again(
    cand: Membership, assigned: AssignedAssessment, running: Attempt
) -> None:
    assert services.prepare_assigned(assigned, cand) == running
    services.finish_attempt(running)

    with pytest.raises(NoAttemptLeftError):
        services.prepare_assigned(assigned, cand)


def test_only_the_candidate_takes_it(ada: Membership, ben: Membership, assigned: AssignedAssessment) -> None:
    with pytest.raises(MissingError):
        services.prepare_assigned(assigned, ben)


def test_a_change_of_the_assessment_touches_nobody_who_was_asked(
    ada: Membership, cand: Membership, assessment: Assessment, assigned: AssignedAssessment
) -> None:
    wanted = services.Wanted("Backend", [{"key": PROGRAM, "points": 1}], 10)
    services.write_assessment(ada, wanted, assessment=assessment)

    attempt = services.prepare_assigned(assigned, cand)

    assert [one["key"] for one in attempt.setup["problems"]] == [PROGRAM, FUNCTION]


def test_nobody_reads_the_editorial_of_what_is_being_asked(cand: Membership, running: Attempt) -> None:
    with pytest.raises(StillAskedError):
        services.give_up(cand, PROGRAM)
    with pytest.raises(StillAskedError):
        services.take_hint(cand, PROGRAM, content())


def test_a_rejudgement_changes_the_score_and_the_record(
    ada: Membership, cand: Membership, candidate: Candidate, running: Attempt, judged: HandIn, run_queued: Run
) -> None:
    judged(cand, attempt=running)
    services.finish_attempt(running)
    run_queued()
    handed = running.submissions.get()
    Submission.objects.filter(pk=handed.pk).update(source=WRONG)

    services.rejudge(handed, by=ada)
    run_queued()

    running.refresh_from_db()
    result = Result.objects.get(candidate=candidate, is_current=True)
    assert (running.score, result.score == 0) == (0, True)


def test_an_assessment_that_cannot_be_is_refused(ada: Membership, assessment: Assessment) -> None:
    for asked in ([], [{"key": "no-such-problem", "points": 1}], [{"key": PROGRAM, "points": 1}] * 2):
        with pytest.raises(BadAssessmentError):
            services.write_assessment(ada, services.Wanted("Another", asked, 30))
    with pytest.raises(TitleTakenError):
        services.write_assessment(ada, services.Wanted("Backend", [{"key": PROGRAM, "points": 1}], 30))


def test_whoever_has_no_account_is_invited(ada: Membership, assessment: Assessment) -> None:
    stranger = create_candidate(by=ada, name="Noor Iyer", email="noor@iyer.example")

    made = assign(stranger, module="code_assessment", activity="code", by=ada)

    invited = Invitation.objects.get(email="noor@iyer.example")
    assert (invited.role, made.link) == (Role.CANDIDATE, f"/code-assessment/assigned/{made.pk}/")
    assert len(AssignedAssessment.objects.get(assignment=made).setup["problems"]) == 2


def test_who_is_erased_leaves_neither_attempts_nor_results(
    candidate: Candidate, cand: Membership, running: Attempt, judged: HandIn, run_queued: Run
) -> None:

    judged(cand, attempt=running)
    services.finish_attempt(running)
    run_queued()

    erase_attempts_of(candidate)

    assert (Attempt.objects.count(), Submission.objects.count(), Result.objects.count()) == (0, 0, 0)
