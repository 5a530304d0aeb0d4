"""A file is stored whole or not at all, and a disk that fails has words for people."""

import errno
import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from pytest_django import Settings

from apps.accounts.models import Membership
from apps.core.file_storage import StorageAwayError, StorageFullError, WholeFileStorage
from apps.core.models import QueuedTask
from apps.core.problems import ProblemError
from apps.marketplace.models import License, Reservation
from apps.tenants.models import StorageUse
from tests.people import Api

NAME = "tenants/t/app/one.txt"


class Ending(ContentFile):  # type: ignore[type-arg]  # the class itself takes none
    """A file of which only the first part can be written."""

    def __init__(self, number: int) -> None:
        super().__init__(b"some words")
        self.number = number

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"some"
        raise OSError(self.number, os.strerror(self.number))


@pytest.fixture
def storage(tmp_path: Path) -> WholeFileStorage:
    return WholeFileStorage(location=tmp_path / "media")


def test_product_stores_files_whole() -> None:
    assert type(storages["default"]) is WholeFileStorage


@pytest.mark.parametrize(
    ("number", "kind", "status"),
    [
        (errno.ENOSPC, StorageFullError, 507),
        (errno.EDQUOT, StorageFullError, 507),
        (errno.EIO, StorageAwayError, 503),
        (errno.EROFS, StorageAwayError, 503),
    ],
)
def test_file_that_cannot_be_written_to_its_end_is_none(
    storage: WholeFileStorage, number: int, kind: type[ProblemError], status: int
) -> None:
    with pytest.raises(kind) as failed:
        storage.save(NAME, Ending(number))

    assert (failed.value.status, failed.value.passes) == (status, True)
    assert [path for path in Path(storage.location).rglob("*") if path.is_file()] == []


def test_place_that_is_gone_is_away_and_a_file_that_is_not_there_is_missing(storage: WholeFileStorage) -> None:
    storage.save(NAME, ContentFile(b"some words"))
    with pytest.raises(FileNotFoundError):
        storage.open("tenants/t/app/other.txt")
    Path(storage.location).rename(f"{storage.location}.gone")
    Path(storage.location).touch()

    for deed in (lambda: storage.open(NAME), lambda: storage.save("tenants/t/app/two.txt", ContentFile(b"more"))):
        with pytest.raises(StorageAwayError):
            deed()


def send(api: Api, who: Membership) -> Any:
    content = ContentFile(b"words of a CV", name="cv.txt")
    return api(who).post("/api/v1/cv-analysis/cvs/", {"file": content}, format="multipart")


@pytest.mark.django_db
def test_upload_to_a_full_disk_leaves_nothing_behind(
    ada: Membership, licensed: License, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.core.files.uploadedfile.InMemoryUploadedFile.chunks", Ending(errno.ENOSPC).chunks)

    answer = send(api, ada)

    assert (answer.status_code, answer.json()["code"]) == (507, "storage-full")
    assert list(Reservation.objects.values_list("state", flat=True)) == ["released"]
    assert not StorageUse.objects.filter(used__gt=0).exists()


@pytest.mark.django_db
def test_work_on_files_that_are_away_is_done_once_they_are_back(
    ada: Membership,
    licensed: License,
    api: Api,
    settings: Settings,
    tmp_path: Path,
    run_queued: Callable[[], int],
) -> None:
    media = tmp_path / "media"
    settings.MEDIA_ROOT = media
    assert send(api, ada).status_code == 202
    task = QueuedTask.objects.get(name="cv_analysis.analyse_cv")
    media.rename(tmp_path / "away")
    media.touch()
    run_queued()
    task.refresh_from_db()
    assert (task.state, task.attempts) == ("queued", 1)

    media.unlink()
    (tmp_path / "away").rename(media)
    QueuedTask.objects.filter(pk=task.pk).update(run_after=timezone.now() - timedelta(minutes=1))
    run_queued()

    task.refresh_from_db()
    assert (task.state, task.attempts) == ("done", 2)
