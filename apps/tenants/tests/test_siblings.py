"""Several processes of one web server: what one changed of a tenant, the next request at any of them sees."""

import subprocess
import sys
from pathlib import Path

import pytest

from apps.core.exposition import FOLDER
from apps.core.siblings import last_told, tell_siblings
from apps.tenants.models import Tenant
from apps.tenants.queries import TOLD, forget_tenants, tenant_by_slug

CHANGED = "import django; django.setup(); from apps.tenants.queries import forget_tenants; forget_tenants()"


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that processes of one web server have together."""
    monkeypatch.setenv(FOLDER, str(tmp_path))
    return tmp_path


def test_nothing_was_told_yet_and_each_time_is_another_one(shared: Path) -> None:
    told = [last_told("names")]
    for _ in range(50):
        tell_siblings("names")
        told.append(last_told("names"))
    assert told[0] == 0
    assert len(set(told)) == len(told)
    assert last_told("others") == 0


def test_processes_without_the_folder_hear_and_tell_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER, raising=False)
    tell_siblings("names")
    assert last_told("names") == 0


def test_what_was_committed_does_not_fail_where_the_folder_is_gone(shared: Path) -> None:
    shared.rmdir()
    tell_siblings("names")
    assert last_told("names") == 0


@pytest.mark.django_db
def test_what_another_process_changed_is_seen_at_once(shared: Path, acme: Tenant) -> None:
    assert getattr(tenant_by_slug("acme"), "name", "") == acme.name
    Tenant.objects.filter(pk=acme.pk).update(name="Acme of tomorrow")
    assert getattr(tenant_by_slug("acme"), "name", "") == acme.name

    subprocess.run([sys.executable, "-c", CHANGED], check=True)

    assert getattr(tenant_by_slug("acme"), "name", "") == "Acme of tomorrow"
    assert last_told(TOLD) > 0
    forget_tenants()
