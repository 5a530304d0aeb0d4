"""Which editor a program of the API comes from: that of a practice problem, or of an attempt."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from apps.accounts.models import Membership
from apps.code_assessment.catalogue import content_of, problem_for
from apps.code_assessment.content import Content
from apps.code_assessment.models import Attempt
from apps.code_assessment.queries import attempts_of
from apps.code_assessment.setups import Setup
from apps.core.problems import MissingError


def editor_of(membership: Membership, key: str, attempt_id: UUID | None) -> tuple[Content, Attempt | None]:
    """The problem, and the member's attempt in which it is asked."""
    if attempt_id is None:
        return problem_for(membership, key)[0], None
    attempt = get_object_or_404(attempts_of(membership), pk=attempt_id)
    asked = Setup.from_json(attempt.setup).asked(key)
    if asked is None or attempt.state == Attempt.State.READY:
        raise MissingError
    return content_of(key, asked.version), attempt
