"""A request's tenant: found by path or host, entered for the answer, and left again."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.test import Client
from django.urls import get_script_prefix, include, path, reverse, set_script_prefix
from pytest_django import DjangoAssertNumQueries, Settings

from apps.accounts.models import Member, Membership
from apps.core.scope import PUBLIC, current_schema, current_tenant, scope
from apps.tenants.models import Domain, Tenant
from apps.tenants.queries import forget_tenants, tenant_by_host, tenant_by_slug
from apps.tenants.services import suspend_tenant
from tests.people import Api, SignedIn

pytestmark = pytest.mark.django_db


def what_the_view_sees() -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        (in_database,) = cursor.fetchone()
    return {"schema": current_schema(), "database": in_database, "prefix": get_script_prefix(), "link": reverse("seen")}


@login_not_required
def seen(request: HttpRequest) -> HttpResponse:
    return JsonResponse(what_the_view_sees() | {"path": request.path, "path_info": request.path_info})


@login_not_required
def streamed(request: HttpRequest) -> StreamingHttpResponse:
    def lines() -> Iterator[str]:
        for _ in range(3):
            yield f"{what_the_view_sees()['database']} {reverse('seen')}\n"

    return StreamingHttpResponse(lines(), content_type="text/plain")


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault of the view")


def urls(name: str, *patterns: Any) -> ModuleType:
    """A module of addresses that is in no file."""
    module = ModuleType(name)
    vars(module).update(urlpatterns=patterns, handler404="apps.home.errors.not_found")
    return module


SEEN = path("seen/", seen, name="seen")
OTHERS = [path("streamed/", streamed), path("broken/", broken)]


@pytest.fixture
def looking(settings: Settings) -> None:
    """Views that tell what they see, beside the product's own."""
    settings.ROOT_URLCONF = urls("of_a_tenant", SEEN, *OTHERS, path("", include("config.urls")))
    settings.PUBLIC_SCHEMA_URLCONF = urls("public", SEEN, *OTHERS, path("", include("config.public_urls")))


def test_path_names_the_tenant_and_every_link_carries_it(looking: None, acme: Tenant) -> None:
    body = Client().get("/t/acme/seen/").json()

    assert body == {
        "schema": acme.schema_name,
        "database": acme.schema_name,
        "prefix": "/t/acme/",
        "link": "/t/acme/seen/",
        "path": "/t/acme/seen/",
        "path_info": "/seen/",
    }


def test_host_names_the_tenant_without_a_prefix(looking: None, acme: Tenant) -> None:
    body = Client(SERVER_NAME="acme.localhost").get("/seen/").json()

    assert (body["database"], body["prefix"], body["link"]) == (acme.schema_name, "/", "/seen/")


def test_host_and_path_may_name_the_same_tenant(looking: None, acme: Tenant) -> None:
    body = Client(SERVER_NAME="acme.localhost").get("/t/acme/seen/").json()

    assert (body["database"], body["link"]) == (acme.schema_name, "/t/acme/seen/")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_the_platform_itself_is_no_tenant(looking: None, db: None, host: str) -> None:
    body = Client(SERVER_NAME=host).get("/seen/").json()

    assert (body["schema"], body["database"], body["link"]) == ("public", "public", "/seen/")


def test_where_the_server_is_mounted_comes_before_the_tenant(looking: None, acme: Tenant) -> None:
    body = Client().get("/t/acme/seen/", SCRIPT_NAME="/hiring").json()
    # As Django's handler does at the start of the next request.
    set_script_prefix("/")

    assert (body["prefix"], body["link"]) == ("/hiring/t/acme/", "/hiring/t/acme/seen/")


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("localhost", "/t/nobody/"),
        ("localhost", "/t/ACME/"),
        ("nobody.localhost", "/"),
        ("acme.localhost", "/t/beta/"),
        ("acme.localhost", "/t/nobody/"),
    ],
)
def test_unknown_or_contradicting_addresses_are_not_found(acme: Tenant, beta: Tenant, host: str, address: str) -> None:
    response = Client(SERVER_NAME=host).get(address)
    problem = Client(SERVER_NAME=host).get(f"{address}api/v1/auth/profile/")

    assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert (problem.status_code, problem.json()["code"]) == (404, "not-found")


def test_host_that_is_not_ours_is_refused(db: None) -> None:
    assert Client(SERVER_NAME="evil.example").get("/").status_code == 400


def test_slug_without_its_slash_leads_to_the_tenant(acme: Tenant) -> None:
    response = Client().get("/t/acme")

    assert (response.status_code, response["Location"]) == (301, "/t/acme/")


def test_spares_and_closed_tenants_cannot_be_addressed(acme: Tenant) -> None:
    Tenant.objects.filter(pk=acme.pk).update(status=Tenant.Status.ERASED)

    assert Client().get("/t/acme/").status_code == 404


