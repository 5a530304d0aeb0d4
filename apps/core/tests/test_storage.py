"""Names of files, the links by which they leave, and readiness."""

import time
from pathlib import Path

import pytest
from django.core import signing
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, default_storage
from django.db import DatabaseError, connection
from django.db.models import FileField

from apps.accounts.models import Member
from apps.core import health, readiness
from apps.core.health import Health
from apps.core.queue import later
from apps.core.queue.worker import run_all_due
from apps.core.scope import scope
from apps.core.storage import (
    LinkExpiredError,
    check_link,
    delete_stored_file,
    open_locally,
    sign_link,
    tenant_file_name,
)
from apps.tenants.models import Tenant

pytestmark = pytest.mark.django_db


class Elsewhere(Storage):
    """Files that this machine has no path to, as in a bucket."""

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        return ContentFile(name.encode(), name=name)


@pytest.mark.parametrize(
    ("uploaded", "extension"),
    [
        ("cv.PDF", "pdf"),
        ("cv.tar.gz", "gz"),
        ("cv", "bin"),
        ("cv.", "bin"),
        ("cv.docx2020", "bin"),
        ("cv.p/f", "bin"),
        ("cv.pdf ", "bin"),
        ("cv.пдф", "bin"),
        ("../../etc/passwd", "bin"),
        (".htaccess", "bin"),
    ],
)
def test_file_is_stored_under_a_name_of_ours(acme: Tenant, uploaded: str, extension: str) -> None:
    with scope(acme):
        name = tenant_file_name(Member(), uploaded)

    folder, file = name.rsplit("/", 1)
    assert (folder, file[36:]) == (f"tenants/{acme.schema_name}/accounts", f".{extension}")


def test_no_file_is_stored_outside_of_tenants() -> None:
    with pytest.raises(RuntimeError):
        tenant_file_name(Member(), "cv.pdf")


def test_link_is_good_for_what_it_names(acme: Tenant, beta: Tenant) -> None:
    with scope(acme):
        token = sign_link("cv", 7)
        check_link(token, "cv", 7)
        for parts in (("cv", 8), ("letter", 7), ("cv",)):
            with pytest.raises(LinkExpiredError):
                check_link(token, *parts)
    with scope(beta), pytest.raises(LinkExpiredError):
        check_link(token, "cv", 7)


def test_link_ends_after_five_minutes(acme: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    with scope(acme):
        token = sign_link("cv", 7)
        in_time, late = time.time() + 299, time.time() + 302
        monkeypatch.setattr(time, "time", lambda: in_time)
        check_link(token, "cv", 7)
        monkeypatch.setattr(time, "time", lambda: late)

        with pytest.raises(LinkExpiredError):
            check_link(token, "cv", 7)


@pytest.mark.parametrize(
    "token", ["", "x", "a:b:c", signing.dumps(["public", "cv", "7"])], ids=["empty", "word", "parts", "other salt"]
)
def test_what_we_did_not_sign_opens_nothing(acme: Tenant, token: str) -> None:
    with scope(acme), pytest.raises(LinkExpiredError):
        check_link(token, "cv", 7)


def test_stored_file_is_deleted_by_a_task_and_a_second_time_is_no_error(acme: Tenant) -> None:
    with scope(acme):
        name = default_storage.save(tenant_file_name(Member(), "a.txt"), ContentFile(b"a"))
        tasks = [later("core.delete_file", name=name) for _ in range(2)]
    before = default_storage.exists(name)

    run_all_due()

    for task in tasks:
        task.refresh_from_db()
    assert (before, default_storage.exists(name), [task.state for task in tasks]) == (True, False, ["done", "done"])


def test_file_that_lies_elsewhere_is_read_from_a_copy() -> None:
    field = FileField(storage=Elsewhere())
    stored = field.attr_class(Member(), field, "a.txt")

    with open_locally(stored) as path:
        content = path.read_bytes()

    assert (content, Path(path).exists()) == (b"a.txt", False)


def test_two_checks_of_one_name_are_a_fault() -> None:
    with pytest.raises(ValueError, match="two health checks are called database"):
        health.check("database")(lambda: Health(ok=True))


def test_readiness_of_database_and_files(monkeypatch: pytest.MonkeyPatch) -> None:
    good = [readiness.check_database(), readiness.check_storage()]

    def no_cursor() -> None:
        raise DatabaseError("gone")

    def no_space(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", no_space)
    monkeypatch.setattr(connection, "cursor", no_cursor)
    bad = [readiness.check_database(), readiness.check_storage()]
    monkeypatch.undo()

    assert [found.ok for found in good] == [True, True]
    assert good[0].detail.startswith("PostgreSQL ")
    assert [(found.ok, found.detail) for found in bad] == [
        (False, "The database does not answer: gone"),
        (False, "Files cannot be stored: No space left on device"),
    ]


def test_only_files_of_the_own_workspace_are_deleted(acme: Tenant) -> None:
    with scope(acme), pytest.raises(ValueError, match="is no file of"):
        delete_stored_file("tenants/other/x.pdf")
