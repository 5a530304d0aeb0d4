"""The gate where it is easily built wrong: reading against writing, links, tasks, and licenses and seats of others."""

from collections.abc import Iterator
from datetime import timedelta
from types import ModuleType

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import clear_url_caches, include, path
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from apps.accounts.models import Membership
from apps.accounts.queries import membership_of
from apps.accounts.sign_in_guard import BEGAN
from apps.core.modules import all_modules, get_module
from apps.marketplace.access import (
    Access,
    LicenseRequiredError,
    access_to,
    accesses,
    gate_task,
    open_by_link,
    open_modules,
)
from apps.marketplace.bulk_grant import read_lines, text_of
from apps.marketplace.models import License
from apps.marketplace.services import NotActiveError, assign_seat, deactivate, reactivate
from apps.marketplace.states import GRACE, READ_ONLY
from apps.marketplace.warnings import banner_for, license_notices
from apps.tenants.models import Tenant
from config import public_urls, urls
from tests.people import Grant, SignedIn

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
TASK = "cv_analysis.analyse_cv"
NO_SEAT, NO_LICENSE = Access("closed", "no-seat"), Access("closed", "no-license")
# What a license may be -> whether work is done in it, and whether it can at least be looked at.
STATES = [
    ({"kind": "trial", "state": "trialing", "ends_at": timezone.now() + DAY}, True, True),
    ({}, True, True),
    ({"seat_limit": 0}, True, True),
    ({"ends_at": timezone.now() - DAY}, True, True),
    ({"ends_at": timezone.now() - GRACE}, False, True),
    ({"ends_at": timezone.now() - GRACE - READ_ONLY}, False, False),
    ({"state": "deactivated"}, False, False),
    ({"state": "canceled"}, False, False),
    ({"state": "revoked"}, False, False),
]
NAMES = ["on trial", "active", "without seats", "in grace", "read-only", "expired", "off", "canceled", "paid back"]
each_state = pytest.mark.parametrize(("fields", "works", "shows"), STATES, ids=NAMES)


@open_by_link
def linked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


for view in (linked, plain):
    view.__module__ = "apps.cv_analysis.odd_views"

VIEWS = [path("linked/", linked), path("plain/", plain)]


@pytest.fixture
def addresses(settings: Settings) -> Iterator[None]:
    """The views below a module's address, in workspaces and on the platform."""
    for name, patterns in (("ROOT_URLCONF", urls.urlpatterns), ("PUBLIC_SCHEMA_URLCONF", public_urls.urlpatterns)):
        urlconf = ModuleType(f"odd_{name.lower()}")
        vars(urlconf)["urlpatterns"] = [path("cv-analysis/odd/", include((VIEWS, "odd"))), *patterns]
        setattr(settings, name, urlconf)
    clear_url_caches()
    yield
    clear_url_caches()


def status(client: Client, address: str, method: str = "GET") -> int:
    return client.generic(method, address).status_code


@each_state
def test_link_shows_what_a_workspace_may_look_at_and_nothing_else(
    addresses: None,
    acme: Tenant,
    ben: Membership,
    cleo: Membership,
    grant: Grant,
    signed_in: SignedIn,
    fields: dict[str, object],
    works: bool,  # noqa: FBT001 -- a column of the table
    shows: bool,  # noqa: FBT001 -- a column of the table
) -> None:
    grant(acme, **fields)

    answers = [status(signed_in(who), "/t/acme/cv-analysis/odd/linked/") for who in (None, ben, cleo)]

    assert answers == [200 if shows else 404] * 3
    assert status(signed_in(cleo), "/t/beta/cv-analysis/odd/linked/") == 404


