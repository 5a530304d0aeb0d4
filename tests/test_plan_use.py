"""What a workspace uses is counted where it arises, at no cost to a request, and refused beyond the plan."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import Membership
from apps.core.queue import later
from apps.core.scope import scope
from apps.cv_analysis.models import Cv
from apps.cv_analysis.services import delete_cv, upload_cv
from apps.marketplace.models import License
from apps.tenants import api_calls
from apps.tenants.api_calls import collect_calls, counter
from apps.tenants.models import PlanUse, StorageUse, Tenant
from apps.tenants.plan_use import PlanLimitError, this_month
from apps.tenants.storage_use import recount_storage, take_storage
from apps.tenants.subscription import change_plan
from tests.people import Api, SignedIn

pytestmark = pytest.mark.django_db
PROFILE = "/api/v1/auth/profile/"


@pytest.fixture(autouse=True)
def fresh_counter() -> Iterator[None]:
    counter.forget()
    yield
    counter.forget()


def used(tenant: Tenant) -> int:
    return StorageUse.objects.filter(tenant=tenant).values_list("used", flat=True).first() or 0


def calls(tenant: Tenant) -> int:
    return PlanUse.objects.filter(tenant=tenant, limit="api_calls").values_list("used", flat=True).first() or 0


def upload(membership: Membership, content: bytes = b"A CV") -> Cv:
    with scope(membership.tenant):
        return upload_cv(membership, upload=SimpleUploadedFile("cv.txt", content))


def collect(django_capture_on_commit_callbacks: Any) -> int:
    counter.flush()
    with django_capture_on_commit_callbacks(execute=True):
        return collect_calls()


def test_files_count_when_they_come_and_when_they_go(
    acme: Tenant, ada: Membership, licensed: License, run_queued: Callable[[], int]
) -> None:
    first, _second = upload(ada, b"12345"), upload(ada, b"123")
    assert used(acme) == 8

    with scope(acme):
        delete_cv(first)
    run_queued()
    assert used(acme) == 3

    # A task that comes a second time finds nothing to count.
    with scope(acme):
        later("core.delete_file", name=str(first.file.name))
    run_queued()
    assert used(acme) == 3


def test_upload_beyond_the_plan_stores_nothing_and_says_what_to_do(
    acme: Tenant, ada: Membership, licensed: License, api: Api
) -> None:
    change_plan(acme, plan="free")
    StorageUse.objects.create(tenant=acme, used=1024**3 // 2 - 3)
    folder = f"tenants/{acme.schema_name}/cv_analysis"
    before = default_storage.listdir(folder) if default_storage.exists(folder) else None

    answer = api(ada).post("/api/v1/cv-analysis/cvs/", {"file": SimpleUploadedFile("cv.txt", b"four")})

    assert (answer.status_code, answer.json()["code"], answer.json()["limit"]) == (402, "plan-limit", "storage")
    assert (default_storage.listdir(folder) if default_storage.exists(folder) else None) == before
    with scope(acme):
        assert Cv.objects.count() == 0
    take_storage(acme, 3)
    with pytest.raises(PlanLimitError):
        take_storage(acme, 1)


def test_sum_that_went_wrong_is_counted_anew(acme: Tenant, ada: Membership, capsys: pytest.CaptureFixture[str]) -> None:
    recount_storage(acme)
    lying = used(acme)
    default_storage.save(f"tenants/{acme.schema_name}/cv_analysis/x.txt", ContentFile(b"1234567"))

    call_command("recount_storage", "acme")

    assert (used(acme), capsys.readouterr().out) == (lying + 7, f"acme: {lying + 7} bytes, +7\n")
    with pytest.raises(CommandError, match="nowhere"):
        call_command("recount_storage", "nowhere")


def test_calls_of_programs_are_counted_and_pages_are_not(
    acme: Tenant, ada: Membership, api: Api, signed_in: SignedIn, django_capture_on_commit_callbacks: Any
) -> None:
    for _call in range(3):
        api(ada).get(PROFILE)
    signed_in(ada).get("/t/acme/")
    signed_in(ada).get(f"/t/acme{PROFILE}")
    assert calls(acme) == 0

    assert (collect(django_capture_on_commit_callbacks), calls(acme)) == (3, 3)
    api(ada).get(PROFILE)
    assert (collect(django_capture_on_commit_callbacks), calls(acme)) == (1, 4)
    assert (collect(django_capture_on_commit_callbacks), calls(acme)) == (0, 4)


def test_counting_costs_a_call_no_statement(ada: Membership, api: Api) -> None:
    client = api(ada)
    client.get(PROFILE)
    client.get(PROFILE)
    with CaptureQueriesContext(connection) as with_counting:
        client.get(PROFILE)
    counter.flush()
    with CaptureQueriesContext(connection) as after_flush:
        client.get(PROFILE)

    said = [query["sql"] for query in with_counting]
    assert [sql for sql in said if "planuse" in sql or "tenants_planuse" in sql] == []
    assert len(after_flush) == len(with_counting)


def test_program_that_has_used_up_its_calls_is_refused_until_the_plan_grows(
    acme: Tenant, ada: Membership, api: Api, signed_in: SignedIn, django_capture_on_commit_callbacks: Any
) -> None:
    change_plan(acme, plan="free")
    PlanUse.objects.create(tenant=acme, limit="api_calls", month=this_month(), used=999)
    api(ada).get(PROFILE)
    collect(django_capture_on_commit_callbacks)
    # What the month has come to is heard of with the next flush.
    api(ada).get(PROFILE)
    counter.flush()

    refused = api(ada).get(PROFILE)
    page = signed_in(ada).get("/t/acme/settings/plan/")
    change_plan(acme, plan="starter")
    allowed = api(ada).get(PROFILE)

    assert (refused.status_code, refused.json()["code"], refused.json()["limit"]) == (402, "plan-limit", "api_calls")
    assert (page.status_code, "Used up" in page.text, allowed.status_code) == (200, True, 200)


def test_cache_that_is_away_costs_no_call_anything_and_nothing_is_forgotten(
    ada: Membership, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object, **_kwargs: object) -> None:
        raise OSError("no way there")

    with monkeypatch.context() as patched:
        patched.setattr(cache, "add", away)
        assert api(ada).get(PROFILE).status_code == 200
        counter.flush()
        counter.flush()
    assert counter.pending == {ada.tenant_id: 1}


def test_timer_carries_counts_away_by_itself(ada: Membership, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api_calls, "FLUSH_SECONDS", 0.05)
    api(ada).get(PROFILE)
    until = time.monotonic() + 60
    while counter.pending and time.monotonic() < until:
        time.sleep(0.02)

    assert (counter.pending, cache.get(api_calls.WAITING.format(ada.tenant_id))) == ({}, 1)


def test_bell_says_what_is_nearly_used_up(acme: Tenant, ada: Membership, ben: Membership, signed_in: SignedIn) -> None:
    change_plan(acme, plan="free")
    StorageUse.objects.create(tenant=acme, used=1024**3 // 2)
    PlanUse.objects.create(tenant=acme, limit="api_calls", month=this_month(), used=850)

    told, member = signed_in(ada).get("/t/acme/notices/").text, signed_in(ben).get("/t/acme/notices/").text

    assert ("Storage: your plan is used up" in told, "API calls: 85% of your plan are used" in told) == (True, True)
    assert "plan" not in member
