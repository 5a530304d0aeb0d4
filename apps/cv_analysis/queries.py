"""Questions about CVs; every one starts from the member who asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from apps.accounts.alike import read_for
from apps.accounts.models import Membership
from apps.core.models import QueuedTask
from apps.core.prepared import PreparedList, PreparedRows
from apps.cv_analysis.models import WAITING, Analysis, Cv, CvQuerySet, Resume, ResumeQuerySet, ShareLink
from apps.cv_analysis.scoring.corrections import Corrected, Correction, corrected
from apps.cv_analysis.scoring.insights import Insights, insights_of
from apps.cv_analysis.scoring.quality import Scores, score_cv
from apps.cv_analysis.scoring.versions import Comparison, compare
from apps.hiring.models import Job

# What the start page shows.
DAYS, MOST_RECENT = 14, 5


def cvs_for(membership: Membership) -> CvQuerySet:
    """The CVs that the member may see: a candidate's own, everybody's for the company's people."""
    if membership.is_candidate:
        return Cv.objects.filter(uploaded_by_id=membership.pk)
    return Cv.objects.all()


@cache
def _rows(*, of_one_member: bool) -> PreparedRows[Cv]:
    def build(*member: UUID) -> CvQuerySet:
        rows = Cv.objects.filter(uploaded_by_id=member[0]) if of_one_member else Cv.objects.all()
        return rows.defer("file", "pages")

    return PreparedRows(build, ids=1 if of_one_member else 0)


def cv_list_for(membership: Membership) -> PreparedList[Cv]:
    """What `cvs_for` gives, newest first and without the names of the stored files, at the price of a plain read."""
    if membership.is_candidate:
        return _rows(of_one_member=True).of(membership.pk)
    return _rows(of_one_member=False).of()


def laid_over(analysis: Analysis) -> Corrected:
    """What a reading found with people's corrections laid over it, and what became of each correction."""
    return corrected(_found(analysis), analysis.text, corrections_of(analysis.cv))


def _found(analysis: Analysis) -> dict[str, Any]:
    """As they were stored, with what a language model filled in."""
    return {**_read(analysis), **analysis.assistance.get("filled", {})}


def _read(analysis: Analysis) -> dict[str, Any]:
    """What the reader itself found, with the day that it goes by."""
    return {"as_of": str(analysis.as_of), **analysis.findings}


def corrections_of(cv: Cv) -> list[Correction]:
    """What people corrected, the oldest first."""
    return [
        Correction(row.path, row.action, row.value, row.target, row.by, row.created_at.isoformat())
        for row in cv.corrections.all()
    ]


def findings_of(analysis: Analysis) -> dict[str, Any]:
    """What counts: the findings as people corrected them."""
    return laid_over(analysis).findings if analysis.cv.corrections.all() else _found(analysis)


def scored_findings(analysis: Analysis) -> dict[str, Any]:
    """What scores and matches look at: no language model has a say in them."""
    if not analysis.cv.corrections.all():
        return _read(analysis)
    return corrected(_read(analysis), analysis.text, corrections_of(analysis.cv)).findings


def insights_for(analysis: Analysis, scores: Scores) -> Insights:
    """In a language model's words where it put the sentence into better ones of the reader's language."""
    insights = insights_of(scored_findings(analysis), analysis.text, scores)
    prose = analysis.assistance.get("prose")
    return insights.in_words(prose, analysis.assistance["prose_engine"]) if prose else insights


def scores_of(analysis: Analysis) -> Scores:
    """As they are stored; those of a reading from before there were scores are computed."""
    if analysis.scores:
        return Scores.from_dict(analysis.scores)
    return score_cv(scored_findings(analysis), analysis.text, file_name=analysis.cv.file_name)


def comparison_of(before: Analysis, after: Analysis) -> Comparison:
    """What differs between two readings of a CV, each as people corrected it."""
    return compare(findings_of(before), findings_of(after), scores_of(before), scores_of(after))


def cvs_of_job(membership: Membership, job: Job) -> CvQuerySet:
    """The CVs that were uploaded for the job, as far as the member may see them."""
    return cvs_for(membership).filter(job=job)


