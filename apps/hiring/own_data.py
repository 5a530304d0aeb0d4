"""What of hiring belongs to a person who signs in as a candidate: their record, and what came of it."""

import json
from collections.abc import Iterator
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from apps.hiring.models import Candidate
from apps.hiring.services import delete_candidates

RECORD = ("name", "email", "phone", "location", "headline", "links", "source", "created_at")


def records_of(member_id: UUID) -> "list[Candidate]":
    return list(Candidate.objects.present().filter(member_id=member_id).order_by("created_at"))


def files_of(member_id: UUID) -> Iterator[tuple[str, bytes]]:
    """The record, what the person applied for, was asked to do, and what was found out; not what others noted."""
    for number, one in enumerate(records_of(member_id), 1):
        known = {name: getattr(one, name) for name in RECORD}
        known["applications"] = list(
            one.applications.order_by("applied_at").values("job__title", "applied_at", "stage__kind")
        )
        known["results"] = list(
            one.results.order_by("created_at").values(
                *("module", "kind", "score", "summary", "evidence", "algorithm", "created_at", "is_current")
            )
        )
        known["assignments"] = list(
            one.assignments.order_by("created_at").values("module", "activity", "state", "due_at", "created_at")
        )
        yield (
            f"{number}-candidate.json",
            json.dumps(known, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode(),
        )


def erase_records_of(member_id: UUID) -> None:
    """The person deletes the account: their record goes with everything that hangs on it."""
    delete_candidates(records_of(member_id))
