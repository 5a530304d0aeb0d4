"""The ways that lead past addresses: searching, links that were signed, tasks, and what the database itself allows."""

import inspect
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q

from apps.core.models import QueuedTask
from apps.core.queue import later
from apps.core.queue.registry import TaskSpec, _specs
from apps.core.queue.worker import run_all_due
from apps.core.scope import scope
from apps.core.storage import sign_link
from apps.cv_analysis.models import Cv
from tests.isolation.asking import Question, ask, methods_of
from tests.isolation.choosing import for_credential, pages_and_api, views_of
from tests.isolation.conftest import MakeProbe
from tests.isolation.credentials import CREDENTIALS
from tests.isolation.naming import address_of
from tests.isolation.worlds import State, World

# Words that the rows of every world have in them.
WORDS = ("pdf", "example", "candidate", "title")


@pytest.mark.parametrize("credential", CREDENTIALS)
def test_no_list_and_no_search_finds_what_is_theirs(credential: str, probe: MakeProbe, mine: World) -> None:
    """Pages, the palette, exports and the API's lists; each is asked for words that are in both workspaces."""
    asking = probe(credential)
    routes = for_credential(credential, views_of("config.urls"))
    found = []
    # Pages read sessions only, and lead everybody else to the sign-in: the walk with their ids has that.
    for route, pattern in (routes if credential == "session" else pages_and_api(routes)[1]).items():
        address = address_of(route, mine)
        if address.names_a_row or "get" not in methods_of(pattern):
            continue
        for word in WORDS:
            question = Question("get", f"/t/acme/{address.theirs}?q={word}&search={word}&term={word}")
            found += asking.what_is_wrong_with(question, address.template)

    assert found == []


def test_a_link_that_was_signed_for_their_file_opens_nothing_here(theirs: World, mine: World) -> None:
    """Neither in the own workspace nor in theirs, whoever signed it."""
    client = CREDENTIALS["session"](mine.owner)
    pk = theirs.pk(Cv)
    with scope(theirs.tenant):
        token = sign_link("cv", pk)
    with scope(mine.tenant):
        forged = sign_link("cv", pk)

    answers = [
        ask(client, Question("get", f"{base}cv-analysis/{pk}/download/?token={key}")).status
        for base in ("/t/acme/", "/t/beta/")
        for key in (token, forged)
    ]
    own = ask(client, Question("get", f"/t/acme/cv-analysis/{mine.pk(Cv)}/download/?token={token}")).status

    assert (answers, own) == ([404, 404, 403, 403], 404)


def test_their_own_link_does_open_their_file(theirs: World) -> None:
    """So the answers above say something."""
    client, pk = CREDENTIALS["session"](theirs.owner), theirs.pk(Cv)
    with scope(theirs.tenant):
        token = sign_link("cv", pk)

    answer = ask(client, Question("get", f"/t/beta/cv-analysis/{pk}/download/?token={token}"))

    assert (answer.status, answer.text) == (200, f"{theirs.mark} file")


def _with_ids_of(world: World, spec: TaskSpec) -> dict[str, Any]:
    """What the task takes: the ids of the world's rows where it takes ids, and a word everywhere else."""
    rows = {model._meta.model_name: str(row.pk) for model, row in world.rows.items()}
    rows |= {"name": world.text(Cv, "file")}
    taken = [name for name, one in spec.signature.parameters.items() if one.default is inspect.Parameter.empty]
    return {name: rows.get(name.removesuffix("_id").replace("_", ""), "x") for name in taken}


def test_no_task_of_one_workspace_does_anything_to_another(mine: World, theirs: World) -> None:
    """Messages with ids of Beta's, as somebody at Acme may have put them into the queue."""
    # Those of the product: tests declare tasks of their own, and one of them ends the process that runs it.
    of_tenants = [
        spec for spec in _specs.values() if not spec.public and not spec.function.__module__.startswith("tests.")
    ]
    QueuedTask.objects.all().delete()
    state = State(theirs)
    for spec in of_tenants:
        with scope(mine.tenant):
            later(spec.name, **_with_ids_of(theirs, spec))

    run_all_due()

    tried = QueuedTask.objects.filter(Q(attempts__gt=0) | Q(state="refused")).values_list("name", flat=True)
    assert (state.changes(), set(tried)) == ((), {spec.name for spec in of_tenants})


def test_a_task_that_names_no_workspace_or_two_runs_nowhere(mine: World, theirs: World) -> None:
    QueuedTask.objects.all().delete()
    state = State(theirs)
    with scope(theirs.tenant):
        task = later("cv_analysis.analyse_cv", cv_id=theirs.pk(Cv))
    before = state.changes()
    QueuedTask.objects.filter(pk=task.pk).update(tenant_id=mine.tenant.pk)

    run_all_due()

    task.refresh_from_db()
    assert (task.state, before == ("public.core_queuedtask",), state.changes()) == ("refused", True, before)


def test_the_database_knows_no_way_from_one_schema_to_another(mine: World) -> None:
    """A foreign key across schemas would be one, and would lock every workspace when a person is deleted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass::text, c.confrelid::regclass::text FROM pg_constraint c"
            " JOIN pg_class a ON a.oid = c.conrelid JOIN pg_class b ON b.oid = c.confrelid"
            " WHERE c.contype = 'f' AND a.relnamespace <> b.relnamespace"
        )
        assert cursor.fetchall() == []
