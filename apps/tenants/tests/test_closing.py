"""The end of a workspace: closed with a way back, then erased without a trace but the proof; never anybody else's."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from apps.accounts.models import Mail, Member, Membership, User
from apps.accounts.roles import Role
from apps.accounts.services import add_member, create_user, sign_up_company
from apps.audit.models import AuditEntry
from apps.core.models import QueuedTask
from apps.core.queue import later
from apps.core.scope import PUBLIC, scope
from apps.marketplace.models import License
from apps.marketplace.services import start_trial
from apps.tenants import closing
from apps.tenants.belongings import shared_belongings, tenant_tables
from apps.tenants.closing import (
    NotClosableError,
    NoWayBackError,
    WrongNameError,
    close_tenant,
    erase_now,
    erase_step,
    reopen_tenant,
    start_erasing,
)
from apps.tenants.exports import ask_for_export
from apps.tenants.hostnames import claim_host
from apps.tenants.models import Domain, Tenant
from apps.tenants.queries import forget_tenants
from apps.tenants.services import resume_tenant, suspend_tenant
from apps.tenants.tests.catalogue import schema_names
from tests.people import PASSWORD, Api, SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def zebra(django_db_blocker: DjangoDbBlocker, db: None) -> Membership:
    """Zoe owns a company of her own, which has something of everything."""
    owner = sign_up_company(
        company="Zebra Quartz", email="zoe@zebraquartz.example", password=PASSWORD, name="Zoe Quartz"
    )
    tenant = owner.tenant
    add_member(
        tenant, user=create_user(email="yan@zebraquartz.example", password=PASSWORD, name="Yan"), role=Role.MEMBER
    )
    start_trial(tenant, module="cv_analysis")
    claim_host(tenant, host="jobs.zebraquartz.com")
    ask_for_export(tenant)
    User.objects.filter(pk=owner.user_id).update(last_tenant=tenant)
    with scope(tenant):
        default_storage.save(f"tenants/{tenant.schema_name}/cv_analysis/a.pdf", ContentFile(b"a"))
        default_storage.save(f"tenants/{tenant.schema_name}/b.png", ContentFile(b"b"))
    return owner


def closed(tenant: Tenant) -> Tenant:
    close_tenant(tenant)
    forget_tenants()
    return tenant


def run_out(tenant: Tenant) -> None:
    Tenant.objects.filter(pk=tenant.pk).update(erase_at=timezone.now() - timedelta(seconds=1))
    forget_tenants()


def rows_with(*words: str) -> dict[str, int]:
    """In which shared tables any of the words still stands, in whatever column."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        for (table,) in cursor.fetchall():
            matches = " OR ".join(["line::text LIKE %s"] * len(words))
            wanted = [f"%{word}%" for word in words]
            cursor.execute(f'SELECT count(*) FROM public."{table}" line WHERE {matches}', wanted)  # noqa: S608 -- our tables
            if count := cursor.fetchone()[0]:
                found[table] = count
    return found


def test_closed_workspace_is_its_owners_to_look_at_and_nobody_elses(
    acme: Tenant, ada: Membership, ben: Membership, signed_in: SignedIn, api: Api
) -> None:
    closed(acme)

    owner, member = signed_in(ada), signed_in(ben)
    refused = member.get("/t/acme/")
    look = owner.get("/t/acme/marketplace/")
    write = owner.post("/t/acme/settings/", {"name": "Other"})
    assert [look.status_code, refused.status_code, write.status_code] == [200, 403, 403]
    assert ("This workspace is closed" in refused.text, "Open it again" in write.text) == (True, True)
    assert "This workspace is closed and is erased on" in look.text
    assert Client().get("/t/acme/accounts/login/").status_code == 200

    tokens = [api(ada), api(ben)]
    assert [client.get("/api/v1/auth/profile/").status_code for client in tokens] == [200, 401]
    change = api(ada).patch("/api/v1/tenants/settings/", {"name": "Other"}, format="json")
    assert (change.status_code, change.json()["code"]) == (403, "tenant-closed")