def failed_of_job(membership: Membership, job: Job) -> list[Cv]:
    """Those whose reading did not come to an end."""
    found = with_progress(cvs_of_job(membership, job).waiting())
    return [cv for cv in found if cv.status_now == Cv.Status.FAILED]


@dataclass(frozen=True, slots=True)
class UploadSummary:
    """How far the CVs of a job are."""

    count: int
    read: int
    waiting: int
    failed: int
    unread: int

    @property
    def percent(self) -> int:
        return (self.count - self.waiting) * 100 // self.count if self.count else 100


def upload_summary(membership: Membership, job: Job) -> UploadSummary:
    """Two statements, however many CVs there are."""
    counts = dict(cvs_of_job(membership, job).order_by().values_list("status").annotate(Count("pk")))
    busy = sum(counts.get(status, 0) for status in WAITING)
    failed = len(failed_of_job(membership, job)) if busy else 0
    total, read = sum(counts.values()), counts.get(Cv.Status.PARSED, 0)
    return UploadSummary(total, read, busy - failed, failed, total - read - busy)


def cvs_uploaded_by(member_id: UUID) -> CvQuerySet:
    """What the member ever uploaded and is still there."""
    return Cv.objects.filter(uploaded_by_id=member_id)


def tasks_of(cvs: Iterable[Cv]) -> dict[UUID, QueuedTask]:
    """The background tasks of those CVs that wait for an answer, by id; no statement when none does."""
    wanted = {cv.task_id for cv in cvs if cv.is_waiting and cv.task_id}
    if not wanted:
        return {}
    return {row.pk: row for row in QueuedTask.objects.filter(pk__in=wanted).defer("kwargs", "problem_trace")}


def with_progress(cvs: Iterable[Cv]) -> list[Cv]:
    """The CVs, each told how far its task has come."""
    found = list(cvs)
    tasks = tasks_of(found)
    for cv in found:
        cv.task = tasks.get(cv.task_id) if cv.task_id else None
    return found


def unread_of(membership: Membership, *, days: int = 7, most: int = 10) -> list[Cv]:
    """What the member uploaded lately and nobody could read, the newest first."""
    since = timezone.now() - timedelta(days=days)
    mine = Cv.objects.filter(uploaded_by_id=membership.pk, updated_at__gte=since)
    return list(mine.exclude(status__in=[*WAITING, Cv.Status.PARSED]).order_by("-updated_at")[:most])


def lately(membership: Membership) -> tuple[list[int], list[Cv]]:
    """How many CVs that the member may see were added on each of the last days, today last; and the newest of all."""
    first = timezone.localdate() - timedelta(days=DAYS - 1)
    found, newest = read_for(membership, _lately, first)
    counts = dict(found)
    return [counts.get(first + timedelta(days=number), 0) for number in range(DAYS)], with_progress(newest)


def _lately(membership: Membership, first: date) -> "tuple[QuerySet[Any], ...]":
    rows = cvs_for(membership)
    added = rows.filter(created_at__date__gte=first).order_by().values_list("created_at__date").annotate(Count("pk"))
    return added, rows.order_by("-created_at", "-pk")[:MOST_RECENT]


def found_cvs(membership: Membership, words: str, *, most: int = 8) -> list[Cv]:
    """The newest CVs that the member may see with each of the words in the candidate's or the file's name."""
    found = cvs_for(membership).only("candidate_name", "file_name", "created_at")
    for word in words.split():
        found = found.filter(Q(candidate_name__icontains=word) | Q(file_name__icontains=word))
    return list(found[:most])


def resumes_for(membership: Membership) -> ResumeQuerySet:
    """The CVs that the member writes in the builder; nobody else sees them."""
    return Resume.objects.of(membership.pk)


def with_open_links(resumes: Iterable[Resume]) -> list[Resume]:
    """The CVs, each told how many open links lead to it."""
    found = list(resumes)
    is_open = {"revoked_at": None, "expires_at__gt": timezone.now(), "resume__in": found}
    counts = dict(ShareLink.objects.filter(**is_open).order_by().values_list("resume").annotate(Count("pk")))
    for resume in found:
        resume.open_links = counts.get(resume.pk, 0)
    return found
