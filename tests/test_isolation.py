"""Cleo, who owns another workspace, against everything of Acme's; and what keeps workspaces apart in general."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.db import connection, models
from django.test import Client

from apps.accounts.models import Member, Membership, User
from apps.core.modules import all_modules
from apps.core.queue import later
from apps.core.scope import scope
from apps.core.storage import delete_stored_file
from apps.cv_analysis.models import Analysis, Cv
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from tests.isolation.doors import OPEN_TO_STRANGERS
from tests.isolation.naming import UncoveredError, address_of
from tests.isolation.worlds import filled
from tests.people import Api, Grant, SignedIn
from tests.routes import filled_in, routes_of

pytestmark = pytest.mark.django_db

PAGES = ("", "status/", "download/?token=x")
PAGE_DEEDS = ("reprocess/", "delete/")


@pytest.fixture
def cv(ada: Membership, grant: Grant, cleo: Membership) -> Cv:
    """Ada's CV; both workspaces have the module."""
    grant(ada.tenant)
    grant(cleo.tenant)
    with scope(ada.tenant):
        found = Cv.objects.create(
            uploaded_by_id=ada.pk, file="tenants/x", file_name="secret.pdf", size=1, status="parsed"
        )
        Analysis.objects.create(cv=found, algorithm="1", as_of="2026-06-01", text="secret", findings={}, duration_ms=1)
    return found


def cv_answers(client: Any, cv: Cv, base: str) -> list[int]:
    api = f"{base}/api/v1/cv-analysis/cvs/{cv.pk}/"
    calls: list[tuple[str, str]] = [
        ("get", api),
        ("get", f"{api}analysis/"),
        ("post", f"{api}reprocess/"),
        ("delete", api),
    ]
    return [getattr(client, method)(address).status_code for method, address in calls]


def page_answers(client: Client, cv: Cv, base: str) -> list[int]:
    index = f"{base}/cv-analysis/{cv.pk}/"
    got = [client.get(index + rest).status_code for rest in PAGES]
    return got + [client.post(index + rest).status_code for rest in PAGE_DEEDS]


def is_untouched(cv: Cv, ada: Membership) -> bool:
    with scope(ada.tenant):
        return Cv.objects.filter(pk=cv.pk, status="parsed", task_id=None).exists() and Analysis.objects.count() == 1


def test_foreign_ids_are_not_found_in_the_own_workspace(
    cv: Cv, ada: Membership, cleo: Membership, api: Api, signed_in: SignedIn
) -> None:
    found = [
        cv_answers(api(cleo), cv, ""),
        cv_answers(api(cleo), cv, "/t/beta"),
        cv_answers(signed_in(cleo), cv, "/t/beta"),
        page_answers(signed_in(cleo), cv, "/t/beta"),
    ]

    assert found == [[404] * 4, [404] * 4, [404] * 4, [404] * 5]
    assert is_untouched(cv, ada)


def test_foreign_workspace_is_closed_to_token_and_session(
    cv: Cv, ada: Membership, cleo: Membership, api: Api, signed_in: SignedIn
) -> None:
    found = [
        cv_answers(api(cleo), cv, "/t/acme"),
        cv_answers(signed_in(cleo), cv, "/t/acme"),
        cv_answers(signed_in(cleo), cv, ""),
        page_answers(signed_in(cleo), cv, "/t/acme"),
        page_answers(Client(), cv, "/t/acme"),
    ]

    assert found == [[401] * 4, [403] * 4, [403] * 4, [403] * 5, [302] * 5]
    assert is_untouched(cv, ada)


def test_lists_search_and_counts_show_the_own_rows_only(
    cv: Cv, cleo: Membership, api: Api, signed_in: SignedIn
) -> None:
    body = api(cleo).get("/api/v1/cv-analysis/cvs/?search=secret").json()
    texts = [signed_in(cleo).get(f"/t/beta/{page}").text for page in ("", "cv-analysis/", "marketplace/mine/")]

    assert (body["count"], body["results"]) == (0, [])
    assert [text for text in texts if "secret.pdf" in text or "Acme" in text] == []


def test_every_address_of_a_workspace_is_closed_to_strangers_and_members_of_others(
    acme: Tenant, cleo: Membership, signed_in: SignedIn, api: Api
) -> None:
    """A new address is closed without a line in its view; those open to strangers stand in the list above."""
    clients = (Client(), signed_in(cleo), api(cleo))
    of_api, of_pages = (401, 403, 401), (302, 403, 302)

    found, expected = {}, {}
    for route in routes_of("config.urls", but=OPEN_TO_STRANGERS):
        address = f"/t/acme/{filled_in(route)}"
        found[route] = tuple(client.get(address).status_code for client in clients)
        expected[route] = of_api if route.startswith("api/") else of_pages

    assert found == expected


def test_no_foreign_key_crosses_schemas() -> None:
    """Tenant rows point to Member; public rows carry a tenant id. (A test of the catalogue is in apps/tenants.)"""
    shared_apps = {config.label for config in apps.get_app_configs() if config.name in settings.SHARED_APPS}
    crossing = []
    for config in all_modules():
        for model in config.get_models():
            for field in model._meta.get_fields():
                if not isinstance(field, models.ForeignKey):
                    continue
                target = field.related_model
                assert isinstance(target, type)
                if target._meta.app_label in shared_apps and target is not Member:
                    crossing.append(str(field))

    assert crossing == []


def test_cache_alias_of_tenants_keeps_them_apart_and_the_default_does_not(acme: Tenant, beta: Tenant) -> None:
    seen: dict[str, list[object]] = {"tenant": [], "default": []}
    for alias, found in seen.items():
        with scope(acme):
            caches[alias].set("key", "Acme's")
        for tenant in (acme, beta):
            with scope(tenant):
                found.append(caches[alias].get("key"))

    assert seen == {"tenant": ["Acme's", None], "default": ["Acme's", "Acme's"]}


def test_file_of_another_workspace_cannot_be_deleted(acme: Tenant, beta: Tenant) -> None:
    with scope(beta), pytest.raises(ValueError, match="is no file of"):
        delete_stored_file(f"tenants/{acme.schema_name}/cv_analysis/x.pdf")


def test_task_of_a_tenant_that_is_gone_runs_nowhere(
    acme: Tenant, licensed: License, run_queued: Callable[[], int]
) -> None:
    with scope(acme):
        task = later("cv_analysis.analyse_cv", cv_id="01890000-0000-7000-8000-000000000000")
    Tenant.objects.filter(pk=acme.pk).update(status=Tenant.Status.ERASED)

    run_queued()

    task.refresh_from_db()
    assert (task.state, task.problem_code) == ("refused", "task-refused")


def test_people_are_not_deleted_through_their_tables(ada: Membership) -> None:
    with pytest.raises(models.ProtectedError):
        User.objects.get(pk=ada.user_id).delete()


def test_nothing_of_a_tenant_lies_in_the_public_schema(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        public = {name for (name,) in cursor.fetchall()}
    of_tenants = {model._meta.db_table for config in all_modules() for model in config.get_models()}

    assert (public & of_tenants, "accounts_member" in public) == (set(), False)


def test_every_model_and_every_route_is_known_to_the_walk_through_all_of_them(ada: Membership) -> None:
    """tests/isolation calls every route with another's ids: a new one says whose row it names."""
    world = filled(ada)
    unknown = set()
    for route in routes_of("config.urls").keys() | routes_of("config.public_urls").keys():
        try:
            address_of(route, world)
        except UncoveredError as error:
            unknown.add(str(error))

    assert unknown == set()