def test_way_back_brings_everything_as_it_was(
    acme: Tenant, ada: Membership, ben: Membership, signed_in: SignedIn
) -> None:
    closed(acme)
    signed_in(ada).post("/t/acme/settings/closing/reopen/")
    forget_tenants()

    acme.refresh_from_db()
    assert (acme.status, acme.erase_at, signed_in(ben).get("/t/acme/").status_code) == ("active", None, 200)
    assert list(Mail.objects.order_by("pk").values_list("address", "template")) == [
        ("ada@acme.example", "tenant_closed"),
        ("ada@acme.example", "tenant_reopened"),
    ]
    with scope(acme):
        entries = AuditEntry.objects.filter(action__startswith="tenant.").order_by("pk")
        assert list(entries.values_list("action", flat=True)) == [
            "tenant.closed",
            "tenant.reopened",
        ]


def test_there_is_no_way_back_once_erasing_is_due(acme: Tenant, ada: Membership, signed_in: SignedIn) -> None:
    closed(acme)
    run_out(acme)

    with pytest.raises(NoWayBackError):
        reopen_tenant(acme)
    assert signed_in(ada).get("/t/acme/").status_code == 403


def test_only_a_company_that_is_in_use_can_be_closed(community: Tenant, acme: Tenant) -> None:
    with pytest.raises(NotClosableError):
        close_tenant(community)
    close_tenant(acme)
    with pytest.raises(NotClosableError):
        close_tenant(acme)


def test_closing_asks_for_the_name(acme: Tenant) -> None:
    with pytest.raises(WrongNameError):
        close_tenant(acme, typed_name="acme robotics")
    acme.refresh_from_db()
    assert acme.status == "active"

    close_tenant(acme, typed_name=" Acme Robotics ")
    assert acme.status == "closed"


def test_api_closes_with_name_and_password_only(acme: Tenant, ada: Membership, api: Api) -> None:
    def close(**sent: str) -> int:
        return api(ada).post("/api/v1/tenants/close/", sent, format="json").status_code

    assert close(name="Acme Robotics", password="a guess of somebody") == 400
    assert close(name="Acme", password=PASSWORD) == 422
    assert close(name="Acme Robotics", password=PASSWORD) == 200
    forget_tenants()
    assert api(ada).post("/api/v1/tenants/reopen/").json() == {"status": "active", "erase_at": None}


def test_page_asks_for_fresh_credentials_before_it_closes_anything(
    acme: Tenant, ada: Membership, signed_in: SignedIn
) -> None:
    address = "/t/acme/settings/closing/"
    stale = signed_in(ada).post(address, {"name": "Acme Robotics"})
    acme.refresh_from_db()
    assert (stale.status_code, "reauthenticate" in stale.headers["Location"], acme.status) == (302, True, "active")

    browser = signed_in(ada)
    browser.get(address)
    browser.post(f"/t/acme/accounts/reauthenticate/?next={address}", {"password": PASSWORD})
    wrong = browser.post(address, {"name": "Acme"})
    browser.post(address, {"name": "Acme Robotics", "reason": "We hire nobody any more."})
    acme.refresh_from_db()
    assert (wrong.status_code, acme.status, acme.status_reason) == (422, "closed", "We hire nobody any more.")


def test_form_that_had_to_wait_for_the_password_goes_on_by_itself(
    acme: Tenant, ada: Membership, signed_in: SignedIn
) -> None:
    address, browser = "/t/acme/settings/closing/", signed_in(ada)
    browser.post(address, {"name": "Acme Robotics"})

    browser.post(f"/t/acme/accounts/reauthenticate/?next={address}", {"password": PASSWORD})

    acme.refresh_from_db()
    assert acme.status == "closed"


def test_erasing_leaves_nothing_but_the_proof(zebra: Membership, run_queued: Callable[[], int]) -> None:
    tenant = zebra.tenant
    with scope(tenant):
        later("core.delete_file", name=f"tenants/{tenant.schema_name}/b.png")
    closed(tenant)
    run_out(tenant)

    assert start_erasing() == 1
    run_queued()

    # People are their own: they stay, as the log of the platform does, which says that it was erased.
    left = rows_with("Zebra Quartz", "zebra-quartz", str(tenant.pk), "jobs.zebraquartz.com")
    assert set(left) <= {"audit_auditentry", "core_queuedtask", "tenants_tenant"}
    assert (tenant.schema_name in schema_names(), default_storage.exists(f"tenants/{tenant.schema_name}")) == (
        False,
        False,
    )
    assert [belonging.rows_of(tenant).count() for belonging in shared_belongings() if not belonging.keeps_row] == [
        0 for belonging in shared_belongings() if not belonging.keeps_row
    ]
    tenant.refresh_from_db()
    assert (tenant.status, tenant.slug, tenant.name) == ("erased", None, tenant.schema_name)
    assert QueuedTask.objects.filter(schema_name=tenant.schema_name).count() == 0
    proof = AuditEntry.objects.get(action="tenant.erased")
    assert (proof.target_id, proof.target_label) == (str(tenant.pk), "zebra-quartz")
    assert AuditEntry.objects.get(action="tenant.erasing").changes["accounts.membership"] == [2, 0]
    assert User.objects.get(pk=zebra.user_id).last_tenant is None


