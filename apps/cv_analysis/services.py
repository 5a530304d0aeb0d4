"""Deeds of CV analysis: take a file in, read it, read it again, delete it."""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership
from apps.core.problems import ProblemError
from apps.core.queue import finish, later, report_progress
from apps.core.scope import current_tenant
from apps.core.storage import open_locally
from apps.cv_analysis.assisting import assistance_for
from apps.cv_analysis.models import Analysis, Cv
from apps.cv_analysis.parsing import ParsedCv, ParseOutcome, parse_file
from apps.cv_analysis.parsing.limits import MAX_FILE_BYTES
from apps.cv_analysis.people import leave_candidate, place_cv, refresh_candidate, send_in, uploader_of
from apps.cv_analysis.queries import findings_of, scored_findings
from apps.cv_analysis.scoring.quality import score_cv
from apps.hiring.models import Candidate, Job
from apps.hiring.services import JobClosedError
from apps.marketplace.models import Reservation
from apps.marketplace.services import capture_key, release, release_key, reserve
from apps.tenants.storage_use import take_storage

METER: dict[str, Any] = {"module": "cv_analysis", "meter": "analyses"}


class FileTooLargeError(ProblemError):
    code = "too_large"
    title = _("This file is too large.")
    status = 413


class StillWorkingError(ProblemError):
    code = "still-working"
    title = _("This CV is being read right now.")
    status = 409


