"""Every table of both admin sites: one page costs the same for one row and for three, and can be exported as it is."""

import csv
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership, User
from apps.audit.models import AuditEntry
from apps.core import admin_tables
from apps.core.admin_sites import platform_admin, tenant_admin
from apps.core.admin_tables import TableAdmin, TablePaginator
from apps.core.scope import PUBLIC, scope
from apps.marketplace.models import License
from apps.tenants.models import Tenant
from apps.tenants.queries import forget_tenants
from tests.any_row import make_rows
from tests.people import SignedIn

pytestmark = pytest.mark.django_db

PLATFORM = sorted(platform_admin._registry, key=lambda model: model._meta.label)
TENANT = sorted(tenant_admin._registry, key=lambda model: model._meta.label)
# Who asks, the count, the page, and what some filters offer.
MOST_STATEMENTS = 12


def named(model: type[models.Model]) -> str:
    return model._meta.label


def address(model: type[models.Model], page: str = "", base: str = "") -> str:
    return f"{base}/admin/{model._meta.app_label}/{model._meta.model_name}/{page}"


def statements(client: Any, page: str) -> list[str]:
    client.get(page)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(page)
    assert answer.status_code == 200
    return [query["sql"] for query in captured if not query["sql"].startswith(("SET ", "SAVEPOINT", "RELEASE"))]


