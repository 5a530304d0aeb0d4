"""What happens to a file from its upload to its last trace."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import Membership
from apps.core.models import QueuedTask
from apps.core.scope import scope
from apps.cv_analysis import services
from apps.cv_analysis.models import Analysis, Cv
from apps.cv_analysis.parsing import STATUSES, ParseOutcome, parse_file
from apps.cv_analysis.parsing.limits import MAX_FILE_BYTES
from apps.cv_analysis.presenting import problem_of
from apps.cv_analysis.queries import with_progress
from apps.cv_analysis.services import FileTooLargeError, StillWorkingError
from apps.marketplace.models import License, Reservation, Usage
from apps.marketplace.services import MeterLimitError, deactivate, expire_reservations
from apps.marketplace.services.meters import this_month

pytestmark = pytest.mark.django_db

Upload = Callable[..., Cv]
RunQueued = Callable[[], int]


def fresh(cv: Cv, membership: Membership) -> Cv:
    """The CV as pages see it now."""
    with scope(membership.tenant):
        return with_progress([Cv.objects.get(pk=cv.pk)])[0]


def task_of(cv: Cv) -> QuerySet[QueuedTask]:
    assert cv.task_id is not None
    return QueuedTask.objects.filter(pk=cv.task_id)


def stored_files() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def used() -> list[int]:
    """What is counted; nothing may be left reserved once the queue has run."""
    rows = Usage.objects.values_list("used", "reserved")
    return [used for used, reserved in rows if used or reserved]


@pytest.fixture(autouse=True)
def no_files_yet() -> None:
    for path in stored_files():
        path.unlink()


def test_upload_stores_the_file_in_the_tenants_folder_and_queues_its_reading(ada: Membership, upload: Upload) -> None:
    cv = upload(ada, b"Eve Moss", "../../Eve's CV.PDF")

    task = QueuedTask.objects.get(name="cv_analysis.analyse_cv")
    assert (cv.file_name, cv.size, cv.status, cv.task_id) == ("Eve's CV.PDF", 8, "queued", task.pk)
    assert (task.schema_name, task.kwargs, task.queue) == (ada.tenant.schema_name, {"cv_id": str(cv.pk)}, "ai")
    folder, file = str(cv.file.name).rsplit("/", 1)
    assert (folder, file.rsplit(".", 1)[1]) == (f"tenants/{ada.tenant.schema_name}/cv_analysis", "pdf")
    with default_storage.open(str(cv.file.name)) as stored:
        assert stored.read() == b"Eve Moss"


def test_real_cv_is_read_from_upload_to_result(
    ada: Membership, licensed: License, two_pages: bytes, upload: Upload, run_queued: RunQueued
) -> None:
    cv = upload(ada, two_pages, "two-pages.pdf")

    # Its reading, and then the candidate's matches.
    assert run_queued() == 2

    with scope(ada.tenant):
        found = Cv.objects.get(pk=cv.pk)
        analysis = Analysis.objects.get()
    task = task_of(cv).get()
    assert (task.state, task.progress_percent) == ("done", 100)
    assert (found.status, found.error_code, found.candidate_name) == (
        "parsed",
        "",
        analysis.findings["name"]["value"],
    )
    assert found.candidate_name != ""
    assert used() == [1]


@pytest.mark.parametrize("where", ["name", "email", "skills", "links"])
def test_every_finding_points_at_the_words_it_rests_on(
    ada: Membership, licensed: License, two_pages: bytes, upload: Upload, run_queued: RunQueued, where: str
) -> None:
    upload(ada, two_pages, "two-pages.pdf")
    run_queued()
    with scope(ada.tenant):
        analysis = Analysis.objects.get()

    found = analysis.findings[where]
    fields = found if isinstance(found, list) else [found]
    spans = [span for field in fields for span in field["evidence"]]

    assert len(spans) >= len(fields) > 0
    assert all(analysis.text[span["start"] : span["end"]].strip() for span in spans)


@pytest.mark.parametrize("kind", ["needs_ocr", "encrypted", "empty", "corrupt", "unsupported", "not_a_cv"])
def test_bad_file_gets_its_name_and_a_sentence_on_what_to_do(
    ada: Membership, licensed: License, bad_files: dict[str, bytes], upload: Upload, run_queued: RunQueued, kind: str
) -> None:
    cv = upload(ada, bad_files[kind], "cv.pdf")

    run_queued()

    found = fresh(cv, ada)
    assert (found.status, found.candidate_name, used()) == (kind, "", [])
    assert found.error_code != ""
    assert problem_of(found) == {"title": STATUSES[kind].title, "advice": STATUSES[kind].advice}
    with scope(ada.tenant):
        assert Analysis.objects.count() == 0


def test_file_that_is_too_large_is_refused_and_leaves_nothing(ada: Membership, upload: Upload) -> None:
    with pytest.raises(FileTooLargeError, match="up to 10 MB"):
        upload(ada, bytes(MAX_FILE_BYTES + 1))

    assert (stored_files(), QueuedTask.objects.count()) == (set(), 0)


def test_upload_that_fails_leaves_no_file(ada: Membership, upload: Upload, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str, **kwargs: object) -> None:
        raise RuntimeError("the queue is not there")

    monkeypatch.setattr(services, "later", fail)

    with pytest.raises(RuntimeError):
        upload(ada)

    with scope(ada.tenant):
        assert Cv.objects.count() == 0
    assert stored_files() == set()


def test_long_names_are_cut_from_the_front(ada: Membership, upload: Upload) -> None:
    cv = upload(ada, b"text", "x" * 300 + ".pdf")

    assert (len(cv.file_name), cv.file_name[-5:]) == (255, "x.pdf")


def test_upload_outside_of_a_tenant_is_a_fault(ada: Membership) -> None:
    with pytest.raises(RuntimeError, match="inside a tenant only"):
        services.upload_cv(ada, upload=SimpleUploadedFile("cv.txt", b"text"))


def test_reading_again_with_the_same_result_keeps_it_and_counts_once(
    ada: Membership, licensed: License, two_pages: bytes, upload: Upload, run_queued: RunQueued
) -> None:
    cv = upload(ada, two_pages)
    run_queued()
    with scope(ada.tenant):
        first = Analysis.objects.get()
    again = fresh(cv, ada)

    with scope(ada.tenant):
        services.reprocess_cv(again)
    assert fresh(cv, ada).status_now == "queued"
    run_queued()

    with scope(ada.tenant):
        second = Analysis.objects.get()
    assert (first.pk == second.pk, first.findings == second.findings) == (True, True)
    assert used() == [1]


def test_cv_that_is_being_read_is_not_queued_again(ada: Membership, upload: Upload) -> None:
    cv = fresh(upload(ada), ada)

    with pytest.raises(StillWorkingError), scope(ada.tenant):
        services.reprocess_cv(cv)

    assert QueuedTask.objects.count() == 1


@pytest.mark.parametrize(
    ("task_state", "shown", "is_working"),
    [
        ("queued", "queued", True),
        ("running", "running", True),
        ("done", "failed", False),
        ("failed", "failed", False),
        ("dead", "failed", False),
        ("refused", "failed", False),
    ],
)
def test_status_says_what_its_task_says(
    ada: Membership,
    upload: Upload,
    task_state: str,
    shown: str,
    is_working: bool,  # noqa: FBT001 -- a column of the table
) -> None:
    cv = upload(ada)
    task_of(cv).update(state=task_state, progress_percent=40, progress_step="Reading")

    found = fresh(cv, ada)

    assert (found.status_now, found.is_working) == (shown, is_working)
    assert (found.progress_percent, found.progress_step) == (40, "Reading")


def test_answer_that_came_between_two_reads_is_not_shown_as_a_failure(ada: Membership, upload: Upload) -> None:
    cv = upload(ada)
    shown = []
    for seconds_ago in (0, 120):
        finished = timezone.now() - timedelta(seconds=seconds_ago)
        task_of(cv).update(state="done", finished_at=finished)
        shown.append(fresh(cv, ada).status_now)

    assert shown == ["running", "failed"]


def test_reading_that_ended_without_a_result_may_be_started_again(
    ada: Membership, licensed: License, two_pages: bytes, upload: Upload, run_queued: RunQueued
) -> None:
    cv = upload(ada, two_pages)
    task_of(cv).update(state="dead")
    failed = fresh(cv, ada)
    advice = (problem_of(failed) or {})["advice"]

    with scope(ada.tenant):
        services.reprocess_cv(failed)
    run_queued()

    assert advice.startswith("The file is safe. Start the reading again")
    assert fresh(cv, ada).status_now == "parsed"


def test_module_switched_off_meanwhile_is_said_to_be_the_reason(
    ada: Membership, licensed: License, upload: Upload, run_queued: RunQueued
) -> None:
    cv = upload(ada)
    deactivate(ada.tenant, module="cv_analysis")

    run_queued()

    found = fresh(cv, ada)
    assert (found.status_now, found.task and found.task.problem_code) == ("failed", "license-required")
    assert (problem_of(found) or {})["advice"].startswith("The module was switched off before its turn came.")


def test_deleting_takes_row_analysis_and_file(
    ada: Membership, licensed: License, two_pages: bytes, upload: Upload, run_queued: RunQueued
) -> None:
    cv = upload(ada, two_pages)
    run_queued()
    before = len(stored_files())

    with scope(ada.tenant):
        services.delete_cv(Cv.objects.get(pk=cv.pk))
        left = (Cv.objects.count(), Analysis.objects.count())
    run_queued()

    assert (before, left, stored_files()) == (1, (0, 0), set())


def test_deletion_that_is_rolled_back_keeps_row_and_file(
    ada: Membership, upload: Upload, run_queued: RunQueued
) -> None:
    cv = upload(ada)

    with scope(ada.tenant), pytest.raises(ZeroDivisionError), transaction.atomic():
        services.delete_cv(Cv.objects.get(pk=cv.pk))
        raise ZeroDivisionError

    assert (fresh(cv, ada).pk, len(stored_files())) == (cv.pk, 1)
    assert list(QueuedTask.objects.values_list("name", flat=True)) == ["cv_analysis.analyse_cv"]


def test_cv_deleted_before_its_turn_needs_nothing(
    ada: Membership, licensed: License, upload: Upload, run_queued: RunQueued
) -> None:
    cv = upload(ada)
    with scope(ada.tenant):
        Cv.objects.get(pk=cv.pk).delete()

    run_queued()

    assert task_of(cv).get().state == "done"


def test_cv_deleted_while_it_is_read_leaves_no_result(
    ada: Membership,
    licensed: License,
    two_pages: bytes,
    upload: Upload,
    run_queued: RunQueued,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cv = upload(ada, two_pages)

    def read_and_delete(path: Path, *, as_of: date) -> ParseOutcome:
        # As another connection would, past the guard of slow tasks.
        connection.connection.execute("DELETE FROM cv_analysis_cv WHERE id = %s", [cv.pk])
        return parse_file(path, as_of=as_of)

    monkeypatch.setattr(services, "parse_file", read_and_delete)

    run_queued()

    with scope(ada.tenant):
        left = (Cv.objects.count(), Analysis.objects.count())
    assert (left, used(), task_of(cv).get().state) == ((0, 0), [], "done")


def test_analysis_is_set_aside_at_the_upload_and_given_back_with_what_is_deleted(
    ada: Membership, licensed: License, upload: Upload
) -> None:
    cv = upload(ada)
    aside = Usage.objects.values_list("used", "reserved").get()

    with scope(ada.tenant):
        services.delete_cv(cv)

    assert (aside, used()) == ((0, 1), [])


def test_upload_beyond_the_months_analyses_stores_nothing(ada: Membership, licensed: License, upload: Upload) -> None:
    Usage.objects.create(tenant=ada.tenant, module="cv_analysis", meter="analyses", month=this_month(), used=200)

    with pytest.raises(MeterLimitError):
        upload(ada)

    with scope(ada.tenant):
        assert (Cv.objects.count(), stored_files(), QueuedTask.objects.count()) == (0, set(), 0)


def test_upload_that_cannot_be_stored_gives_its_analysis_back(
    ada: Membership, licensed: License, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **options: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(default_storage, "save", full)

    with pytest.raises(OSError, match="no space left"):
        upload(ada)

    assert used() == []


def test_reading_whose_turn_came_too_late_says_that_the_month_was_used_up(
    ada: Membership, licensed: License, two_pages: bytes, upload: Upload, run_queued: RunQueued
) -> None:
    cv = upload(ada, two_pages)
    Reservation.objects.update(expires_at=timezone.now())
    expire_reservations()
    Usage.objects.update(used=200)

    run_queued()

    found = fresh(cv, ada)
    problem = problem_of(found)
    assert (found.status_now, used()) == ("failed", [200])
    assert problem is not None
    assert problem["advice"].startswith("The analyses of the month were used up before its turn came.")
