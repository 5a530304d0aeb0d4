"""The export holds everything of a workspace and nothing of anybody else's, can be checked, and lasts a day."""

import hashlib
import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import Mail, Membership
from apps.accounts.services import save_view
from apps.core.modules import personal_rows
from apps.core.scope import scope
from apps.marketplace.models import License
from apps.tenants.belongings import tenant_tables
from apps.tenants.export_file import write_export
from apps.tenants.exports import (
    ExportRunningError,
    ask_for_export,
    link_token,
    make_export,
    remove_old_exports,
)
from apps.tenants.models import Tenant, TenantExport
from tests.people import Api, SignedIn

pytestmark = pytest.mark.django_db


def add_view(membership: Membership, title: str) -> None:
    with scope(membership.tenant):
        save_view(membership, listing="cv_analysis.cvs", title=title, query="q=x")


def made(tenant: Tenant) -> TenantExport:
    export = ask_for_export(tenant)
    make_export(export.pk)
    export.refresh_from_db()
    return export


def opened(export: TenantExport) -> ZipFile:
    with default_storage.open(export.file_name, "rb") as stored:
        return ZipFile(io.BytesIO(stored.read()))


def lines_of(archive: ZipFile, label: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in archive.read(f"rows/{label}.jsonl").splitlines()]


def test_archive_holds_rows_and_files_of_the_workspace_only(
    acme: Tenant, ada: Membership, ben: Membership, cleo: Membership, licensed: License, settings: Any, tmp_path: Path
) -> None:
    # Other tests leave files behind.
    settings.MEDIA_ROOT = tmp_path
    for tenant, content in ((acme, b"Acme's"), (cleo.tenant, b"Beta's")):
        default_storage.save(
            f"tenants/{tenant.schema_name}/cv_analysis/{content[:4].decode()}.txt", ContentFile(content)
        )
    add_view(ada, "Mine")

    export = made(acme)
    archive = opened(export)

    members = lines_of(archive, "accounts.member")
    assert sorted(member["email"] for member in members) == ["ada@acme.example", "ben@acme.example"]
    assert [row["title"] for row in lines_of(archive, "accounts.savedview")] == ["Mine"]
    assert [row["module"] for row in lines_of(archive, "marketplace.license")] == ["cv_analysis"]
    assert [row["slug"] for row in lines_of(archive, "tenants.tenant")] == ["acme"]
    assert archive.read("files/cv_analysis/Acme.txt") == b"Acme's"
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert [word for word in (b"cleo", b"Beta", str(cleo.tenant_id).encode()) if word in everything] == []
    manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["rows"]["accounts.member"], manifest["files"], export.files) == (2, 1, 1)


def test_sums_fit_every_member_and_the_whole_file(acme: Tenant, ada: Membership) -> None:
    export = made(acme)
    archive = opened(export)

    said = dict(line.split("  ", 1)[::-1] for line in archive.read("SHA256SUMS").decode().splitlines())
    counted = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()}
    del counted["SHA256SUMS"]
    with default_storage.open(export.file_name, "rb") as stored:
        whole = stored.read()
    assert (said, export.sha256, export.size) == (counted, hashlib.sha256(whole).hexdigest(), len(whole))


def test_what_lets_somebody_in_is_left_out(acme: Tenant, ada: Membership) -> None:
    archive = opened(made(acme))

    names = {
        name
        for member in archive.namelist()
        if member.endswith(".jsonl")
        for line in archive.read(member).splitlines()
        for name in json.loads(line)
    }
    words = ("password", "secret", "token", "sealed")
    assert {name for name in names if set(name.split("_")) & set(words)} == set()


def test_what_is_one_persons_own_within_the_workspace_is_left_out(acme: Tenant, ada: Membership) -> None:
    archive = opened(made(acme))

    labels = {name.removeprefix("rows/").removesuffix(".jsonl") for name in archive.namelist()}
    personal = {model._meta.label_lower for model, filters in personal_rows().items() if not filters}
    assert personal
    assert {model._meta.label_lower for model in tenant_tables()} - labels == personal


