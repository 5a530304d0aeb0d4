"""No page and no address of the API asks the database more than twelve things, however much there is to show.

Every list has more rows than that: one that asked anew for each of them would be noticed.
"""

from collections.abc import Iterator
from http import HTTPStatus

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from apps.accounts.models import Invitation, Mail, User
from apps.accounts.roles import Role
from apps.ai.models import AiCall
from apps.code_assessment.models import Assessment, Attempt, Problem, Submission
from apps.core.models import QueuedTask
from apps.core.scope import scope, tenant_connection
from apps.cv_analysis.models import Cv, Resume
from apps.hiring.models import Job, Note, Result, Stage
from apps.hiring.services import apply_to_job, create_candidate
from apps.interviews.models import OwnQuestion, QuestionSet, Session, Template
from apps.tenants.models import Tenant
from tests.isolation.asking import forget_everything, methods_of
from tests.isolation.choosing import Routes, at_one_door, is_api, is_second
from tests.isolation.credentials import BACKEND, CREDENTIALS
from tests.isolation.naming import address_of
from tests.isolation.rows import Filling
from tests.isolation.worlds import World, filled
from tests.people import PASSWORD, NewMember
from tests.routes import routes_of

MOST, ROWS = 12, 14
MANY = (
    *(Cv, Resume, Job, Note, Result, Session, OwnQuestion, QuestionSet, Template, Problem, Assessment, Attempt),
    *(Submission, Invitation, Mail, AiCall, QueuedTask),
)
# Each for a reason.
EXCEPTIONS = {
    # Every engine and every recorded migration is asked how it is.
    "/admin/status/",
}
# Django shows what else would go: it asks every table that names the row, and so on for what it finds there.
ASKS_EVERY_TABLE = "/{object_id}/delete/"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker, new_member: NewMember) -> Iterator[World]:
    """Ada's workspace with a row of everything, and many of whatever is shown in lists."""
    with django_db_blocker.unblock(), transaction.atomic():
        acme = Tenant.objects.get(slug="acme")
        made = filled(new_member("ada", acme, Role.OWNER))
        for number in range(ROWS):
            _add_people(made, new_member, number)
            for model in MANY:
                more = Filling(made.owner, f"{made.mark}-{number}")
                more.rows = {known: row for known, row in made.rows.items() if known is not model}
                more.row(model)
        yield made
        transaction.set_rollback(True)
        tenant_connection.set_schema_to_public()
        forget_everything()


def _add_people(world: World, new_member: NewMember, number: int) -> None:
    """A colleague, and a candidate for the job."""
    new_member(f"colleague-{number}", world.tenant, Role.MEMBER)
    with scope(world.tenant):
        candidate = create_candidate(by=world.owner, name=f"Person {number}", email=f"{number}@people.example")
        job, stage = Job.objects.get(pk=world.pk(Job)), Stage.objects.get(pk=world.pk(Stage))
        apply_to_job(job, candidate, stage=stage)


@pytest.fixture
def staff(world: World, django_db_blocker: DjangoDbBlocker) -> Iterator[Client]:
    """Runs the platform."""
    with django_db_blocker.unblock(), transaction.atomic():
        client = Client(raise_request_exception=False)
        client.force_login(User.objects.create_superuser("sam@rostrum.example", PASSWORD, name="Sam"), backend=BACKEND)
        yield client
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _unblocked(world: World, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def _asked(client: Client, routes: Routes, world: World, base: str) -> tuple[dict[str, int], set[str]]:
    """How many statements each address takes that can be read, asked a second time; and those that showed something."""
    taken, shown = {}, set()
    for route, pattern in routes.items():
        if "get" not in methods_of(pattern) or is_second(route):
            continue
        address = address_of(route, world)
        with transaction.atomic():
            _status_of(client, f"{base}{address.theirs}")
            with CaptureQueriesContext(connection) as captured:
                status = _status_of(client, f"{base}{address.theirs}")
            transaction.set_rollback(True)
        forget_everything()
        taken[f"{base}{address.template}"] = len(captured)
        if status == HTTPStatus.OK:
            shown.add(f"{base}{address.template}")
    return taken, shown


def _status_of(client: Client, address: str) -> int:
    """Of an answer that was read to its end: files and long lists ask while they are sent."""
    answer = client.get(address)
    if answer.streaming:
        answer.getvalue()
    return answer.status_code


def _above(taken: dict[str, int]) -> dict[str, int]:
    return {
        address: count
        for address, count in taken.items()
        if count > MOST and address not in EXCEPTIONS and not address.endswith(ASKS_EVERY_TABLE)
    }


def test_no_page_of_a_workspace_asks_more(world: World) -> None:
    pages = {route: pattern for route, pattern in routes_of("config.urls").items() if not is_api(route)}

    taken, shown = _asked(CREDENTIALS["session"](world.owner), at_one_door(pages, "admin/"), world, "/t/acme/")

    assert _above(taken) == {}
    assert {"/t/acme/", "/t/acme/hiring/candidates/", "/t/acme/hiring/candidates/{pk}/", "/t/acme/admin/"} <= shown


def test_no_address_of_the_api_asks_more(world: World) -> None:
    api = {route: pattern for route, pattern in routes_of("config.urls").items() if is_api(route)}

    taken, shown = _asked(CREDENTIALS["token"](world.owner), api, world, "/t/acme/")

    assert _above(taken) == {}
    lists = ("hiring/candidates", "hiring/jobs", "cv-analysis/cvs", "interviews/sessions", "code-assessment/problems")
    assert {f"/t/acme/api/v1/{name}/" for name in lists} <= shown


def test_no_page_of_the_platform_asks_more(world: World, staff: Client) -> None:
    """Of the administration one of each kind, and every form, as each has fields of its own."""
    routes = routes_of("config.public_urls", but=("api/",))
    forms = {route: one for route, one in routes.items() if route.startswith("admin/") and route.endswith("/add/")}

    taken, shown = _asked(staff, {**at_one_door(routes, "admin/"), **forms}, world, "/")

    assert _above(taken) == {}
    assert {"/", "/admin/", "/admin/auth/group/add/"} <= shown