def test_link_is_no_key_to_another_module_or_to_the_platform(
    addresses: None, acme: Tenant, grant: Grant, signed_in: SignedIn, ben: Membership
) -> None:
    grant(acme, "interviews")
    elsewhere = Client().get("/t/acme/cv-analysis/odd/linked/")
    grant(acme, seat_limit=0)

    assert (elsewhere.status_code, "Whoever sent you the link can tell you more." in elsewhere.text) == (404, True)
    assert [status(Client(), f"{place}/cv-analysis/odd/plain/") for place in ("", "/t/acme")] == [302, 302]
    assert [status(Client(), "/cv-analysis/odd/linked/"), status(signed_in(ben), "/cv-analysis/odd/linked/")] == [
        401,
        403,
    ]
    assert status(signed_in(ben), "/t/acme/cv-analysis/odd/plain/") == 403


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"])
def test_what_has_run_out_takes_no_method_that_changes_anything(
    addresses: None, ada: Membership, grant: Grant, signed_in: SignedIn, method: str
) -> None:
    license_ = grant(ada.tenant)
    open_, address = status(signed_in(ada), "/t/acme/cv-analysis/odd/plain/", method), "/t/acme/cv-analysis/odd/plain/"
    License.objects.filter(pk=license_.pk).update(ends_at=timezone.now() - GRACE)
    run_out = status(signed_in(ada), address, method)
    License.objects.filter(pk=license_.pk).update(seat_limit=0)
    without_seat = status(signed_in(ada), address, method)

    is_safe = method in {"GET", "HEAD", "OPTIONS"}
    assert (open_, run_out, without_seat) == (200, 200 if is_safe else 402, 403)


def test_bad_token_and_membership_elsewhere_are_said_before_any_license(
    ada: Membership, cleo: Membership, licensed: License, signed_in: SignedIn
) -> None:
    address = "/t/acme/api/v1/cv-analysis/cvs/"
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION="Bearer rubbish")

    bad, foreign, stranger = client.get(address), signed_in(cleo).get(address), Client().get(address)

    assert (bad.status_code, bad.json()["code"]) == (401, "invalid-token")
    assert (foreign.status_code, foreign.json()["code"]) == (403, "not-allowed")
    assert (stranger.status_code, stranger.json()["code"]) == (401, "not-signed-in")


@each_state
def test_tasks_run_and_modules_work_together_only_while_work_is_done_in_them(
    acme: Tenant,
    beta: Tenant,
    grant: Grant,
    fields: dict[str, object],
    works: bool,  # noqa: FBT001 -- a column of the table
    shows: bool,  # noqa: FBT001 -- a column of the table
) -> None:
    grant(acme, **fields)

    def runs(tenant: Tenant, task: str = TASK) -> bool:
        try:
            gate_task(tenant, task)
        except LicenseRequiredError:
            return False
        return True

    assert [runs(acme), runs(acme, "interviews.score"), runs(beta)] == [works, False, False]
    assert [config.label for config in open_modules(acme.pk)] == ["cv_analysis"] * works
    assert (open_modules(beta.pk), open_modules(None)) == ([], [])


def test_modules_that_work_keep_the_order_of_installation(acme: Tenant, grant: Grant) -> None:
    labels = [config.label for config in all_modules()]
    for label in reversed(labels):
        grant(acme, label)
    grant(acme, "long_gone")

    assert [config.label for config in open_modules(acme.pk)] == labels


def test_membership_read_for_one_module_is_not_believed_for_another(ada: Membership, grant: Grant) -> None:
    grant(ada.tenant)
    read = {name: membership_of(ada.user_id, ada.tenant_id, module=name) for name in ("cv_analysis", "interviews", "")}

    for membership in read.values():
        assert membership is not None
        assert [access_to(name, membership) for name in ("cv_analysis", "interviews")] == [Access("open"), NO_LICENSE]


