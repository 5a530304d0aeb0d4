"""Files that no row names go after a day; none that a row names ever does."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import FileField
from pytest_django import Settings

from apps.accounts.models import Membership
from apps.core.models import QueuedTask
from apps.core.modules import declaring
from apps.core.queue.worker import run_all_due
from apps.core.scope import scope
from apps.cv_analysis.models import Cv, UploadBatch
from apps.hiring.services import create_job
from apps.tenants.left_files import LEFT_ALONE, remove_left_files, start_removing
from apps.tenants.models import StorageUse, Tenant

pytestmark = pytest.mark.django_db
DAY_SECONDS = LEFT_ALONE.total_seconds()


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def stored(tenant: Tenant, name: str, *, seconds_old: float = DAY_SECONDS + 60, app: str = "cv_analysis") -> str:
    """A file of so many seconds ago."""
    made = default_storage.save(f"tenants/{tenant.schema_name}/{app}/{name}", ContentFile(b"words"))
    moment = time.time() - seconds_old
    os.utime(default_storage.path(made), (moment, moment))
    return str(made)


def test_what_no_row_names_goes_and_all_else_stays(acme: Tenant, beta: Tenant, ada: Membership) -> None:
    left = [stored(acme, "left.pdf"), stored(acme, "page.webp")]
    kept = {
        "a CV": stored(acme, "cv.pdf"),
        "a painted page": stored(acme, "painted.webp"),
        "a ZIP": stored(acme, "many.zip"),
        "just stored": stored(acme, "new.pdf", seconds_old=DAY_SECONDS - 600),
        "of an app that names none": stored(acme, "logo.png", app="logo"),
        "another workspace's": stored(beta, "theirs.pdf"),
    }
    with scope(acme):
        pages = [{"number": 1, "name": kept["a painted page"], "width": 1, "height": 1, "size": 5}]
        Cv.objects.create(uploaded_by_id=ada.pk, file=kept["a CV"], file_name="cv.pdf", size=5, pages=pages)
        job = create_job(by=ada, title="Harbour engineer")
        UploadBatch.objects.create(job=job, uploaded_by_id=ada.pk, file=kept["a ZIP"], file_name="many.zip", total=1)
    StorageUse.objects.create(tenant=acme, used=15)

    removed = remove_left_files(acme.pk)

    assert sorted(removed) == sorted(left)
    assert [default_storage.exists(name) for name in left] == [False, False]
    assert {what for what, name in kept.items() if not default_storage.exists(name)} == set()
    # It was never counted.
    assert StorageUse.objects.get(tenant=acme).used == 15


def test_every_workspace_in_use_is_swept_each_day(acme: Tenant, beta: Tenant) -> None:
    left = [stored(acme, "left.pdf"), stored(beta, "left.pdf")]
    QueuedTask.objects.all().delete()

    start_removing()
    run_all_due()

    assert [default_storage.exists(name) for name in left] == [False, False]
    ended = QueuedTask.objects.filter(name="tenants.remove_left_files").values_list("state", flat=True)
    assert set(ended) == {"done"}


def test_more_files_than_are_asked_about_at_once(acme: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.tenants.left_files.BATCH", 2)
    left = [stored(acme, f"left-{number}.pdf") for number in range(5)]

    assert sorted(remove_left_files(acme.pk)) == sorted(left)


def test_apps_that_store_files_of_tenants_say_which_rows_have() -> None:
    """Who has a field of files and does not say so keeps what was left behind for ever."""

    storing = {
        model._meta.app_label
        for model in apps.get_models()
        if any(isinstance(field, FileField) for field in model._meta.get_fields())
    }

    assert storing <= {config.label for config in declaring("named_files")}
    assert timedelta(hours=24) <= LEFT_ALONE
