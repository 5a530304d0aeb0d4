"""May this member use this module now? The answer as a table, and everywhere it is asked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership
from apps.accounts.queries import membership_of
from apps.core.models import QueuedTask
from apps.core.modules import ModuleConfig, all_modules
from apps.core.queue import later
from apps.core.queue.registry import _specs
from apps.core.scope import scope
from apps.home.queries import navigation_for
from apps.marketplace.access import (
    Access,
    LicenseRequiredError,
    SeatRequiredError,
    access_to,
    accesses,
    decide,
    gate_task,
    require_access,
)
from apps.marketplace.models import License, Seat
from apps.tenants.models import Tenant
from tests.people import Api, Grant, SignedIn

pytestmark = pytest.mark.django_db

YESTERDAY, TOMORROW = timedelta(days=-1), timedelta(days=1)
every_module = pytest.mark.parametrize("module", all_modules(), ids=lambda config: config.label)


@pytest.mark.parametrize(
    ("state", "ends_in", "seated", "answer"),
    [
        (None, None, True, Access("closed", "no-license")),
        ("trialing", TOMORROW, True, Access("open")),
        ("trialing", YESTERDAY, True, Access("closed", "expired")),
        ("trialing", TOMORROW, False, Access("closed", "no-seat")),
        ("active", None, True, Access("open")),
        ("active", TOMORROW, True, Access("open")),
        ("active", YESTERDAY, True, Access("open", "grace")),
        ("active", YESTERDAY, False, Access("closed", "no-seat")),
        ("active", timedelta(days=-6, hours=-23), True, Access("open", "grace")),
        ("active", timedelta(days=-7), True, Access("read_only", "read_only")),
        ("active", timedelta(days=-7), False, Access("closed", "no-seat")),
        ("active", timedelta(days=-36, hours=-23), True, Access("read_only", "read_only")),
        ("active", timedelta(days=-37), True, Access("closed", "expired")),
        ("grace", YESTERDAY, True, Access("open", "grace")),
        ("grace", timedelta(days=-8), True, Access("read_only", "read_only")),
        ("read_only", YESTERDAY, True, Access("read_only", "read_only")),
        ("read_only", TOMORROW, True, Access("read_only", "read_only")),
        ("read_only", timedelta(days=-40), True, Access("closed", "expired")),
        ("active", None, False, Access("closed", "no-seat")),
        ("expired", TOMORROW, True, Access("closed", "expired")),
        ("deactivated", TOMORROW, True, Access("closed", "deactivated")),
        ("deactivated", None, False, Access("closed", "deactivated")),
        ("deactivated", YESTERDAY, True, Access("closed", "deactivated")),
        ("a state of tomorrow", None, True, Access("closed", "a state of tomorrow")),
    ],
)
def test_decision(state: str | None, ends_in: timedelta | None, seated: bool, answer: Access) -> None:  # noqa: FBT001 -- a column of the table
    ends_at = timezone.now() + ends_in if ends_in else None

    assert decide(state, ends_at, seated=seated) == answer


def test_only_open_is_open_and_only_closed_is_out_of_sight() -> None:
    found = [(Access(state).is_open, Access(state).is_visible) for state in ("open", "read_only", "closed")]

    assert found == [(True, True), (False, True), (False, False)]


def test_what_may_be_read_only_may_not_be_written(ada: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.marketplace.access.access_to", lambda module, membership: Access("read_only"))

    require_access("cv_analysis", ada, writing=False)
    with pytest.raises(LicenseRequiredError):
        require_access("cv_analysis", ada, writing=True)


def test_answer_takes_one_statement_and_none_with_the_membership(
    ada: Membership, licensed: License, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert access_to("cv_analysis", ada) == Access("open")
    with django_assert_num_queries(1):
        membership = membership_of(ada.user_id, ada.tenant_id, module="cv_analysis")
        assert membership is not None
        assert access_to("cv_analysis", membership) == Access("open")


def test_answers_for_all_modules_take_one_statement(
    ada: Membership, licensed: License, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        found = accesses(ada)

    assert found == {config.label: access_to(config.label, ada) for config in all_modules()}


def test_license_of_another_tenant_opens_nothing(ada: Membership, beta: Tenant, grant: Grant) -> None:
    grant(beta)

    assert access_to("cv_analysis", ada) == Access("closed", "no-license")
    assert accesses(ada)["cv_analysis"] == Access("closed", "no-license")


def test_limited_license_opens_to_those_with_a_seat(ada: Membership, ben: Membership, grant: Grant) -> None:
    license_ = grant(ada.tenant, seat_limit=1)
    Seat.objects.create(license=license_, membership=ada)

    assert [access_to("cv_analysis", who) for who in (ada, ben)] == [Access("open"), Access("closed", "no-seat")]
    assert [accesses(who)["cv_analysis"].reason for who in (ada, ben)] == ["", "no-seat"]
    with pytest.raises(SeatRequiredError):
        require_access("cv_analysis", ben, writing=False)


def test_member_without_a_seat_is_told_whom_to_ask(
    ben: Membership, grant: Grant, signed_in: SignedIn, api: Api
) -> None:
    grant(ben.tenant, seat_limit=0)

    page = signed_in(ben).get("/t/acme/cv-analysis/")
    problem = api(ben).get("/api/v1/cv-analysis/cvs/")

    assert (page.status_code, "Ask an owner or administrator of your workspace for one." in page.text) == (403, True)
    assert (problem.status_code, problem.json()["code"]) == (403, "seat-required")


def addresses_of(module: ModuleConfig) -> list[str]:
    with_pages = [reverse(item.url_name) for item in module.nav]
    return [f"/t/acme{address}" for address in with_pages]


def api_of(module: ModuleConfig) -> list[str]:
    patterns = module.part("api").urlpatterns if module.has_part("api") else []
    plain = [str(pattern.pattern).strip("^$") for pattern in patterns if "<" not in str(pattern.pattern)]
    return [f"{base}/{module.slug}/{rest}" for base in ("/api/v1", "/api", "/t/acme/api/v1") for rest in plain]


@every_module
def test_pages_of_every_module_are_closed_without_a_license(
    module: ModuleConfig, ada: Membership, signed_in: SignedIn
) -> None:
    for address in addresses_of(module):
        response = signed_in(ada).get(address)

        assert (response.status_code, "/t/acme/marketplace/" in response.text) == (402, True), address


@every_module
def test_api_of_every_module_is_closed_without_a_license(module: ModuleConfig, ada: Membership, api: Api) -> None:
    for address in api_of(module):
        for response in (api(ada).get(address), api(ada).post(address, {}, format="json")):
            assert (response.status_code, response.json()["code"]) == (402, "license-required"), address
            assert response.json()["module"] == module.label


@every_module
def test_strangers_are_asked_to_sign_in_before_any_license(module: ModuleConfig, api: Api, acme: Tenant) -> None:
    for address in api_of(module):
        response = api(None).get(address)

        assert (response.status_code, response.json()["code"]) == (401, "not-signed-in"), address


@every_module
def test_what_lies_below_a_module_is_closed_too(module: ModuleConfig, ada: Membership, api: Api) -> None:
    for address in (f"/api/v1/{module.slug}/nothing-here/", f"/t/acme/{module.slug}/nothing-here/"):
        assert api(ada).get(address).status_code == 404, address


@every_module
def test_navigation_shows_a_module_only_while_it_is_open(module: ModuleConfig, ada: Membership, grant: Grant) -> None:
    def shown() -> set[str]:
        return {link.url for link in navigation_for(ada, "/")}

    pages = {reverse(item.url_name) for item in module.nav if ada.role in item.roles}

    before = shown() & pages
    grant(ada.tenant, module.label)
    after = shown() & pages

    assert (before, after) == (set(), pages)


@every_module
def test_tasks_of_every_module_are_refused_without_a_license(module: ModuleConfig, acme: Tenant, grant: Grant) -> None:
    names = [name for name in _specs if name.startswith(f"{module.label}.")]
    for name in names:
        with pytest.raises(LicenseRequiredError):
            gate_task(acme, name)
    grant(acme, module.label)

    for name in names:
        gate_task(acme, name)


def test_tasks_of_the_platform_need_no_license(acme: Tenant) -> None:
    gate_task(acme, "core.delete_file")
    gate_task(acme, "tenants.refill_pool")


def test_worker_asks_the_gate_before_it_runs_a_modules_task(acme: Tenant, run_queued: Callable[[], int]) -> None:
    """The setting that names the gate is part of the product: without it every task would run."""
    with scope(acme):
        task = later("cv_analysis.analyse_cv", cv_id="01890000-0000-7000-8000-000000000000")

    run_queued()

    task.refresh_from_db()
    assert (task.state, task.problem_code, task.attempts) == (QueuedTask.State.REFUSED, "license-required", 1)


@pytest.mark.parametrize("state", [License.State.EXPIRED, License.State.DEACTIVATED])
def test_ended_license_closes_pages_api_and_tasks(
    ada: Membership, grant: Grant, signed_in: SignedIn, api: Api, state: str
) -> None:
    grant(ada.tenant, state=state)

    page = signed_in(ada).get("/t/acme/cv-analysis/").status_code
    problem = api(ada).get("/api/v1/cv-analysis/cvs/").status_code

    assert (page, problem) == (402, 402)
    with pytest.raises(LicenseRequiredError):
        gate_task(ada.tenant, "cv_analysis.analyse_cv")


def test_license_ends_by_time_and_not_by_a_job(ada: Membership, expired: License, api: Api) -> None:
    response = api(ada).get("/api/v1/cv-analysis/cvs/")

    assert (response.status_code, expired.state, expired.state_now) == (402, "trialing", "expired")
