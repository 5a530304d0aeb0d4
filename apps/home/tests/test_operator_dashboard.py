"""The first page of both admins."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Member, Membership, User
from apps.core import health
from apps.core.health import Health
from apps.core.models import QueuedTask
from apps.core.scope import scope
from apps.home.operator import platform_state, workspace_state
from apps.marketplace.models import License, Usage
from apps.tenants.models import Tenant
from tests.people import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_checks", {"storage": lambda: Health(ok=True)})


def test_figures_are_those_of_the_platform(ada: Membership, cleo: Membership, healthy: None) -> None:
    Tenant.objects.filter(pk=cleo.tenant_id).update(created_at=timezone.now() - timedelta(days=30))
    User.objects.filter(pk=cleo.user_id).update(date_joined=timezone.now() - timedelta(days=3))
    for state in ("queued", "queued", "running", "dead", "done"):
        QueuedTask.objects.create(name="a.b", queue="default", schema_name="public", state=state)
    License.objects.create(tenant=ada.tenant, module="cv_analysis", kind="purchase", state="active")
    ended = timezone.now() - timedelta(days=1)
    License.objects.create(tenant=cleo.tenant, module="cv_analysis", kind="trial", state="trialing", ends_at=ended)
    month = timezone.localdate().replace(day=1)
    for who in (ada, cleo):
        Usage.objects.create(tenant=who.tenant, module="cv_analysis", meter="analyses", month=month, used=7)

    found = platform_state()

    assert (found.tenants["active"], found.tenants["new"], found.tenants["suspended"]) == (2, 1, 0)
    assert found.tasks == {"waiting": 2, "running": 1, "dead": 1}
    assert ([count for _day, count in found.sign_ups], found.sign_up_total) == ([0] * 10 + [1, 0, 0, 1], 2)
    (module,) = [one for one in found.modules if one.title == "CV analysis"]
    assert (module.on_trial, module.active, [used for _title, used in module.used]) == (0, 1, [14])
    assert found.failing == []


@pytest.mark.parametrize("people", [1, 5])
def test_figures_take_the_same_statements_for_few_and_for_many(
    people: int, healthy: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(people):
        User.objects.create_user(f"p{number}@many.example", "x")

    # Tenants by state; tasks, sign-ups, licenses, usage, newest tenants and newest people together.
    with django_assert_num_queries(2):
        platform_state()


def test_staff_see_what_fails_and_follow_the_figures(
    sam: User, monkeypatch: pytest.MonkeyPatch, signed_in: SignedIn
) -> None:
    monkeypatch.setattr(health, "_checks", {"broker": lambda: Health(ok=False, detail="It does not answer.")})
    QueuedTask.objects.create(name="a.b", queue="default", schema_name="public", state="dead")
    client = signed_in(sam)

    page = client.get("/admin/")
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/admin/[^"]+\?state__exact=\w+)"', page.text)]

    assert (page.status_code, "broker: It does not answer." in page.text) == (200, True)
    assert [client.get(link).status_code for link in links] == [200, 200]


def test_empty_platform_says_so(sam: User, healthy: None, signed_in: SignedIn) -> None:
    Tenant.objects.filter(kind=Tenant.Kind.COMPANY).update(status=Tenant.Status.ERASED)

    assert "Nobody has signed up yet." in signed_in(sam).get("/admin/").text


def test_owner_sees_the_own_workspace_and_nothing_of_the_platform(
    ada: Membership, ben: Membership, cleo: Membership, signed_in: SignedIn
) -> None:
    page = signed_in(ada).get("/t/acme/admin/")

    assert (page.status_code, "of 2, former ones included" in page.text) == (200, True)
    assert "Newest tenants" not in page.text


def test_workspace_shows_its_newest_members_and_its_own_log(
    ada: Membership, ben: Membership, cleo: Membership, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with scope(ada.tenant):
        member = Member.objects.get(pk=ben.pk)
        LogEntry.objects.log_actions(ada.user_id, [member], CHANGE, change_message="")
        # Counts, newest members, log.
        with django_assert_num_queries(3):
            state = workspace_state()
            people = [(str(entry.user), entry.object_repr) for entry in state.log]
    with scope(cleo.tenant):
        others = workspace_state()

    assert ([str(one) for one in state.newest], people) == (["Ben", "Ada"], [("Ada", "Ben")])
    assert ([str(one) for one in others.newest], others.log) == (["Cleo"], [])


def test_admin_wears_the_products_look(sam: User, healthy: None, signed_in: SignedIn) -> None:
    page = signed_in(sam).get("/admin/").text

    assert ['href="/static/admin.css"' in page, 'src="/static/favicon.svg"' in page] == [True, True]
    assert "oklch(46.5% .2 272)" in page
