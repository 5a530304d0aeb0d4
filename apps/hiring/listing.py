"""How the lists of hiring can be filtered, sorted and exported."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.listing import Column, Filter, Listing
from apps.core.prepared import PreparedRows
from apps.hiring.models import Application, Candidate, Job, PossibleDouble, Stage
from apps.hiring.queries import jobs_with_counts


class JobListing(Listing):
    """Jobs, the newest first."""

    name = "hiring.jobs"
    columns = (
        Column("title", _("Job"), ("title",)),
        Column("status", _("Status"), ("status",), "medium"),
        Column("department", _("Department"), ("department",), "medium", hidden_below="md"),
        Column("applications", _("Applications"), ("application_count",), "medium", at_end=True, descending_first=True),
        Column("made", _("Created"), ("created_at",), "medium", at_end=True, hidden_below="sm", descending_first=True),
    )
    filters = (Filter("status", _("Status"), Job.Status.choices, lambda value: Q(status=value)),)
    search_fields = ("title", "department", "location")
    default_sort = "-made"


@cache
def usual_jobs() -> PreparedRows[Job]:
    """All jobs, as the list shows them when nothing was chosen."""
    return PreparedRows(lambda: JobListing(jobs_with_counts(), {}).rows)


def department_filter(names: Iterable[str]) -> Filter:
    return Filter("department", _("Department"), [(name, name) for name in names], lambda value: Q(department=value))


class CandidateListing(Listing):
    """People whom the workspace knows, the newest first."""

    name = "hiring.candidates"
    columns = (
        Column("name", _("Candidate"), ("name", "email")),
        Column("applications", _("Applications"), width="wide", hidden_below="sm"),
        Column("tags", _("Tags"), width="wide", hidden_below="md"),
        Column("source", _("Source"), ("source",), "medium", hidden_below="md"),
        Column("added", _("Added"), ("created_at",), "medium", at_end=True, hidden_below="sm", descending_first=True),
    )
    search_fields = ("name", "email", "phone", "headline")
    default_sort = "-added"


@cache
def usual_candidates() -> PreparedRows[Candidate]:
    """Everybody, as the list shows them when nothing was chosen."""
    return PreparedRows(lambda: CandidateListing(Candidate.objects.present(), {}).rows)


def candidate_filters(
    *, tags: Iterable[str], sources: Iterable[str], jobs: Iterable[tuple[str, str]], stages: Iterable[Stage], job: str
) -> tuple[Filter, ...]:
    """By what the workspace has; with a job chosen, the stage is that of the application for it.

    A list of names tells nothing of a blind review.
    """

    def considered(**wanted: str) -> Q:
        return Q(Exists(Application.objects.filter(candidate_id=OuterRef("pk"), job__is_blind=False, **wanted)))

    known = list(jobs)
    of_job = {"job_id": job} if job in {pk for pk, _title in known} else {}
    return (
        Filter("job", _("Job"), known, lambda value: considered(job_id=value)),
        Filter(
            "stage",
            _("Stage"),
            [(str(one.pk), one.name) for one in stages],
            lambda value: considered(stage_id=value, **of_job),
        ),
        Filter("tag", _("Tag"), [(tag, tag) for tag in tags], lambda value: Q(tags__contains=[value])),
        Filter("source", _("Source"), [(one, one) for one in sources], lambda value: Q(source=value)),
    )


class RankingListing(Listing):
    """Who fits a job, the best first."""

    name = "hiring.ranking"
    columns = (
        Column("candidate", _("Candidate")),
        Column("score", _("Score"), ("score",), "wide", descending_first=True),
        Column(
            "skills", _("Skills"), ("skills_points",), "narrow", at_end=True, hidden_below="md", descending_first=True
        ),
        Column(
            *("experience", _("Experience"), ("experience_points",), "narrow"),
            at_end=True,
            hidden_below="md",
            descending_first=True,
        ),
        Column(
            *("education", _("Education"), ("education_points",), "narrow"),
            at_end=True,
            hidden_below="md",
            descending_first=True,
        ),
        Column("stage", _("Stage"), width="medium", hidden_below="sm"),
    )
    filters = (
        Filter(
            "considered",
            _("Considered"),
            (("yes", _("Considered")), ("no", _("Not considered"))),
            lambda value: Q(application_id__isnull=value == "no"),
        ),
    )
    search_fields: ClassVar[tuple[str, ...]] = ("candidate__name", "candidate__email", "candidate__headline")
    default_sort = "-score"


class BlindRanking(RankingListing):
    """Without a search: looking for a name would say whose row it is."""

    search_fields = ()

    def __init__(self, rows: "QuerySet[Any]", params: Mapping[str, str]) -> None:
        super().__init__(rows, params)
        self.search = ""


class DoubleListing(Listing):
    """Pairs of records that may be one person, the newest first."""

    name = "hiring.doubles"
    columns = (
        Column("first", _("First record"), ("first__name",)),
        Column("second", _("Second record"), ("second__name",)),
        Column("reason", _("Why"), ("reason",), "wide", hidden_below="md"),
        Column("found", _("Found"), ("created_at",), "medium", at_end=True, hidden_below="sm", descending_first=True),
    )
    filters = (Filter("reason", _("Why"), PossibleDouble.Reason.choices, lambda value: Q(reason=value)),)
    search_fields = ("first__name", "first__email", "second__name", "second__email")
    default_sort = "-found"