def upload_cv(
    membership: Membership, *, upload: "UploadedFile[bytes]", candidate: Candidate | None = None, job: Job | None = None
) -> Cv:
    """Store the file and leave its reading for later; no row stays without its file, no file without its row.

    Whose it is can be said, otherwise the CV says it; with a job, that person is considered for it once it is read.
    Before anything is stored, one analysis of the month is set aside for it.
    """
    size = upload.size or 0
    if size > MAX_FILE_BYTES:
        raise FileTooLargeError(
            _("A CV may have up to %(limit)s MB. Leave out pictures and attachments and upload it again.")
            % {"limit": MAX_FILE_BYTES // 1024**2}
        )
    name = (upload.name or "cv")[-255:]
    if job is not None and job.status == Job.Status.CLOSED:
        raise JobClosedError(_("Open it again to add somebody."))
    cv = Cv(uploaded_by_id=membership.pk, file_name=name, size=size, candidate=candidate, job=job)
    reservation = _reserve(cv)
    with ExitStack() as undo, transaction.atomic():
        undo.callback(release, reservation)
        take_storage(membership.tenant, size)
        cv.file.save(name, upload, save=False)
        undo.callback(cv.file.delete, save=False)
        _queue(cv)
        cv.save(force_insert=True)
        # A commit that is not answered may have come true, so nothing is undone for it.
        undo.pop_all()
    return cv


def _reserve(cv: Cv) -> Reservation:
    """Set an analysis of the month aside for the CV, which counts once however often it is read."""
    return reserve(current_tenant(), **METER, key=str(cv.pk), member_id=cv.uploaded_by_id)


def _queue(cv: Cv) -> None:
    cv.task = later("cv_analysis.analyse_cv", cv_id=cv.pk)
    cv.task_id = cv.task.pk
    cv.status, cv.error_code = Cv.Status.QUEUED, ""


@transaction.atomic
def reprocess_cv(cv: Cv) -> Cv:
    """Read the file again with today's algorithm."""
    locked = Cv.objects.select_for_update().get(pk=cv.pk)
    locked.task = cv.task
    if locked.is_working:
        raise StillWorkingError(_("Wait for the result, then try again."))
    _reserve(locked)
    _queue(locked)
    locked.save(update_fields=["task_id", "status", "error_code", "updated_at"])
    return locked


@transaction.atomic
def delete_cv(cv: Cv) -> None:
    """Delete the row with its analyses, and the file with its pictures right after; the candidate's record follows."""
    leave_candidate(cv)
    for name in (cv.file.name, *(page["name"] for page in cv.pages or ())):
        later("core.delete_file", name=name)
    release_key(current_tenant(), **METER, key=str(cv.pk))
    cv.delete()


@transaction.atomic
def delete_cvs(cvs: Iterable[Cv]) -> None:
    """Delete several, all or none."""
    for cv in cvs:
        delete_cv(cv)


@transaction.atomic
def reprocess_cvs(cvs: Iterable[Cv]) -> int:
    """Read again those that nobody reads right now; says how many these are."""
    count = 0
    for cv in cvs:
        if not cv.is_working:
            reprocess_cv(cv)
            count += 1
    return count


def analyse_cv(cv_id: UUID | str) -> None:
    """Read a CV in a child process and store what was found; a CV deleted meanwhile needs nothing."""
    cv = Cv.objects.filter(pk=cv_id).first()
    if cv is None:
        return
    # Reading it again next year makes nobody more experienced.
    as_of = timezone.localdate(cv.created_at)
    report_progress(20, str(_("Reading the file")))
    with open_locally(cv.file) as path:
        outcome = parse_file(path, as_of=as_of)
    # Before the transaction, as it can take seconds.
    assistance = assistance_for(cv, outcome.parsed, current_tenant())
    report_progress(90, str(_("Storing the result")))
    with finish():
        # Locked, so that nobody deletes it while its result is stored.
        locked = Cv.objects.select_for_update(of=("self",)).select_related("uploaded_by", "candidate", "job")
        locked = locked.prefetch_related("corrections")
        if (found := locked.filter(pk=cv.pk).first()) is not None:
            _store(found, outcome, assistance)
        else:
            release_key(current_tenant(), **METER, key=str(cv.pk))


def _store(cv: Cv, outcome: ParseOutcome, assistance: Mapping[str, Any]) -> None:
    """Keep what was found as the current version; what could not be read counts for nothing."""
    parsed = outcome.parsed
    cv.status, cv.error_code, cv.candidate_name = outcome.status, outcome.error_code or "", ""
    findings: dict[str, Any] | None = None
    only: Analysis | None = None
    by = uploader_of(cv)
    if parsed is not None:
        analysis = keep_analysis(cv, parsed, duration_ms=round(outcome.ms), assistance=assistance)
        findings = findings_of(analysis)
        cv.candidate_name = str((findings.get("name") or {}).get("value") or "")[:200]
        if place_cv(cv, findings, by=by):
            # Of somebody who was unknown until now there is no other.
            only = analysis
    else:
        cv.analyses.current().update(is_current=False)
    cv.save(update_fields=["status", "error_code", "candidate_name", "candidate", "updated_at"])
    if cv.candidate is not None:
        refresh_candidate(cv.candidate, newest=only)
    # Last, because all CVs of the job, and all of the workspace, wait for these rows until this transaction ends.
    if findings is not None:
        send_in(cv, by=by)
        capture_key(current_tenant(), **METER, key=str(cv.pk), member_id=cv.uploaded_by_id)
    else:
        release_key(current_tenant(), **METER, key=str(cv.pk))


def keep_analysis(cv: Cv, parsed: ParsedCv, *, duration_ms: int, assistance: Mapping[str, Any]) -> Analysis:
    """The next version of the CV's analysis; none is made of a reading that found just the same as the last one."""
    findings = parsed.to_dict()
    del findings["text"]
    last = cv.analyses.order_by("-version").first()
    if last is not None and (last.findings, last.text) == (findings, parsed.text):
        version, analysis = last.version, last
    else:
        version = last.version + 1 if last else 1
        analysis = Analysis(cv=cv, version=version, findings=findings, text=parsed.text)
        analysis.algorithm, analysis.as_of, analysis.duration_ms = parsed.algorithm, parsed.as_of, duration_ms
    if not (analysis.assistance and _is_fallback(assistance)):
        analysis.assistance = dict(assistance)
    if last is not None:
        cv.analyses.current().exclude(version=version).update(is_current=False)
    analysis.is_current = True
    score_analysis(analysis)
    return analysis


def _is_fallback(assistance: Mapping[str, Any]) -> bool:
    """Whether no model answered: what one said of the same findings earlier is then still good."""
    return all(call["is_fallback"] for call in assistance.get("calls", ()))


def score_analysis(analysis: Analysis) -> None:
    """Score what was found with today's arithmetic, and store it."""
    scores = score_cv(scored_findings(analysis), analysis.text, file_name=analysis.cv.file_name)
    analysis.scores, analysis.scores_version, analysis.overall = scores.to_dict(), scores.version, scores.overall.points
    analysis.save()


@transaction.atomic
def erase_cvs_of(candidate: Candidate) -> None:
    """The person is about to be erased: all CVs of theirs go, with their files."""
    delete_cvs(Cv.objects.filter(candidate=candidate))
