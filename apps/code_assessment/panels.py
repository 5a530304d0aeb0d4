"""Code assessments on a candidate's record."""

from apps.accounts.models import Membership
from apps.accounts.rights import has_right
from apps.code_assessment.models import Attempt
from apps.core.hiring_contract import Panel
from apps.hiring.models import Candidate

MOST = 5


def candidate_panel(membership: Membership, candidate: Candidate) -> Panel | None:
    """Assessments of the candidate, and the way to assign one."""
    if membership.is_candidate or not has_right(membership, "code_assessment.review"):
        return None
    rows = Attempt.objects.filter(candidate=candidate, mode=Attempt.Mode.ASSESSMENT)
    attempts = list(rows.exclude(state=Attempt.State.READY)[:MOST])
    can_assign = has_right(membership, "code_assessment.assign")
    return Panel("code_assessment/panel.html", {"attempts": attempts, "candidate": candidate, "can_assign": can_assign})