@pytest.mark.parametrize("model", PLATFORM, ids=named)
def test_table_of_the_platform_reads_three_rows_with_as_many_statements_as_one(
    model: type[models.Model], sam: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(sam)
    # Of some tables there are many rows in any case; a second page is not what is compared here.
    monkeypatch.setattr(platform_admin._registry[model], "list_per_page", 2000)
    make_rows(model, 1)
    one = statements(client, address(model))
    make_rows(model, model._base_manager.count() + 3)
    three = statements(client, address(model))

    assert three == one or len(three) == len(one), three
    assert len(one) <= MOST_STATEMENTS, one


@pytest.mark.parametrize("model", TENANT, ids=named)
def test_table_of_a_tenant_reads_three_rows_with_as_many_statements_as_one(
    model: type[models.Model], ada: Membership, signed_in: SignedIn
) -> None:
    client = signed_in(ada)
    with scope(ada.tenant):
        make_rows(model, 1)
    # The tenant is remembered for some seconds, which pass in one case and not in the other.
    forget_tenants()
    one = statements(client, address(model, base="/t/acme"))
    with scope(ada.tenant):
        make_rows(model, model._base_manager.count() + 3)
    forget_tenants()
    three = statements(client, address(model, base="/t/acme"))

    assert len(three) == len(one), three


@pytest.mark.parametrize("model", PLATFORM, ids=named)
def test_every_table_of_the_platform_is_exported_with_its_columns(
    model: type[models.Model], sam: User, signed_in: SignedIn
) -> None:
    client = signed_in(sam)
    make_rows(model, 3)

    answer = client.get(address(model, "export/"))
    lines = exported(answer)

    shown = platform_admin._registry[model].get_list_display(answer.wsgi_request)
    assert (answer["Content-Type"], len(lines) - 1) == ("text/csv; charset=utf-8", model._default_manager.count())
    assert {len(line) for line in lines} == {len(shown)}


@pytest.mark.parametrize("model", [*PLATFORM, *TENANT], ids=named)
def test_every_table_of_ours_stands_on_the_common_base(model: type[models.Model]) -> None:
    site = platform_admin if model in PLATFORM else tenant_admin

    assert isinstance(site._registry[model], TableAdmin)


def test_export_by_a_filter_that_there_is_not_leads_to_the_table_that_says_so(sam: User, signed_in: SignedIn) -> None:
    answer = signed_in(sam).get("/admin/accounts/user/export/?tenant=x")

    assert (answer.status_code, answer["Location"]) == (302, "/admin/accounts/user/?e=1")


def exported(answer: Any) -> list[list[str]]:
    return list(csv.reader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_export_holds_what_the_list_was_narrowed_to_in_its_order(
    ada: Membership, ben: Membership, cleo: Membership, sam: User, signed_in: SignedIn
) -> None:
    page = signed_in(sam).get(address(User, "?q=acme&o=-1"))

    link = page.text.partition("export/?")[2].partition('"')[0].replace("&amp;", "&")
    rows = exported(signed_in(sam).get(address(User, f"export/?{link}")))

    assert [row[0] for row in rows] == ["E-mail address", "ben@acme.example", "ada@acme.example"]


def test_cells_of_an_export_are_no_commands_and_no_markup(acme: Tenant, sam: User, signed_in: SignedIn) -> None:
    User.objects.create_user("formula@acme.example", name='=HYPERLINK("https://evil.example")')

    rows = exported(signed_in(sam).get(address(User, "export/?q=formula")))
    tenants = exported(signed_in(sam).get(address(Tenant, "export/?q=acme")))

    assert rows[1][1] == '\'=HYPERLINK("https://evil.example")'
    assert [cell for row in tenants for cell in row if "<" in cell] == []


def test_export_of_a_workspace_has_its_own_rows_only(ada: Membership, cleo: Membership, signed_in: SignedIn) -> None:
    rows = exported(signed_in(ada).get("/t/acme/admin/accounts/member/export/"))

    assert [row[1] for row in rows[1:]] == ["ada@acme.example"]


def test_export_stands_in_the_audit_log_of_its_place(
    ada: Membership, ben: Membership, sam: User, signed_in: SignedIn
) -> None:
    signed_in(sam).get(address(User, "export/?q=acme"))
    signed_in(ada).get("/t/acme/admin/accounts/member/export/")
    signed_in(ben).get("/t/acme/admin/accounts/member/export/")

    written = []
    for place in (PUBLIC, ada.tenant):
        with scope(place):
            entries = AuditEntry.objects.filter(action="table.exported")
            written.append([(entry.actor_id, entry.target_label, entry.note) for entry in entries])
    assert written == [[(sam.pk, "users", "q=acme")], [(ada.user_id, "members", "")]]


def test_export_is_refused_to_whom_the_list_is(ada: Membership, ben: Membership, signed_in: SignedIn) -> None:
    found = [
        signed_in(ada).get(address(User, "export/"), follow=True).status_code,
        signed_in(ben).get("/t/acme/admin/accounts/member/export/", follow=True).status_code,
    ]

    assert found == [403, 403]


def test_whole_large_table_is_estimated_and_a_narrowed_one_counted(
    acme: Tenant, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(admin_tables, "COUNTED_EXACTLY", 2)
    License.objects.bulk_create(
        License(tenant=acme, module=f"m{number}", kind="purchase", state="active") for number in range(4)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE marketplace_license")
    License.objects.filter(module="m0").delete()

    with django_assert_num_queries(1):
        whole = TablePaginator(License.objects.order_by("module"), 50).count
    narrowed = TablePaginator(License.objects.filter(tenant=acme), 50).count

    assert (whole, narrowed) == (4, 3)


def test_times_stand_as_the_viewer_reads_them_in_lists_and_in_records(
    acme: Tenant, sam: User, signed_in: SignedIn
) -> None:
    sam.language, sam.formats = "en", "de-DE"
    sam.save()
    Tenant.objects.filter(pk=acme.pk).update(created_at=datetime(2026, 3, 9, 14, 5, tzinfo=UTC))

    table = signed_in(sam).get(address(Tenant, "?q=acme")).text
    record = signed_in(sam).get(address(Tenant, f"{acme.pk}/change/")).text

    assert 'title="09.03.2026, 14:05">09.03.2026</time>' in table
    assert "09.03.2026, 14:05" in record


def test_a_page_has_the_rows_of_its_place_in_their_order(acme: Tenant, beta: Tenant) -> None:
    License.objects.bulk_create(
        License(tenant=tenant, module=f"m{number}", kind="purchase", state="active")
        for tenant in (acme, beta)
        for number in range(3)
    )
    listed = License.objects.select_related("tenant").order_by("-tenant__name", "module")

    second = TablePaginator(listed, 2).page(2)

    assert [(row.tenant.name, row.module) for row in second] == [("Beta Works", "m2"), ("Acme Robotics", "m0")]


def test_only_a_narrowed_list_offers_to_show_all(acme: Tenant, sam: User, signed_in: SignedIn) -> None:
    found = [
        "Show all" in signed_in(sam).get(address(Tenant, asked)).text
        for asked in ("", "?q=acme", "?kind__exact=company")
    ]

    assert found == [False, True, True]
