"""What every page of interviews asks first: who is there, and which interview is meant."""

from django.shortcuts import get_object_or_404

from apps.accounts.middleware import PersonRequest
from apps.accounts.models import Membership
from apps.accounts.rights import has_right, require_right
from apps.interviews.models import Session
from apps.interviews.queries import sessions_for, sessions_of

VIEW, PRACTISE, REVIEW, EDIT = (f"interviews.{name}" for name in ("view", "practise", "review", "edit"))
FAIRNESS = "interviews.fairness"


def member(request: PersonRequest) -> Membership:
    """The member, who may at least look."""
    return require_right(request.membership, VIEW)


def seen_session(request: PersonRequest, pk: str) -> Session:
    """An interview that the member may look at."""
    return get_object_or_404(sessions_for(member(request)).select_related("member", "candidate", "job"), pk=pk)


def own_session(request: PersonRequest, pk: str) -> Session:
    """The member's own: nobody answers for somebody else."""
    return get_object_or_404(sessions_of(member(request)), pk=pk)


def rights_of(membership: Membership) -> dict[str, bool]:
    """What the page may offer."""
    return {f"can_{deed}": has_right(membership, f"interviews.{deed}") for deed in ("practise", "review", "edit")}