def test_suspended_tenant_says_so_on_a_page_and_as_a_problem(acme: Tenant, ada: Membership, api: Api) -> None:
    suspend_tenant(acme)
    forget_tenants()

    page = Client().get("/t/acme/")
    by_path = Client().get("/t/acme/api/v1/auth/profile/")
    by_host = Client(SERVER_NAME="acme.localhost").get("/")

    assert (page.status_code, "This workspace is suspended" in page.text) == (403, True)
    assert (by_path.status_code, by_path["Content-Type"]) == (403, "application/problem+json")
    assert by_path.json()["code"] == "tenant-suspended"
    assert by_host.status_code == 403


def test_token_alone_names_the_tenant(ada: Membership, api: Api) -> None:
    response = api(ada).get("/api/v1/auth/profile/")

    assert (response.status_code, response.json()["tenant"]["slug"]) == (200, "acme")


def test_token_of_a_suspended_tenant_is_refused(acme: Tenant, ada: Membership, api: Api) -> None:
    client = api(ada)
    suspend_tenant(acme)
    forget_tenants()

    response = client.get("/api/v1/auth/profile/")

    assert (response.status_code, response.json()["code"]) == (403, "tenant-suspended")


@pytest.mark.parametrize(("host", "address"), [("localhost", "/t/beta"), ("beta.localhost", "")])
def test_token_of_one_tenant_is_refused_at_the_address_of_another(
    beta: Tenant, ada: Membership, api: Api, host: str, address: str
) -> None:
    response = api(ada).get(f"{address}/api/v1/auth/profile/", SERVER_NAME=host)

    assert (response.status_code, response.json()["code"]) == (401, "invalid-token")
    assert response.json()["detail"] == "This token belongs to another workspace than the address."


def test_session_opens_no_tenant_of_others(beta: Tenant, ada: Membership, signed_in: SignedIn) -> None:
    page = signed_in(ada).get("/t/beta/")
    problem = signed_in(ada).get("/t/beta/api/v1/auth/profile/")

    assert (page.status_code, "You are not a member of this workspace" in page.text) == (403, True)
    assert 'href="/enter/"' in page.text  # the way to their own
    assert (problem.status_code, problem.json()["code"]) == (403, "not-allowed")


def test_visitor_is_led_to_the_tenants_own_sign_in_and_back(acme: Tenant) -> None:
    response = Client().get("/t/acme/marketplace/?page=2")

    assert (response.status_code, response["Location"]) == (
        302,
        "/t/acme/accounts/login/?next=/t/acme/marketplace/%3Fpage%3D2",
    )


def test_forgotten_slash_is_added_below_the_prefix(ada: Membership, signed_in: SignedIn) -> None:
    response = signed_in(ada).get("/t/acme/marketplace")

    assert (response.status_code, response["Location"]) == (301, "/t/acme/marketplace/")


def test_tenant_and_prefix_are_left_after_the_answer(looking: None, acme: Tenant) -> None:
    Client().get("/t/acme/seen/")

    assert (current_tenant(), current_schema(), get_script_prefix()) == (PUBLIC, "public", "/")


def test_tenant_and_prefix_are_left_after_a_fault(looking: None, acme: Tenant) -> None:
    with pytest.raises(RuntimeError, match="a fault of the view"):
        Client().get("/t/acme/broken/")

    assert (current_tenant(), current_schema(), get_script_prefix()) == (PUBLIC, "public", "/")


def test_streamed_answer_is_made_in_the_tenant_and_between_its_pieces_nobody_is(looking: None, acme: Tenant) -> None:
    response = Client().get("/t/acme/streamed/")
    between = []
    pieces = []
    for piece in response:
        pieces.append(piece.decode())
        between.append((current_schema(), get_script_prefix()))

    assert pieces == [f"{acme.schema_name} /t/acme/seen/\n"] * 3
    assert between == [("public", "/")] * 3


def test_tenant_is_remembered_for_a_few_seconds(
    acme: Tenant, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    forget_tenants()
    with connection.cursor():
        pass

    with django_assert_num_queries(1):
        assert [tenant_by_slug("acme"), tenant_by_slug("acme")] == [acme, acme]


def test_what_was_not_found_is_asked_again(acme: Tenant) -> None:
    assert tenant_by_host("jobs.acme.example") is None

    Domain.objects.create(domain="jobs.acme.example", tenant=acme, is_primary=False)

    assert tenant_by_host("jobs.acme.example") == acme


def test_rows_of_the_tenants_are_apart(ada: Membership, cleo: Membership, acme: Tenant, beta: Tenant) -> None:
    found = {}
    for tenant in (acme, beta):
        with scope(tenant):
            found[tenant.slug] = list(Member.objects.values_list("name", flat=True))

    assert found == {"acme": ["Ada"], "beta": ["Cleo"]}
