"""What runs without an account: a marked view of a module, below /try/<slug>/ of the platform, by license; no other."""

from collections.abc import Iterator
from datetime import timedelta
from types import ModuleType

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import clear_url_caches, include, path
from django.utils import timezone

from apps.accounts.models import Membership
from apps.marketplace.access import guest_demo
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from apps.tenants.queries import forget_tenants
from config import public_urls
from tests.people import Grant, SignedIn

pytestmark = pytest.mark.django_db


@guest_demo
def marked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


def unmarked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


@login_not_required
def without_sign_in(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


@login_not_required
def borrowed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


for view in (marked, unmarked, without_sign_in):
    view.__module__ = "apps.cv_analysis.guest_views"

VIEWS = [path(f"{view.__name__}/", view) for view in (marked, unmarked, without_sign_in, borrowed)]


@pytest.fixture(autouse=True)
def addresses(settings: pytest.FixtureRequest) -> Iterator[None]:
    """The views on the platform and in workspaces, each below a module's address, the demo's, and elsewhere."""
    mounts = [
        path(f"{mount}{name}", include((VIEWS, name.strip("/") or "root")))
        for mount, name in (("try/cv-analysis/", "odd/"), ("cv-analysis/", "odd/"), ("try/", "odd/"), ("", "odd/"))
    ]
    urlconf = ModuleType("addresses_of_the_gate")
    urlconf.urlpatterns = [*mounts, *public_urls.urlpatterns]  # type: ignore[attr-defined]  # made here
    settings.PUBLIC_SCHEMA_URLCONF = settings.ROOT_URLCONF = urlconf  # type: ignore[attr-defined]  # pytest-django's
    clear_url_caches()
    yield
    clear_url_caches()


@pytest.fixture
def opened(community: Tenant, grant: Grant) -> License:
    return grant(community)


def status(address: str) -> int:
    return Client().get(address).status_code


def test_marked_view_is_open_below_try_of_the_platform(opened: License) -> None:
    assert status("/try/cv-analysis/odd/marked/") == 200


def test_unmarked_views_below_try_stay_closed(opened: License, ada: Membership, signed_in: SignedIn) -> None:
    assert status("/try/cv-analysis/odd/unmarked/") == 302
    assert status("/try/cv-analysis/odd/without_sign_in/") == 401
    assert (status("/try/cv-analysis/odd/borrowed/"), status("/try/odd/borrowed/")) == (401, 200)
    assert signed_in(ada).get("/try/cv-analysis/odd/unmarked/").status_code == 403


@pytest.mark.parametrize("mount", ["/cv-analysis/odd/", "/try/odd/", "/odd/"])
def test_mark_opens_nothing_elsewhere_on_the_platform(mount: str, opened: License) -> None:
    assert status(f"{mount}marked/") == 401


@pytest.mark.parametrize("workspace", ["/t/practice", "/t/acme"])
@pytest.mark.parametrize("mount", ["/try/cv-analysis/odd/", "/cv-analysis/odd/", "/odd/"])
def test_mark_opens_nothing_in_a_workspace(
    workspace: str, mount: str, opened: License, licensed: License, acme: Tenant, community: Tenant
) -> None:
    assert status(f"{workspace}{mount}marked/") == 401


@pytest.mark.parametrize(
    "fields",
    [
        {"state": License.State.DEACTIVATED},
        {"state": License.State.EXPIRED},
        {"state": License.State.ACTIVE, "ends_at": timezone.now() - timedelta(days=7)},
        {"module": "another"},
    ],
)
def test_without_the_communitys_license_it_is_closed(
    fields: dict[str, object], opened: License, licensed: License
) -> None:
    License.objects.filter(pk=opened.pk).update(**fields)
    answer = Client().get("/try/cv-analysis/odd/marked/")

    assert (answer.status_code, "This demo is closed at the moment" in answer.text) == (404, True)


def test_suspended_community_closes_it(opened: License, community: Tenant) -> None:
    Tenant.objects.filter(pk=community.pk).update(status=Tenant.Status.SUSPENDED)
    forget_tenants()

    assert status("/try/cv-analysis/odd/marked/") == 404


def test_license_of_the_one_who_asks_opens_nothing(licensed: License, ada: Membership, signed_in: SignedIn) -> None:
    assert signed_in(ada).get("/try/cv-analysis/odd/marked/").status_code == 404


def test_gate_costs_one_statement(opened: License, django_assert_num_queries: pytest.FixtureRequest) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture
        status("/try/cv-analysis/odd/marked/")
