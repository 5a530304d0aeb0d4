"""Deeds of companies: ask a candidate for an assessment; and of candidates: take it."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.code_assessment.models import Assessment, AssignedAssessment, Attempt
from apps.code_assessment.services.assessments import setup_of, usual_setup
from apps.code_assessment.services.clock import is_open
from apps.code_assessment.services.refusals import NoAttemptLeftError, TooLateError
from apps.code_assessment.services.sitting import Occasion, prepare_attempt
from apps.code_assessment.setups import Setup
from apps.core.problems import MissingError
from apps.hiring.models import Application, Assignment, Candidate
from apps.hiring.services import assign, tell_of_assignment

ACTIVITY = "code"


@dataclass(frozen=True, slots=True)
class Order:
    """What a candidate is asked for."""

    assessment: Assessment
    time_factor: float = 1.0
    attempts: int | None = None
    due_at: datetime | None = None
    application: Application | None = None


def start_for(assignment: Assignment) -> str:
    """Prepare the assessment of an assignment, as the activity contract wants it, tell the candidate, and say where.

    The path is that in the workspace, whatever address the request came to.
    """
    AssignedAssessment.objects.create(assignment=assignment, setup=usual_setup().to_json())
    tell_of_assignment(
        assignment, mail="code_assigned", kind="code_assessment.assigned", page="code_assessment:assigned"
    )
    return f"/code-assessment/assigned/{assignment.pk}/"


@transaction.atomic
def assign_assessment(candidate: Candidate, *, by: Membership, order: Order) -> AssignedAssessment:
    """Ask the candidate for the assessment as it is today; what is changed in it later touches nobody who was asked."""
    made = assign(
        candidate,
        module="code_assessment",
        activity=ACTIVITY,
        by=by,
        application=order.application,
        due_at=order.due_at,
    )
    assigned = AssignedAssessment.objects.select_related("assignment").get(assignment=made)
    assigned.assessment = order.assessment
    assigned.setup = replace(setup_of(order.assessment), time_factor=order.time_factor).to_json()
    assigned.attempts = order.attempts or order.assessment.attempts
    assigned.save(update_fields=["assessment", "setup", "attempts", "updated_at"])
    return assigned


def attempts_left(assigned: AssignedAssessment) -> int:
    """Attempts not begun yet."""
    begun = Attempt.objects.filter(assignment=assigned.assignment_id).exclude(state=Attempt.State.READY).count()
    return max(0, assigned.attempts - begun)


@transaction.atomic
def prepare_assigned(assigned: AssignedAssessment, membership: Membership) -> Attempt:
    """The candidate's attempt, ready but not begun; the one that goes on, if there is one."""
    assignment = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("candidate", "application__job")
        .get(pk=assigned.assignment_id)
    )
    if assignment.candidate.member_id != membership.pk:
        raise MissingError
    unfinished = (Attempt.State.READY, Attempt.State.RUNNING)
    going = Attempt.objects.filter(assignment=assignment, state__in=unfinished).first()
    if going is not None and going.is_running:
        return going
    if not is_open(assignment):
        raise TooLateError(_("Ask the company for a new date."))
    if going is not None:
        return going
    if not attempts_left(assigned):
        raise NoAttemptLeftError(_("Ask the company if you need another one."))
    job = assignment.application.job if assignment.application else None
    occasion = Occasion(
        mode=Attempt.Mode.ASSESSMENT,
        candidate=assignment.candidate,
        assignment=assignment,
        job=job,
        assessment=assigned.assessment,
    )
    title = _("Code assessment: %(job)s") % {"job": job.title} if job else _("Code assessment")
    return prepare_attempt(membership, Setup.from_json(assigned.setup), title=title, occasion=occasion)
