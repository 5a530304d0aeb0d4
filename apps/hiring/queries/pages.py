"""Questions that only pages ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.core.ids import uuid7
from apps.core.together import PreparedTogether, read_together
from apps.hiring.models import (
    Application,
    Assignment,
    Candidate,
    Job,
    Note,
    PossibleDouble,
    Result,
    Stage,
    StageChange,
)
from apps.hiring.queries.candidates import each_source, each_tag, open_doubles

MOST_JOBS = 200
MOST_EVENTS = 100


def departments_in_use() -> list[str]:
    """Every department that a job is of."""
    return list(
        Job.objects.exclude(department="").order_by("department").values_list("department", flat=True).distinct()
    )


def jobs_to_choose(*, but_closed: bool = False, but_blind: bool = False) -> list[tuple[str, str]]:
    """Jobs by their titles, the newest ones where there are very many."""
    return _by_title(_newest_jobs(but_closed=but_closed, but_blind=but_blind))


def _newest_jobs(*, but_closed: bool = False, but_blind: bool = False) -> "QuerySet[Job, Any]":
    rows = Job.objects.exclude(status=Job.Status.CLOSED) if but_closed else Job.objects.all()
    rows = rows.filter(is_blind=False) if but_blind else rows
    return rows.order_by("-created_at", "-pk").values_list("pk", "title")[:MOST_JOBS]


def _by_title(jobs: Iterable[tuple[UUID, str]]) -> list[tuple[str, str]]:
    return sorted(((str(pk), title) for pk, title in jobs), key=lambda pair: pair[1].casefold())


def _notes_of(candidate: Candidate) -> "QuerySet[Note]":
    return Note.objects.filter(candidate=candidate).select_related("author", "application__job")


def _assignments_of(candidate: Candidate) -> "QuerySet[Assignment]":
    return Assignment.objects.filter(candidate=candidate).select_related("application__job")


@dataclass(frozen=True, slots=True)
class RecordRows:
    """What the record of a person shows of hiring itself."""

    # The newest first.
    applications: list[Application]
    notes: list[Note]
    # What modules know of the person now.
    results: list[Result]
    assignments: list[Assignment]
    doubles: list[PossibleDouble]
    tags: list[str]
    open_jobs: list[tuple[str, str]]


def record_rows(candidate: Candidate) -> RecordRows:
    """All of it in one statement."""
    applied, notes, known, assignments, doubles, tags, jobs = _record_rows().run(candidate.pk)
    return RecordRows(applied, notes, known, assignments, doubles, sorted(tags, key=str.casefold), _by_title(jobs))


@cache
def _record_rows() -> PreparedTogether:
    def build(pk: UUID) -> "tuple[QuerySet[Any], ...]":
        candidate = Candidate(pk=pk)
        applications = Application.objects.filter(candidate=candidate).select_related("job", "stage")
        results = Result.objects.current().filter(candidate=candidate).select_related("application__job")
        return (
            applications.order_by("-applied_at", "-pk"),
            _notes_of(candidate),
            results.order_by("module", "kind", "-created_at"),
            _assignments_of(candidate),
            open_doubles(candidate),
            each_tag(),
            _newest_jobs(but_closed=True),
        )

    return PreparedTogether(build, uuid7())


@dataclass(frozen=True, slots=True)
class ListChoices:
    """What the list of candidates can be narrowed to, and what can be done from it."""

    tags: list[str]
    sources: list[str]
    named_jobs: list[tuple[str, str]]
    open_jobs: list[tuple[str, str]]
    # None before somebody asked for the pipeline, which makes the usual ones.
    stages: list[Stage]
    # How many pairs may be one person twice.
    doubles: int


def list_choices() -> ListChoices:
    """All of it in one statement."""
    tags, sources, named, still_open, stages, ((doubles,),) = _list_choices().run()
    by_name = sorted(tags, key=str.casefold)
    return ListChoices(by_name, sources, _by_title(named), _by_title(still_open), stages, doubles)


@cache
def _list_choices() -> PreparedTogether:
    number = Func(F("pk"), function="COUNT", output_field=IntegerField())
    return PreparedTogether(
        lambda: (
            each_tag(),
            each_source(),
            _newest_jobs(but_blind=True),
            _newest_jobs(but_closed=True),
            Stage.objects.all(),
            open_doubles().order_by().values_list(number),
        )
    )


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a candidate."""

    title: str
    at: datetime
    icon: str
    note: str = ""
    kind: str = "neutral"


def timeline_of(candidate: Candidate) -> list[Event]:
    """What happened to the person here, the newest first; of a blind review only that it takes place."""
    events = [Event(_("Added"), candidate.created_at, "user-round", candidate.source)]
    events += _steps(candidate)
    for note in _notes_of(candidate):
        title = _("Note by %(who)s") % {"who": note.author}
        events.append(Event(title, note.created_at, "sticky-note", note.text[:300]))
    for one in Result.objects.filter(candidate=candidate).order_by("-created_at")[:MOST_EVENTS]:
        events.append(Event(one.summary or one.kind, one.created_at, "clipboard-check"))
    for assignment in _assignments_of(candidate):
        events.append(Event(_("Asked to do something"), assignment.created_at, "send", assignment.state_title))
    return sorted(events, key=lambda event: event.at, reverse=True)[:MOST_EVENTS]


def _steps(candidate: Candidate) -> Iterable[Event]:
    rows = StageChange.objects.filter(application__candidate=candidate)
    for one in rows.select_related("application__job", "from_stage", "to_stage", "by").order_by("-at")[:MOST_EVENTS]:
        job = one.application.job
        if one.from_stage is None and one.application.applied_at == one.at:
            yield Event(_("Considered for %(job)s") % {"job": job}, one.at, "briefcase")
        elif not job.is_blind:
            stage = one.to_stage.name if one.to_stage else _("a stage that was deleted")
            who = _("by %(who)s") % {"who": one.by} if one.by else ""
            yield Event(_("%(job)s: %(stage)s") % {"job": job, "stage": stage}, one.at, "arrow-right", who)


def belongings_of(*candidates: Candidate) -> list[tuple[str, list[int]]]:
    """How much each record holds of what would come together."""
    counted: list[tuple[str, Any]] = [
        (_("Applications"), Application),
        (_("Notes"), Note),
        (pgettext("of modules", "Results"), Result),
        (_("Assignments"), Assignment),
    ]
    rows = read_together(
        *(
            model.objects.filter(candidate__in=candidates).order_by().values_list("candidate").annotate(Count("pk"))
            for _title, model in counted
        )
    )
    found = [dict(one) for one in rows]
    return [
        (title, [counts.get(one.pk, 0) for one in candidates])
        for (title, _model), counts in zip(counted, found, strict=True)
    ]


def stages_with_counts() -> list[Stage]:
    """The stages in order, each with `application_count`."""
    return list(Stage.objects.annotate(application_count=Count("applications")).order_by("position"))


def found_candidates(words: str, *, most: int = 6) -> list[Candidate]:
    """The newest candidates with each of the words in name or address."""
    rows = Candidate.objects.present().only("name", "email", "phone", "headline")
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return list(rows[:most])


def found_jobs(words: str, *, most: int = 4) -> list[Job]:
    """The newest jobs with each of the words in the title."""
    rows = Job.objects.only("title", "status")
    for word in words.split():
        rows = rows.filter(title__icontains=word)
    return list(rows[:most])