def test_seat_opens_its_own_module_to_its_own_member_only(
    ada: Membership, ben: Membership, cleo: Membership, grant: Grant
) -> None:
    cvs, interviews = (grant(ada.tenant, name, seat_limit=1) for name in ("cv_analysis", "interviews"))
    grant(cleo.tenant, seat_limit=1)
    assign_seat(cvs, membership=ada)
    assign_seat(interviews, membership=ben)

    expected = {
        ada: [Access("open"), NO_SEAT],
        ben: [NO_SEAT, Access("open")],
        cleo: [NO_SEAT, NO_LICENSE],
    }
    for who, answers in expected.items():
        assert [access_to(name, who) for name in ("cv_analysis", "interviews")] == answers
        assert [accesses(who)[name] for name in ("cv_analysis", "interviews")] == answers


def test_answer_knows_the_licenses_own_state_also_for_who_has_no_seat(ada: Membership, grant: Grant) -> None:
    """By it pages say whether a payment is missing."""
    grant(ada.tenant, seat_limit=0, ends_at=timezone.now() - GRACE)
    grant(ada.tenant, "interviews", state="deactivated")

    found = accesses(ada)

    assert [found[name].license_state for name in ("cv_analysis", "interviews", "code_assessment")] == [
        "read_only",
        "deactivated",
        "",
    ]


def test_only_what_is_on_can_be_switched_off_and_only_what_is_off_on(acme: Tenant, grant: Grant) -> None:
    with pytest.raises(NotActiveError):
        deactivate(acme, module="cv_analysis")
    with pytest.raises(NotActiveError):
        reactivate(acme, module="cv_analysis")
    grant(acme, state="expired")
    with pytest.raises(NotActiveError):
        deactivate(acme, module="cv_analysis")
    license_ = grant(acme, ends_at=timezone.now() - GRACE)
    with pytest.raises(NotActiveError):
        reactivate(acme, module="cv_analysis")

    assert deactivate(acme, module="cv_analysis").state == "deactivated"
    assert list(license_.changes.values_list("from_state", "to_state")) == [("active", "deactivated")]


@pytest.mark.parametrize("state", ["deactivated", "expired"])
def test_end_that_changes_nothing_any_more_is_no_news(ada: Membership, grant: Grant, state: str) -> None:
    grant(ada.tenant, state=state, ends_at=timezone.now() + DAY)

    assert license_notices(ada) == []


def test_module_that_counts_nothing_asks_nothing_for_its_banner(
    ada: Membership, grant: Grant, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    grant(ada.tenant)
    membership = membership_of(ada.user_id, ada.tenant_id, module="cv_analysis")
    assert membership is not None
    with django_assert_num_queries(1):
        assert banner_for(membership) is None

    monkeypatch.setattr(get_module("cv_analysis"), "meters", ())

    with django_assert_num_queries(0):
        assert banner_for(membership) is None


def test_session_that_is_too_old_is_over_for_a_program_too_and_one_of_unknown_age_begins_now(
    ada: Membership, licensed: License, signed_in: SignedIn
) -> None:
    browser, address = signed_in(ada), "/t/acme/api/v1/cv-analysis/cvs/"
    session = browser.session
    session.pop(BEGAN, None)
    session.save()
    unknown = status(browser, address)
    session = browser.session
    session[BEGAN] -= (settings.SESSION_DAYS + 1) * 24 * 3600
    session.save()
    old = browser.get(address)

    assert (unknown, old.status_code, old.json()["code"]) == (200, 401, "not-signed-in")
    assert browser.get("/t/acme/cv-analysis/")["Location"] == "/t/acme/accounts/login/?next=/t/acme/cv-analysis/"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_file_of_grants_keeps_its_letters_whatever_program_wrote_it(acme: Tenant, encoding: str) -> None:
    lines = read_lines(text_of("tenant;module\nmüller;cv_analysis\nACME;cv_analysis\n".encode(encoding)))

    assert [(line.text, line.outcome) for line in lines] == [
        ("müller, cv_analysis", "No workspace has this address."),
        ("ACME, cv_analysis", "Gives a new license"),
    ]