def test_one_export_at_a_time_and_a_mail_when_it_is_ready(acme: Tenant, ada: Membership) -> None:
    first = ask_for_export(acme)
    with pytest.raises(ExportRunningError):
        ask_for_export(acme)
    make_export(first.pk)
    make_export(first.pk)

    assert list(Mail.objects.values_list("address", "template")) == [("ada@acme.example", "tenant_export")]
    assert ask_for_export(acme).state == "waiting"


def test_owner_downloads_by_a_link_that_holds_for_this_export_and_a_day(
    acme: Tenant, ada: Membership, ben: Membership, cleo: Membership, signed_in: SignedIn, run_queued: Callable[[], int]
) -> None:
    browser, page = signed_in(ada), "/t/acme/settings/data/"
    empty = browser.get(page).text
    browser.post(f"{page}start/")
    waiting = browser.get(page).text
    run_queued()
    export = TenantExport.objects.get()
    token = link_token(export)
    shown = browser.get(page).text
    answer: Any = browser.get(f"{page}{export.pk}/?token={token}")
    content = b"".join(answer.streaming_content)

    assert ("No export yet" in empty, "In preparation" in waiting, f"token={token}" in shown) == (True, True, True)
    assert hashlib.sha256(content).hexdigest() == export.sha256
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="acme-')
    others = [signed_in(ben), signed_in(cleo)]
    assert [other.get(f"{page}{export.pk}/?token={token}").status_code for other in others] == [403, 403]
    assert [browser.get(f"{page}{export.pk}/{query}").status_code for query in ("", "?token=x")] == [404, 404]
    TenantExport.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert browser.get(f"{page}{export.pk}/?token={token}").status_code == 409


def test_file_goes_after_a_day(acme: Tenant, ada: Membership) -> None:
    export = made(acme)
    name = export.file_name
    remove_old_exports()
    assert default_storage.exists(name) is True

    TenantExport.objects.update(expires_at=timezone.now())
    remove_old_exports()

    export.refresh_from_db()
    assert (export.state, export.file_name, default_storage.exists(name)) == ("gone", "", False)


def test_api_makes_shows_and_hands_out_an_export(
    acme: Tenant, ada: Membership, ben: Membership, cleo: Membership, api: Api, run_queued: Callable[[], int]
) -> None:
    address = "/api/v1/tenants/exports/"
    asked = api(ada).post(address)
    one = f"{address}{asked.json()['id']}/"
    early = api(ada).get(f"{one}file/")
    run_queued()
    shown = api(ada).get(one).json()
    answer: Any = api(ada).get(f"{one}file/")

    assert (asked.status_code, early.status_code, early.json()["code"]) == (202, 409, "export-not-ready")
    assert (shown["state"], shown["percent"]) == ("ready", 100)
    assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == shown["sha256"]
    assert [api(who).get(f"{one}file/").status_code for who in (ben, cleo)] == [403, 404]


def test_next_export_does_not_hold_the_one_before(acme: Tenant, ada: Membership) -> None:
    made(acme)

    assert [name for name in opened(made(acme)).namelist() if name.startswith("files/exports")] == []


def test_rows_are_read_a_few_hundred_at_a_time(acme: Tenant, ada: Membership) -> None:
    """The number of statements grows with the tables, not with the rows."""

    def statements() -> int:
        # Whatever the connection did before, it begins in the shared schema.
        assert Tenant.objects.filter(pk=acme.pk).exists()
        with CaptureQueriesContext(connection) as captured:
            write_export(acme, io.BytesIO(), lambda percent, step: None)
        return len(captured)

    with_none = statements()
    for number in range(3):
        add_view(ada, f"View {number}")

    assert statements() == with_none


def test_export_can_be_made_while_the_workspace_is_closed(acme: Tenant, ada: Membership, signed_in: SignedIn) -> None:
    Tenant.objects.filter(pk=acme.pk).update(status="closed", erase_at=timezone.now() + timedelta(days=1))

    assert signed_in(ada).post("/t/acme/settings/data/start/").status_code == 302
    make_export(TenantExport.objects.get().pk)
    with scope(acme):
        assert TenantExport.objects.get().state == "ready"
