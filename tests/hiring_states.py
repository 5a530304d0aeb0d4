"""What every address of hiring shows to whom, and what puts something into its lists."""

from collections.abc import Callable

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.hiring.services import create_candidate, create_job
from tests.answers import DEED, RECORDS_DEED, STAFFED, STAFFED_PART, STAFFED_RECORD, WORKING, WORKING_RECORD, Answers
from tests.visiting import AWAY, GONE, PART, REFUSED

HIRING: dict[str, Answers] = {
    "hiring/": Answers(AWAY, candidate=REFUSED),
    "hiring/jobs/": STAFFED,
    "hiring/jobs/export/": STAFFED_PART,
    "hiring/jobs/new/": WORKING,
    "hiring/jobs/read/": WORKING,
    "hiring/jobs/<uuid:pk>/": STAFFED_RECORD,
    "hiring/jobs/<uuid:pk>/edit/": WORKING_RECORD,
    "hiring/jobs/<uuid:pk>/open/": RECORDS_DEED,
    "hiring/jobs/<uuid:pk>/close/": RECORDS_DEED,
    "hiring/jobs/<uuid:pk>/reopen/": RECORDS_DEED,
    "hiring/jobs/<uuid:pk>/copy/": RECORDS_DEED,
    "hiring/jobs/<uuid:pk>/delete/": RECORDS_DEED,
    "hiring/jobs/<uuid:pk>/ranking/": STAFFED_RECORD,
    "hiring/jobs/<uuid:pk>/ranking/export/": Answers(PART, candidate=REFUSED, names_a_record=True),
    "hiring/jobs/<uuid:pk>/ranking/bulk/": RECORDS_DEED,
    "hiring/jobs/<uuid:pk>/board/": STAFFED_RECORD,
    "hiring/jobs/<uuid:pk>/board/bulk/": RECORDS_DEED,
    # Of a job that is not reviewed blind: to the record.
    "hiring/applications/<uuid:pk>/": Answers(AWAY, candidate=REFUSED, names_a_record=True),
    "hiring/applications/<uuid:pk>/move/": RECORDS_DEED,
    "hiring/applications/<uuid:pk>/reveal/": RECORDS_DEED,
    "hiring/applications/<uuid:pk>/remove/": RECORDS_DEED,
    # Of nobody.
    "hiring/compare/": Answers(GONE, candidate=REFUSED),
    "hiring/stages/": STAFFED,
    "hiring/stages/<uuid:pk>/change/": RECORDS_DEED,
    "hiring/stages/<uuid:pk>/shift/": RECORDS_DEED,
    "hiring/stages/<uuid:pk>/delete/": RECORDS_DEED,
    "hiring/doubles/": STAFFED,
    "hiring/doubles/<uuid:pk>/apart/": RECORDS_DEED,
    "hiring/candidates/": STAFFED,
    "hiring/candidates/export/": STAFFED_PART,
    "hiring/candidates/new/": WORKING,
    "hiring/candidates/bulk/": DEED,
    "hiring/candidates/<uuid:pk>/": STAFFED_RECORD,
    "hiring/candidates/<uuid:pk>/edit/": WORKING_RECORD,
    "hiring/candidates/<uuid:pk>/delete/": RECORDS_DEED,
    "hiring/candidates/<uuid:pk>/merge/<uuid:other>/": WORKING_RECORD,
    "hiring/candidates/<uuid:pk>/tags/": RECORDS_DEED,
    "hiring/candidates/<uuid:pk>/consider/": RECORDS_DEED,
    "hiring/candidates/<uuid:pk>/notes/": RECORDS_DEED,
    "hiring/candidates/<uuid:pk>/assign/": RECORDS_DEED,
    "hiring/notes/<uuid:pk>/edit/": RECORDS_DEED,
    "hiring/notes/<uuid:pk>/delete/": RECORDS_DEED,
    "hiring/assignments/<uuid:pk>/cancel/": RECORDS_DEED,
}


def _make_job(membership: Membership) -> None:
    with scope(membership.tenant):
        create_job(by=membership, title="Nurse")


def _make_candidate(membership: Membership) -> None:
    with scope(membership.tenant):
        create_candidate(by=membership, name="Noor Iyer")


def _make_doubles(membership: Membership) -> None:
    _make_candidate(membership)
    with scope(membership.tenant):
        create_candidate(by=membership, name="Noor Iyer", email="noor@iyer.example")


HIRING_LISTS: dict[str, tuple[str, str, Callable[[Membership], object]]] = {
    "hiring.jobs": ("hiring/jobs/", "Make the first one by hand", _make_job),
    "hiring.candidates": ("hiring/candidates/", "Add somebody by hand", _make_candidate),
    "hiring.doubles": ("hiring/doubles/", "When two records look like one person", _make_doubles),
}
