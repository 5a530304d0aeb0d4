"""Several at the same moment: one record for a person, one application, one place on the board each."""

from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.hiring.models import Application, Candidate, Stage
from apps.hiring.services import (
    apply_to_job,
    create_candidate,
    create_job,
    find_or_create_candidate,
    move_application,
    open_job,
    pipeline,
)
from apps.tenants.models import Tenant
from tests.at_once import at_once, outcome

pytestmark = pytest.mark.usefixtures("committed")
Answer = TypeVar("Answer")


def inside(tenant: Tenant, deed: Callable[[], Answer]) -> Callable[[], Answer]:
    """The deed in the tenant, for a thread of its own."""

    def do() -> Answer:
        with scope(tenant):
            return deed()

    return do


@pytest.mark.parametrize("known_by", ["email", "phone"])
def test_many_cvs_of_one_person_at_once_make_one_record(acme: Tenant, known_by: str) -> None:
    said: dict[str, Any] = {"email": "ines@mail.example"} if known_by == "email" else {"phone": "+4930123456"}

    answers = at_once(*[inside(acme, lambda: find_or_create_candidate(name="Ines Okafor", **said)) for _ in range(5)])

    assert sorted(is_new for _one, is_new in answers) == [False, False, False, False, True]
    with scope(acme):
        assert Candidate.objects.count() == 1


def test_pipeline_application_and_places_are_given_once(acme: Tenant, ada: Membership) -> None:
    assert [len(stages) for stages in at_once(*[inside(acme, pipeline) for _ in range(4)])] == [6, 6, 6, 6]
    with scope(acme):
        job = open_job(create_job(by=ada, title="Python developer"))
        people = [create_candidate(by=ada, name=f"Person {number}") for number in range(4)]

    twice = at_once(*[inside(acme, outcome(apply_to_job, job, people[0], by=ada)) for _ in range(2)])
    assert sorted(twice) == ["already-applied", "done"]
    at_once(*[inside(acme, outcome(apply_to_job, job, one, by=ada)) for one in people[1:]])

    with scope(acme):
        rows = list(Application.objects.all())
        target = Stage.objects.get(name="Interview")
    at_once(*[inside(acme, outcome(move_application, row, stage=target, position=0, by=ada)) for row in rows])
    with scope(acme):
        places = list(Application.objects.filter(stage=target).values_list("position", flat=True))
        assert (len(places), len(set(places))) == (4, 4)
