"""Landing page, home and its checklist, probes, and the frame around all pages."""

import re
from collections.abc import Callable

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.accounts.services import add_member
from apps.core import health
from apps.core.health import Health
from apps.core.modules import all_modules
from apps.core.scope import scope
from apps.home import errors
from apps.home.context import frame
from apps.home.queries import checklist_for, navigation_for
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from tests.people import Api, Grant, SignedIn

pytestmark = pytest.mark.django_db


def links_of(text: str) -> set[str]:
    return set(re.findall(r'href="([^"#]+)', text))


def test_landing_page_says_what_this_is_and_where_to_begin(db: None) -> None:
    page = Client().get("/")

    assert (page.status_code, page.text.count("<h1")) == (200, 1)
    assert {"/signup/company/", "/accounts/login/", "/accounts/signup/"} <= links_of(page.text)
    assert [str(config.title) in page.text for config in all_modules()] == [True] * len(all_modules())


def test_landing_page_asks_only_whether_there_is_something_to_try(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    Client().get("/")

    with django_assert_num_queries(1):
        Client().get("/")


def test_signed_in_people_are_led_on_from_the_landing_page(ada: Membership, signed_in: SignedIn) -> None:
    text = signed_in(ada).get("/").text

    assert ("/enter/" in links_of(text), "/accounts/login/" in links_of(text)) == (True, False)


def test_missing_page_keeps_members_in_their_workspace(ada: Membership, beta: Tenant, signed_in: SignedIn) -> None:
    """No view answers such an address, so no view's checks say who is there."""
    answers = [
        signed_in(ada).get("/t/acme/nowhere/"),
        signed_in(ada).get(f"{beta.path}nowhere/"),
        Client().get("/t/acme/nowhere/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert ['href="/t/acme/settings/"' in answer.text for answer in answers] == [True, False, False]
    assert [beta.name in answer.text for answer in answers] == [False, False, False]


def test_pages_bring_a_strict_content_policy(ada: Membership, signed_in: SignedIn) -> None:
    policies = [Client().get("/")["Content-Security-Policy"], signed_in(ada).get("/t/acme/")["Content-Security-Policy"]]

    assert ["unsafe" in policy for policy in policies] == [False, False]
    assert ["default-src 'self'" in policy for policy in policies] == [True, True]


def test_pages_hold_no_inline_script_or_style(ada: Membership, signed_in: SignedIn) -> None:
    texts = [Client().get("/").text, signed_in(ada).get("/t/acme/").text]

    assert [re.findall(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", text) for text in texts] == [[], []]


def test_checklist_ticks_itself_from_what_is_there(ada: Membership, grant: Grant, api: Api) -> None:
    def steps() -> list[tuple[str, bool]]:
        with scope(ada.tenant, ada.tenant.path):
            return [(step.title, step.done) for step in checklist_for(ada)]

    look = "Make the workspace yours"

    at_first = steps()
    grant(ada.tenant)
    licensed = steps()
    api(ada).post("/api/v1/cv-analysis/cvs/", {"file": SimpleUploadedFile("cv.txt", b"Eve")})
    uploaded = steps()
    ada.tenant.accent = "#2f41c4"
    own_look = steps()

    trial, upload = "Start a free trial of a module", "Upload a first CV"
    assert at_first == [(trial, False), (look, False)]
    assert licensed == [(trial, True), (upload, False), (look, False)]
    assert uploaded == [(trial, True), (upload, True), (look, False)]
    assert own_look == [(trial, True), (upload, True), (look, True)]


def test_checklist_asks_nobody_for_what_their_role_cannot_do(
    ben: Membership, gia: Membership, dan: Membership, grant: Grant
) -> None:
    grant(ben.tenant)
    grant(dan.tenant)
    found = []
    for who in (ben, gia, dan):
        with scope(who.tenant, who.tenant.path):
            found.append([(step.title, step.url) for step in checklist_for(who)])

    assert found == [
        [("Upload a first CV", "/t/acme/cv-analysis/")],
        [],
        [("Upload a first CV", "/t/practice/cv-analysis/")],
    ]


def test_home_shows_the_checklist(ada: Membership, signed_in: SignedIn) -> None:
    page = signed_in(ada).get("/t/acme/")

    assert (page.status_code, "Start a free trial of a module" in page.text) == (200, True)


def test_home_remembers_where_the_person_works(ada: Membership, signed_in: SignedIn) -> None:
    signed_in(ada).get("/t/acme/")

    ada.user.refresh_from_db()
    assert ada.user.last_tenant_id == ada.tenant_id


def test_home_takes_few_statements(
    ada: Membership, licensed: object, signed_in: SignedIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(ada)
    client.get("/t/acme/")

    # User, membership, licenses, first steps, what CV analysis shows, licenses with usage, workspaces.
    with django_assert_num_queries(7):
        client.get("/t/acme/")


def test_navigation_fits_the_role_and_marks_where_one_is(ada: Membership, dan: Membership, grant: Grant) -> None:
    grant(ada.tenant)
    grant(dan.tenant)
    found = []
    for who, at in ((ada, "cv-analysis/01/"), (dan, "")):
        with scope(who.tenant, who.tenant.path):
            links = navigation_for(who, who.tenant.path + at)
        found.append([(link.title, link.active) for link in links])

    assert found == [
        [
            *(("Home", False), ("Jobs", False), ("Candidates", False), ("CVs", True), ("CV builder", False)),
            *(("Team", False), ("Marketplace", False), ("Billing", False)),
        ],
        [("Home", True), ("CVs", False), ("CV builder", False)],
    ]


def test_workspaces_to_switch_to_are_the_own_ones(ada: Membership, beta: Tenant, signed_in: SignedIn) -> None:
    before = "/t/beta/" in links_of(signed_in(ada).get("/t/acme/").text)
    add_member(beta, user=ada.user, role=Role.GUEST)
    after = "/t/beta/" in links_of(signed_in(ada).get("/t/acme/").text)

    assert (before, after) == (False, True)


def test_frame_of_a_visitor_has_nothing_to_read_from_the_database(settings: Settings) -> None:
    settings.BASE_URL = "https://rostrum.example"

    context = frame(HttpRequest())

    assert (bool(context["tenant"]), context["membership"], context["base_url"]) == (
        False,
        None,
        "https://rostrum.example",
    )
    kept = ["base_url", "has_outbox", "legal_texts", "membership", "social_ways", "tenant", "try_url", "visit"]
    assert sorted(context) == kept


def test_dashboard_of_the_api_says_the_same(ada: Membership, grant: Grant, api: Api) -> None:
    grant(ada.tenant)

    body = api(ada).get("/api/v1/auth/dashboard/").json()

    assert (body["tenant"], body["role"], body["modules"]) == ("acme", "owner", ["cv_analysis"])
    assert [(step["title"], step["done"]) for step in body["checklist"]] == [
        ("Start a free trial of a module", True),
        ("Upload a first CV", False),
        ("Make the workspace yours", False),
    ]


def test_process_says_that_it_lives_without_the_database(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        response = Client().get("/healthz")

    assert (response.status_code, response.json()) == (200, {"ok": True})


def test_readiness_names_every_check(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    response = Client().get("/readyz")

    body = response.json()
    assert {"database", "storage", "broker", "worker", "beat", "queue"} <= set(body)
    assert (body["database"]["ok"], body["storage"]["ok"], body["broker"]["ok"]) == (True, True, True)
    assert {"ok", "detail", "waiting", "running", "dead"} == set(body["queue"])
    assert response.status_code == (200 if all(check["ok"] for check in body.values()) else 503)


@pytest.mark.parametrize(("ok", "status"), [(True, 200), (False, 503)])
def test_one_failed_check_is_not_ready(db: None, monkeypatch: pytest.MonkeyPatch, ok: bool, status: int) -> None:  # noqa: FBT001 -- a column of the table
    fine: Callable[[], Health] = lambda: Health(ok=True)  # noqa: E731 -- two checks in two lines
    monkeypatch.setattr(health, "_checks", {"a": fine, "b": lambda: Health(ok=ok, detail="why", extra={"size": 3})})

    response = Client().get("/readyz")

    assert (response.status_code, response.json()) == (
        status,
        {"a": {"ok": True, "detail": ""}, "b": {"ok": ok, "detail": "why", "size": 3}},
    )


@pytest.mark.parametrize("base", ["", "/t/acme", "/t/nobody"])
def test_nothing_at_an_address_is_a_page_and_a_problem(acme: Tenant, base: str) -> None:
    page = Client().get(f"{base}/nothing/")
    problem = Client().get(f"{base}/api/v1/nothing/")

    assert (page.status_code, page.text.count("<h1")) == (404, 1)
    assert (problem.status_code, problem["Content-Type"]) == (404, "application/problem+json")
    assert (problem.json()["code"], problem.json()["request_id"]) == ("not-found", problem["X-Request-ID"])


@pytest.mark.parametrize("path", ["/", "/api/v1/x/"])
def test_every_error_has_its_page_and_its_problem(db: None, path: str) -> None:
    request = RequestFactory().get(path)

    answers = [
        errors.bad_request(request, ValueError()),
        errors.bad_request(request, RequestDataTooBig()),
        errors.permission_denied(request, PermissionError()),
        errors.not_found(request, LookupError()),
        errors.server_error(request),
    ]

    assert [answer.status_code for answer in answers] == [400, 413, 403, 404, 500]
    kind = "application/problem+json" if path != "/" else "text/html; charset=utf-8"
    assert {answer["Content-Type"] for answer in answers} == {kind}


def test_unexpected_fault_is_a_page_with_its_number(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> dict[str, Health]:
        raise RuntimeError("a fault")

    monkeypatch.setattr("apps.home.views.run_checks", fail)
    client = Client(raise_request_exception=False)

    response = client.get("/readyz")

    assert (response.status_code, response["X-Request-ID"] in response.text) == (500, True)


def test_home_shows_figures_and_recent_work_of_open_modules_only(
    ada: Membership, licensed: License, api: Api, signed_in: SignedIn
) -> None:
    client = signed_in(ada)
    api(ada).post("/api/v1/cv-analysis/cvs/", {"file": SimpleUploadedFile("moss.txt", b"Eve Moss")})

    opened = client.get("/t/acme/").text
    License.objects.filter(pk=licensed.pk).update(state="deactivated")
    closed = client.get("/t/acme/").text

    assert ["moss.txt" in text for text in (opened, closed)] == [True, False]
    assert ["CVs added in 14 days" in text for text in (opened, closed)] == [True, False]


def test_pages_are_sent_compressed_and_answers_of_the_api_as_they_are(ada: Membership, api: Api) -> None:
    headers = {"accept-encoding": "gzip"}

    page, plain = Client().get("/", headers=headers), Client().get("/")
    answer = api(ada).get("/api/v1/modules/marketplace/", headers=headers)

    assert (page["Content-Encoding"], len(page.content) < len(plain.content) / 2) == ("gzip", True)
    assert (answer.status_code, "Content-Encoding" in answer) == (200, False)
