"""Ada's Acme and Cleo's Beta, with the same things in both, made once for all tests of this folder."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from pytest_django import DjangoDbBlocker

from apps.accounts.models import Membership, User
from apps.accounts.roles import Role
from apps.accounts.services import add_member
from apps.core.scope import tenant_connection
from apps.tenants.models import Tenant
from tests.isolation.asking import forget_everything
from tests.isolation.bodies import Bodies
from tests.isolation.credentials import CREDENTIALS
from tests.isolation.forms import harvested
from tests.isolation.probing import Probe
from tests.isolation.worlds import World, filled
from tests.people import PASSWORD

Settled = dict[str, Any]


def person(name: str, slug: str, role: Role, password: str) -> Membership:
    tenant = Tenant.objects.get(slug=slug)
    user = User.objects.create_user(f"{name}@{slug}.example", password, name=name.capitalize())
    return add_member(tenant, user=user, role=role)


def _said_shortly(
    _request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """A refusal without the frame of its page, which is the same around each of many thousands."""
    problem = (context or {}).get("problem")
    said = f"{problem.title} {problem.detail}" if problem else ""
    return HttpResponse(f"<h1>{template}</h1> {said}", status=status)


@pytest.fixture(scope="package", autouse=True)
def _short_refusals() -> Iterator[None]:
    """What refusals look like is for other tests; here they are asked for and compared."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("apps.core.problems", "apps.home.errors"):
            patch.setattr(f"{module}.render", _said_shortly)
        yield


@pytest.fixture(scope="package")
def settled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Settled]:
    """Both worlds and what is asked of them; taken back when the folder is done."""
    with django_db_blocker.unblock(), transaction.atomic():
        mine = filled(person("ada", "acme", Role.OWNER, PASSWORD))
        # What is known to Ada must not open anything of Cleo's by itself.
        theirs = filled(person("cleo", "beta", Role.OWNER, "known to Cleo alone"))
        description = json.loads(Client().get("/api/v1/schema/?format=json").content)
        forms = harvested(mine, CREDENTIALS["session"](mine.owner))
        yield {"mine": mine, "theirs": theirs, "description": description, "forms": forms}
        transaction.set_rollback(True)
        tenant_connection.set_schema_to_public()


@pytest.fixture(autouse=True)
def _unblocked(settled: Settled, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        forget_everything()


@pytest.fixture
def mine(settled: Settled) -> World:
    """Acme, whose owner goes where she should not."""
    return settled["mine"]  # type: ignore[no-any-return]  # as it was put in


@pytest.fixture
def theirs(settled: Settled) -> World:
    """Beta, of which nobody at Acme may see or change anything."""
    return settled["theirs"]  # type: ignore[no-any-return]  # as it was put in


@pytest.fixture
def bodies(settled: Settled) -> Bodies:
    """What routes are sent, with Beta's things in every place."""
    return Bodies(settled["description"], settled["mine"], settled["theirs"], settled["forms"])


@pytest.fixture
def description(settled: Settled) -> Mapping[str, Any]:
    """What the API says it takes."""
    return settled["description"]  # type: ignore[no-any-return]  # as it was put in


MakeProbe = Callable[[str], Probe]


@pytest.fixture
def probe(mine: World, theirs: World, bodies: Bodies) -> MakeProbe:
    """Ada with a credential of that kind, against Beta."""
    return lambda credential: Probe(mine, theirs, CREDENTIALS[credential](mine.owner), bodies)