def test_erasing_one_workspace_touches_no_other(
    zebra: Membership, acme: Tenant, ada: Membership, licensed: License, run_queued: Callable[[], int]
) -> None:
    default_storage.save(f"tenants/{acme.schema_name}/cv_analysis/kept.txt", ContentFile(b"kept"))
    QueuedTask.objects.all().delete()
    before = rows_with(str(acme.pk)), set(schema_names()) - {zebra.tenant.schema_name}
    closed(zebra.tenant)
    erase_now(zebra.tenant, reason="As asked for.")
    run_queued()

    assert (rows_with(str(acme.pk)), set(schema_names())) == before
    assert default_storage.exists(f"tenants/{acme.schema_name}/cv_analysis/kept.txt") is True
    with scope(acme):
        assert list(Member.objects.values_list("pk", flat=True)) == [ada.pk]


def test_erasing_goes_on_where_it_stopped_and_twice_is_as_good_as_once(
    zebra: Membership, monkeypatch: pytest.MonkeyPatch, run_queued: Callable[[], int]
) -> None:
    monkeypatch.setattr(closing, "TABLES_AT_ONCE", 3)
    monkeypatch.setattr(closing, "FILES_AT_ONCE", 1)
    tenant = closed(zebra.tenant)
    run_out(tenant)
    # A step that was done, and whose followers were lost.
    erase_step(tenant.pk)
    QueuedTask.objects.all().delete()

    start_erasing()
    start_erasing()
    steps = run_queued()
    erase_step(tenant.pk)

    tenant.refresh_from_db()
    assert (tenant.status, steps > len(tenant_tables()) // 3) == ("erased", True)
    assert AuditEntry.objects.filter(action="tenant.erased").count() == 1
    assert start_erasing() == 0


def test_workspace_that_is_open_is_not_erased_whoever_asks(acme: Tenant, run_queued: Callable[[], int]) -> None:
    with scope(PUBLIC):
        later("tenants.erase_step", tenant_id=acme.pk)
    run_queued()
    closed(acme)
    erase_step(acme.pk)

    with pytest.raises(NotClosableError):
        erase_now(Tenant.objects.get(slug="beta"), reason="")
    assert acme.schema_name in schema_names()


def test_schema_that_is_no_tenants_is_never_dropped(acme: Tenant) -> None:
    for name in ("public", "pg_catalog", "t_1; DROP", "rendering_123456789abc"):
        with pytest.raises(ValueError, match="no schema of a tenant"):
            closing._drop_tables(name)


def test_owners_hear_of_suspension_with_its_reason(acme: Tenant, ada: Membership, ben: Membership) -> None:
    suspend_tenant(acme, reason="The invoice is overdue.")
    resume_tenant(acme)

    assert list(Mail.objects.order_by("pk").values_list("address", "template")) == [
        ("ada@acme.example", "tenant_suspended"),
        ("ada@acme.example", "tenant_resumed"),
    ]


def test_address_of_an_erased_workspace_is_free_again(zebra: Membership, run_queued: Callable[[], int]) -> None:
    closed(zebra.tenant)
    run_out(zebra.tenant)
    start_erasing()
    run_queued()
    forget_tenants()

    assert Client().get("/t/zebra-quartz/").status_code == 404
    assert list(Domain.objects.filter(domain__startswith="zebra-quartz")) == []


@pytest.fixture(autouse=True)
def no_files_are_left(db: None) -> Iterator[None]:
    yield
    for folder in ("cv_analysis", ""):
        for tenant in Tenant.objects.all():
            path = f"tenants/{tenant.schema_name}/{folder}".rstrip("/")
            if default_storage.exists(path):
                for name in default_storage.listdir(path)[1]:
                    default_storage.delete(f"{path}/{name}")
