"""Deeds of companies: ask a candidate for an interview; and of candidates: hold it, or ask for another way."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.audit.services import record
from apps.core.problems import MissingError
from apps.hiring.models import Application, Assignment, Candidate
from apps.hiring.services import assign, tell_of_assignment
from apps.interviews.configuration import Setup
from apps.interviews.library import GENERAL, ROLES
from apps.interviews.models import AssignedInterview, Session
from apps.interviews.queries import job_skills_of, works_of
from apps.interviews.services.preparing import Occasion, prepare_session
from apps.interviews.services.problems import NoAttemptLeftError, TooLateError

ACTIVITY = "interview"


@dataclass(frozen=True, slots=True)
class Order:
    """What a candidate is asked for."""

    setup: Setup
    attempts: int = 1
    due_at: datetime | None = None
    application: Application | None = None


def start_for(assignment: Assignment) -> str:
    """Prepare the interview of an assignment, as the activity contract wants it, tell the candidate, and say where.

    The path is that in the workspace, whatever address the request came to.
    """
    AssignedInterview.objects.create(assignment=assignment, setup=_usual(assignment).to_json())
    tell_of_assignment(assignment, mail="interview_assigned", kind="interviews.assigned", page="interviews:assigned")
    return f"/interviews/assigned/{assignment.pk}/"


def _usual(assignment: Assignment) -> Setup:
    """What is usual for the job: its role as far as its title says one, else questions that fit everybody."""
    job = assignment.application.job if assignment.application else None
    title = job.title.casefold() if job else ""
    role = next((slug for slug in ROLES if slug.replace("-", " ") in title), GENERAL)
    kind = "phone" if role == GENERAL else "mixed"
    skills = job_skills_of(job) if job else ()
    return Setup(role=role, kind=kind, feedback="end", has_hints=False, has_pauses=False, job_skills=skills)


@transaction.atomic
def assign_interview(candidate: Candidate, *, by: Membership, order: Order) -> AssignedInterview:
    """Ask the candidate for an interview as the order says."""
    made = assign(
        candidate,
        module="interviews",
        activity=ACTIVITY,
        by=by,
        application=order.application,
        due_at=order.due_at,
    )
    assigned = AssignedInterview.objects.select_related("assignment").get(assignment=made)
    job = order.application.job if order.application else None
    setup = replace(order.setup, job_skills=job_skills_of(job)) if job else order.setup
    assigned.setup, assigned.attempts = setup.to_json(), order.attempts
    assigned.save(update_fields=["setup", "attempts", "updated_at"])
    return assigned


def attempts_left(assigned: AssignedInterview) -> int:
    """Attempts not begun yet; one that was given up counts."""
    begun = Session.objects.filter(assignment=assigned.assignment_id).exclude(state=Session.State.DRAFT).count()
    return max(0, assigned.attempts - begun)


@transaction.atomic
def prepare_assigned(assigned: AssignedInterview, membership: Membership) -> Session:
    """The candidate's interview, prepared but not begun; the one that was prepared before, if there is one."""
    assignment = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("candidate", "application__job")
        .get(pk=assigned.assignment_id)
    )
    if assignment.candidate.member_id != membership.pk:
        raise MissingError
    if assignment.state_now not in Assignment.PENDING:
        raise TooLateError(_("Ask the company for a new date."))
    ready = Session.objects.filter(assignment=assignment).exclude(state__in=Session.OVER).first()
    if ready is not None:
        return ready
    if not attempts_left(assigned):
        raise NoAttemptLeftError(_("Ask the company if you need another one."))
    job = assignment.application.job if assignment.application else None
    setup = replace(Setup.from_json(assigned.setup), works=works_of(membership, assignment.candidate))
    occasion = Occasion(mode=Session.Mode.ASSESSMENT, candidate=assignment.candidate, assignment=assignment, job=job)
    title = _("Interview: %(job)s") % {"job": job.title} if job else _("Interview")
    return prepare_session(membership, setup, title=title, occasion=occasion)


@transaction.atomic
def ask_for_another_way(assigned: AssignedInterview) -> AssignedInterview:
    """The candidate would rather be interviewed without an automatic estimate; the company sees it and decides how."""
    if assigned.alternative_asked_at is None:
        assigned.alternative_asked_at = timezone.now()
        assigned.save(update_fields=["alternative_asked_at", "updated_at"])
        record("interviews.alternative-asked", target=assigned.assignment, label=assigned.assignment.candidate.alias)
    return assigned
