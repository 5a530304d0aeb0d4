"""Deeds on what modules find out, and on what they are asked to find out."""

from datetime import datetime

from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.audit.services import record
from apps.core.modules import ModuleConfig
from apps.core.problems import MissingError
from apps.core.scope import current_tenant
from apps.hiring.exchange import Finding
from apps.hiring.models import Application, Assignment, Candidate, Result
from apps.hiring.queries.doubles import root_of
from apps.hiring.services.problems import AssignmentStateError, NoActivityError
from apps.marketplace.access import open_modules


@transaction.atomic(savepoint=False)
def record_result(candidate: Candidate, finding: Finding, *, application: Application | None = None) -> Result:
    """Put what a module found out on the candidate's record; it takes the place of the last one of its kind."""
    # Held, so that of two at once the later one becomes the current.
    locked = Candidate.objects.select_for_update(no_key=True).select_related(None).get(pk=candidate.pk)
    person = root_of(locked)
    of_kind = {"module": finding.module, "kind": finding.kind, "application": application}
    Result.objects.filter(candidate=person, is_current=True, **of_kind).update(is_current=False)
    return Result.objects.create(
        candidate=person,
        score=finding.score,
        summary=finding.summary[:500],
        evidence=dict(finding.evidence),
        link=finding.link,
        algorithm=finding.algorithm,
        **of_kind,
    )


@transaction.atomic
def withdraw_results(candidate: Candidate, *, module: str, link: str) -> int:
    """Delete what a module had found out by something that is gone now; says how many results that were."""
    return Result.objects.filter(candidate=root_of(candidate), module=module, link=link).delete()[0]


def _offering(module: str, activity: str) -> tuple[ModuleConfig, str]:
    """The licensed module that offers the activity, and the path of what starts it."""
    for config in open_modules(current_tenant().pk):
        for one in config.activities:
            if (config.label, one.slug) == (module, activity):
                return config, one.start
    raise NoActivityError(_("See in the marketplace which modules there are, or choose another activity."))


@transaction.atomic
def assign(
    candidate: Candidate,
    *,
    module: str,
    activity: str,
    by: Membership | None,
    application: Application | None = None,
    due_at: datetime | None = None,
) -> Assignment:
    """Ask the candidate to do something; the module prepares it and says where."""
    if application is not None and application.candidate_id != candidate.pk:
        raise MissingError
    config, start = _offering(module, activity)
    one = Assignment.objects.create(
        candidate=candidate,
        application=application,
        module=config.label,
        activity=activity,
        due_at=due_at,
        assigned_by_id=by.pk if by else None,
    )
    one.link = import_string(start)(one)
    one.save(update_fields=["link", "updated_at"])
    record("assignment.made", target=one, label=candidate.alias, note=f"{module} {activity}")
    return one


def _pending(assignment: Assignment) -> Assignment:
    locked = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if locked.state_now not in Assignment.PENDING:
        raise AssignmentStateError(_("Make a new one."))
    return locked


@transaction.atomic
def start_assignment(assignment: Assignment) -> Assignment:
    """The candidate has begun."""
    locked = _pending(assignment)
    locked.state = Assignment.State.STARTED
    locked.save(update_fields=["state", "updated_at"])
    return locked


@transaction.atomic
def finish_assignment(assignment: Assignment, *, result: Result | None = None) -> Assignment:
    """The candidate is done, and this came of it; who began in time may also end later."""
    locked = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if locked.state not in Assignment.PENDING:
        raise AssignmentStateError(_("Make a new one."))
    locked.state, locked.result = Assignment.State.DONE, result
    locked.save(update_fields=["state", "result", "updated_at"])
    return locked


@transaction.atomic
def cancel_assignment(assignment: Assignment) -> Assignment:
    """Take back what the candidate was asked."""
    locked = _pending(assignment)
    locked.state = Assignment.State.CANCELLED
    locked.save(update_fields=["state", "updated_at"])
    record("assignment.cancelled", target=locked, label=locked.candidate.alias)
    return locked
