"""Figures of a workspace's CVs and jobs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Case, CharField, Count, F, Func, IntegerField, Min, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Lower
from django.utils import timezone

from apps.accounts.models import Membership
from apps.core.together import read_together
from apps.cv_analysis.models import Analysis, CandidateFacts, CandidateSkill
from apps.cv_analysis.queries import cvs_for
from apps.cv_analysis.scoring.matching import RANKS
from apps.cv_analysis.scoring.quality import WEIGHTS
from apps.hiring.models import Application, Job, JobSkill, Match, Stage, StageChange

DAYS = 30
TOP = 20
# Upper ends of the bars, in years; the last is open.
YEARS = (1, 3, 5, 10, 15)
SCORES = (20, 40, 60, 80)
# What the name of a file ends in, without the dot.
ENDING = Coalesce(
    Func(Lower("file_name"), Value(r"\.([a-z0-9]+)$"), function="substring", output_field=CharField()), Value("")
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A bar of a chart: what it counts, and how many."""

    key: str
    count: int


def _figures(rows: Any) -> list[Figure]:
    return [Figure(str(key), count) for key, count in rows]


def _by_bar(rows: Any, field: str, ends: Sequence[int]) -> Any:
    """How many rows lie below each end, by the number of the bar."""
    steps = [When(**{f"{field}__lt": end}, then=Value(place)) for place, end in enumerate(ends)]
    place = Case(*steps, default=Value(len(ends)), output_field=IntegerField())
    return rows.order_by().annotate(bar=place).values_list("bar").annotate(Count("pk"))


def _bars(rows: Any, ends: Sequence[int]) -> list[Figure]:
    """Those, named after their ends; what lies beyond the last is the last bar."""
    counts = dict(rows)
    names = [f"{start}-{end}" for start, end in zip((0, *ends), ends, strict=False)] + [f"{ends[-1]}+"]
    return [Figure(name, counts.get(place, 0)) for place, name in enumerate(names)]


def cv_statistics(membership: Membership, *, days: int = DAYS) -> dict[str, Any]:
    """Of the CVs that the member may see, and of the people whom they are about; two statements."""
    cvs = cvs_for(membership).order_by()
    read = Analysis.objects.current().filter(cv__in=cvs, overall__isnull=False)
    people = CandidateFacts.objects.filter(candidate__merged_into__isnull=True)
    first = timezone.localdate() - timedelta(days=days - 1)
    statuses, formats, added, score_bars, years, education, skills = read_together(
        cvs.values_list("status").annotate(n=Count("pk")).order_by("-n", "status"),
        cvs.annotate(end=ENDING).values_list("end").annotate(n=Count("pk")).order_by("-n", "end"),
        cvs.filter(created_at__date__gte=first).values_list("created_at__date").annotate(Count("pk")),
        _by_bar(read, "overall", SCORES),
        _by_bar(people.annotate(years=F("months") / 12), "years", YEARS),
        people.order_by().values_list("education_rank").annotate(Count("pk")),
        CandidateSkill.objects.filter(facts__in=people)
        .values_list("skill_key")
        .annotate(n=Count("pk"), name=Min("name"))
        .order_by("-n", "skill_key")
        .values_list("name", "n")[:TOP],
    )
    return {
        "count": sum(count for _status, count in statuses),
        "statuses": _figures(statuses),
        "formats": _figures(formats),
        "per_day": _per_day(dict(added), first, days),
        "scores": _average_scores(read),
        "score_bars": _bars(score_bars, SCORES),
        "years": _bars(years, YEARS),
        "education": _education(dict(education)),
        "skills": _figures(skills),
    }


def _per_day(counts: Mapping[date, int], first: date, days: int) -> list[Figure]:
    every = [first + timedelta(days=number) for number in range(days)]
    return [Figure(day.isoformat(), counts.get(day, 0)) for day in every]


def _average_scores(read: Any) -> dict[str, float | None]:
    parts = {f"of_{name}": Avg(Cast(KT(f"scores__{name}__points"), IntegerField())) for name in WEIGHTS}
    found = read.order_by().aggregate(of_overall=Avg("overall"), **parts)
    return {name.removeprefix("of_"): None if value is None else round(value, 1) for name, value in found.items()}


def _education(counts: Mapping[int, int]) -> list[Figure]:
    return [Figure(level, counts.get(rank, 0)) for level, rank in RANKS.items()]


def job_statistics() -> dict[str, Any]:
    """Of the jobs, who applied for them, and how long it took until somebody was hired; two statements."""
    found = Match.objects.filter(job__status=Job.Status.OPEN).aggregate(average=Avg("score"))
    average: Decimal | None = found["average"]
    statuses, stages, filled, seniorities, skills = read_together(
        Job.objects.order_by().values_list("status").annotate(n=Count("pk")).order_by("-n"),
        Application.objects.order_by()
        .values_list("stage__name", "stage__kind")
        .annotate(n=Count("pk"), place=Min("stage__position"))
        .order_by("place"),
        _filled(),
        Job.objects.exclude(seniority="").order_by().values_list("seniority").annotate(n=Count("pk")).order_by("-n"),
        JobSkill.objects.annotate(word=Lower("name"))
        .order_by()
        .values_list("word")
        .annotate(n=Count("job", distinct=True), shown=Min("name"))
        .order_by("-n", "word")
        .values_list("shown", "n")[:TOP],
    )
    by_name: Counter[str] = Counter()
    for name, _kind, count, _place in stages:
        by_name[name] += count
    days = [round(max(0.0, (at - opened).total_seconds() / 86_400), 1) for opened, at in filled]
    return {
        "count": sum(count for _status, count in statuses),
        "statuses": _figures(statuses),
        "applications": sum(count for _name, _kind, count, _place in stages),
        "stages": _figures(by_name.items()),
        "hired": sum(count for _name, kind, count, _place in stages if kind == Stage.Kind.HIRED),
        "median_days_to_fill": _median(days),
        "days_to_fill": days[-TOP:],
        "average_match": None if average is None else round(float(average), 1),
        "seniorities": _figures(seniorities),
        "skills": _figures(skills),
    }


def _filled() -> Any:
    """When each job was opened and its first candidate hired, the latest hire last."""
    first = StageChange.objects.filter(to_stage__kind=Stage.Kind.HIRED, application__job__opened_at__isnull=False)
    return (
        first.order_by()
        .values("application__job")
        .annotate(at=Min("at"), opened=Min("application__job__opened_at"))
        .order_by("at")
        .values_list("opened", "at")
    )


def _median(values: list[float]) -> float | None:
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else round((ordered[middle - 1] + ordered[middle]) / 2, 1)
