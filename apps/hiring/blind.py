"""Blind review: what the pages of a job say of people while nobody shall know who they are."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from apps.hiring.models import Application, Candidate, Job, Match, Result
from apps.hiring.presenting import MatchView
from apps.hiring.records import shown_results


def called(candidate: Candidate, job: Job | None) -> str:
    """The name, or what a blind review calls the person: the same on every page, board and file of the job."""
    return candidate.alias if job is not None and job.is_blind else str(candidate)


def name_of(application: Application) -> str:
    return called(application.candidate, application.job)


def applications_told(applications: Iterable[Application]) -> list[tuple[Application, str]]:
    """Applications of one person with their stage; a blind review does not tell how far somebody came in it."""
    return [(one, _("Blind review") if one.job.is_blind else one.stage.name) for one in applications]


def sheet_of(application: Application) -> dict[str, Any]:
    """What a blind review shows of an applicant: how well they fit and what modules scored, in figures only.

    Summaries, files and notes on the record may name the person, so they are not among it.
    """
    job, candidate = application.job, application.candidate
    match = Match.objects.filter(job=job, candidate=candidate).first()
    results = Result.objects.current().filter(candidate=candidate, score__isnull=False)
    return {
        "application": application,
        "job": job,
        "name": name_of(application),
        "match": MatchView(match, job) if match else None,
        "results": shown_results(results.order_by("module", "kind")),
    }
