"""Interviews on a candidate's record."""

from apps.accounts.models import Membership
from apps.accounts.rights import has_right
from apps.core.hiring_contract import Panel
from apps.hiring.models import Candidate
from apps.interviews.models import AssignedInterview, Session


def candidate_panel(membership: Membership, candidate: Candidate) -> Panel | None:
    """Assessments of the candidate, who asked for another way, and the way to assign one."""
    if membership.is_candidate or not has_right(membership, "interviews.review"):
        return None
    sessions = list(Session.objects.assessments().filter(candidate=candidate).exclude(state=Session.State.DRAFT)[:5])
    others = AssignedInterview.objects.filter(assignment__candidate=candidate).exclude(alternative_asked_at=None)
    return Panel(
        "interviews/panel.html",
        {"sessions": sessions, "candidate": candidate, "wants_another_way": others.exists()},
    )
