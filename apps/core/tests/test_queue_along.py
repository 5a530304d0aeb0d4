"""Tasks that do what others of their kind were queued for together with their own."""

from collections import Counter

import pytest
from django.db import connection, transaction

from apps.core.models import QueuedTask
from apps.core.queue import later_many, take_along
from apps.core.queue.worker import run_all_due
from apps.core.scope import scope
from apps.tenants.models import Tenant
from tests.queue_app.tasks import MAKE_EFFECT_TABLE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_queue(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(MAKE_EFFECT_TABLE)
    QueuedTask.objects.all().delete()


def queue(tenant: Tenant, *numbers: int) -> None:
    with scope(tenant), transaction.atomic():
        later_many("core.work_together", [{"number": number} for number in numbers])


def effects() -> list[tuple[str, int, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT what, number, schema_name FROM public.effect ORDER BY at")
        return list(cursor.fetchall())


def states() -> dict[tuple[str, int], int]:
    return Counter(QueuedTask.objects.values_list("state", "attempts"))


def test_others_of_the_same_tenant_are_done_in_one_go_and_no_more_than_were_asked_for(
    acme: Tenant, community: Tenant
) -> None:
    queue(acme, 1, 2, 3, 4)
    queue(community, 5)

    ran = run_all_due()

    done = {(what, number) for what, number, schema in effects() if schema == acme.schema_name}
    assert done == {("3 together", 1), ("3 together", 2), ("3 together", 3), ("1 together", 4)}
    assert [effect[:2] for effect in effects() if effect[2] == community.schema_name] == [("1 together", 5)]
    assert (ran, states()) == (3, {("done", 1): 5})


def test_one_that_fails_costs_others_an_attempt_at_most_and_is_tried_again_alone(acme: Tenant) -> None:
    queue(acme, 12, 13, 14)
    run_all_due()
    # The first failed with the faulty one, which then failed with the last; who failed waits.
    assert ([effect[:2] for effect in effects()], states()) == (
        [("1 together", 14)],
        {("queued", 1): 2, ("done", 1): 1},
    )

    QueuedTask.objects.filter(state="queued").update(run_after="2026-01-01T00:00:00Z")
    run_all_due()

    assert [effect[:2] for effect in effects()] == [("1 together", 14), ("1 together", 12)]
    assert states() == {("queued", 2): 1, ("done", 2): 1, ("done", 1): 1}


def test_outside_of_a_task_nothing_is_taken(acme: Tenant) -> None:
    queue(acme, 1)

    with scope(acme), transaction.atomic():
        assert (take_along(9), states()) == ([], {("queued", 0): 1})
