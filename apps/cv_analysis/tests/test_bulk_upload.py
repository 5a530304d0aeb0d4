"""Hundreds of CVs for one job: each file has its own fate, and none is lost."""

import io
import re
from collections.abc import Callable
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.cv_analysis import batches
from apps.cv_analysis.models import Cv, UploadBatch
from apps.cv_analysis.tests.writing import eves_cv
from apps.hiring.models import Application, Job
from apps.hiring.services import close_job, create_job, open_job
from apps.marketplace.models import License
from tests.people import SignedIn

pytestmark = pytest.mark.django_db

RunQueued = Callable[[], int]


@pytest.fixture
def job(ada: Membership, licensed: License) -> Job:
    with scope(ada.tenant):
        return open_job(create_job(by=ada, title="Data Engineer"))


def zipped(files: dict[str, bytes]) -> SimpleUploadedFile:
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return SimpleUploadedFile("cvs.zip", packed.getvalue())


def test_every_file_of_a_zip_gets_its_status_and_every_person_an_application(
    ada: Membership, job: Job, run_queued: RunQueued, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "AT_ONCE", 2)
    files = {f"team/{number}.txt": eves_cv(email=f"eve{number}@moss.example", phone="") for number in range(3)}
    files |= {"empty.pdf": b"", "cut.pdf": b"%PDF-1.7\nthis is where", "big.txt": b"x" * (10 * 1024**2 + 1)}
    files |= {"__MACOSX/._0.txt": b"noise", ".DS_Store": b"noise"}
    with scope(ada.tenant):
        batch = batches.upload_zip(ada, upload=zipped(files), job=job)

    run_queued()

    with scope(ada.tenant):
        batch.refresh_from_db()
        statuses = dict(Cv.objects.filter(job=job).values_list("file_name", "status"))
        applied = Application.objects.filter(job=job).count()
        stored = batch.file.storage.exists(str(batch.file.name))
    assert (batch.total, batch.taken, [one["name"] for one in batch.refused]) == (6, 6, ["big.txt"])
    assert statuses == {
        "0.txt": "parsed",
        "1.txt": "parsed",
        "2.txt": "parsed",
        "empty.pdf": "empty",
        "cut.pdf": "corrupt",
    }
    assert (applied, stored) == (3, False)


@pytest.mark.parametrize("content", [b"no zip", b""])
def test_what_is_no_zip_is_refused_with_a_sentence(
    ada: Membership, job: Job, signed_in: SignedIn, content: bytes
) -> None:
    sent = {"zip": SimpleUploadedFile("cvs.zip", content or zipped({}).read())}

    page = signed_in(ada).post(f"/t/acme/cv-analysis/jobs/{job.pk}/upload/zip/", sent, follow=True).text

    assert "This is no ZIP of CVs that can be taken." in page
    with scope(ada.tenant):
        assert UploadBatch.objects.count() == 0


def test_page_of_a_job_takes_files_and_shows_how_far_they_are(
    ada: Membership, job: Job, signed_in: SignedIn, run_queued: RunQueued
) -> None:
    client, address = signed_in(ada), f"/t/acme/cv-analysis/jobs/{job.pk}/upload/"
    one = {"files": SimpleUploadedFile("eve.txt", eves_cv())}
    answer = client.post(address, one, headers={"accept": "application/json"})
    before = client.get(address).text
    run_queued()
    progress = client.get(f"{address}progress/")

    assert (answer.status_code, before.count('hx-trigger="every 2s"')) == (202, 1)
    assert (progress.headers["HX-Refresh"], progress.text.count('hx-trigger="every 2s"')) == ("true", 0)
    assert re.findall(r'tracking-tight tabular">(\d+)<', progress.text) == ["1", "0", "0", "0"]
    assert f'href="{address}"' in client.get(f"/t/acme/hiring/jobs/{job.pk}/").text


def test_closed_job_takes_nobody(ada: Membership, job: Job, signed_in: SignedIn) -> None:
    with scope(ada.tenant):
        close_job(job)
    one = {"files": SimpleUploadedFile("eve.txt", eves_cv())}

    answer = signed_in(ada).post(
        f"/t/acme/cv-analysis/jobs/{job.pk}/upload/", one, headers={"accept": "application/json"}
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "job-closed")
    with scope(ada.tenant):
        assert Cv.objects.count() == 0
