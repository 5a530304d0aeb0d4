"""Making two records one, with the values that somebody chose."""

from collections.abc import Mapping

from django.db import transaction

from apps.accounts.models import Membership
from apps.hiring.models import Candidate
from apps.hiring.services.candidates import update_candidate
from apps.hiring.services.doubles import merge_candidates

# What only one of the two can say; tags and links are put together.
CHOSEN = ("name", "email", "phone", "headline", "location", "source")


@transaction.atomic
def merge_choosing(
    candidate: Candidate, *, into: Candidate, values: Mapping[str, str], by: Membership | None
) -> Candidate:
    """Merge the first into the second, which then has these values."""
    winner = merge_candidates(candidate, into=into, by=by)
    return update_candidate(winner, **{name: value for name, value in values.items() if name in CHOSEN})
