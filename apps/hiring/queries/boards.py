"""Questions about a job: its board, how far people came, how long that took, who fits best."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median
from uuid import UUID

from django.db.models import Count, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, Lead, RowNumber
from django.utils import timezone

from apps.hiring.models import Application, Job, JobQuerySet, Match, Note, Stage, StageChange

MOST_CARDS = 100


@dataclass(slots=True)
class BoardColumn:
    """A stage with the cards in it, in their order; `count` says how many there are when not all are here."""

    stage: Stage
    count: int = 0
    cards: list[Application] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.count - len(self.cards)

    @property
    def next_most(self) -> int:
        """How many cards to ask for to see the next ones, too."""
        return len(self.cards) + MOST_CARDS

    @property
    def next_count(self) -> int:
        return min(self.more, MOST_CARDS)


def _carded(rows: QuerySet[Application]) -> QuerySet[Application]:
    """With candidate, score (`match_score`) and number of notes (`note_count`), in the same statement."""
    score = Match.objects.filter(job_id=OuterRef("job_id"), candidate_id=OuterRef("candidate_id")).values("score")
    notes = Note.objects.filter(application_id=OuterRef("pk")).order_by().values("application_id")
    return rows.select_related("candidate").annotate(
        match_score=Subquery(score[:1]),
        note_count=Coalesce(Subquery(notes.values(n=Count("pk"))[:1], output_field=IntegerField()), 0),
    )


def applications_of_board(
    job: Job, *, most: int = MOST_CARDS, of_stage: Mapping[UUID, int] | None = None
) -> list[BoardColumn]:
    """Every stage with the first cards of the job in it: three statements, however many there are.

    `of_stage` says of which stages more, or fewer, than `most` are wanted.
    """
    columns = {stage.pk: BoardColumn(stage) for stage in Stage.objects.all()}
    mine = Application.objects.filter(job=job)
    for stage_id, count in mine.order_by().values_list("stage_id").annotate(Count("pk")):
        columns[stage_id].count = count
    order = ("position", "pk")
    place = Window(RowNumber(), partition_by="stage_id", order_by=order)
    # Which cards these are is asked first: what they show is read for them alone.
    wanted = of_stage or {}
    fitting = Q(place__lte=most) & ~Q(stage__in=wanted)
    for stage_id, number in wanted.items():
        fitting |= Q(stage=stage_id, place__lte=number)
    shown = mine.annotate(place=place).filter(fitting).values("pk")
    for card in _carded(Application.objects.filter(pk__in=shown)).order_by(*order):
        columns[card.stage_id].cards.append(card)
    return list(columns.values())


def applications_in(*, job_id: UUID | None = None) -> QuerySet[Application]:
    """Applications with all that a row of a list shows."""
    rows = _carded(Application.objects.select_related("job", "stage"))
    return rows.filter(job_id=job_id) if job_id else rows


def jobs_with_counts() -> JobQuerySet:
    """Jobs with `application_count`, and `new_count` of those that nobody has looked at yet."""

    def counted(condition: Q) -> Coalesce:
        rows = Application.objects.filter(condition, job_id=OuterRef("pk")).order_by().values("job_id")
        return Coalesce(Subquery(rows.values(n=Count("pk"))[:1], output_field=IntegerField()), 0)

    return Job.objects.annotate(
        application_count=counted(Q()), new_count=counted(Q(stage__kind=Stage.Kind.NEW))
    ).order_by("-created_at", "-pk")


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """How many are in the stage now, and how many ever came as far; percent of all, and of the step before."""

    stage: Stage
    now: int
    reached: int
    percent_of_all: int
    percent_of_previous: int


def _percent(part: int, whole: int) -> int:
    return round(part * 100 / whole) if whole else 0


def funnel(job: Job) -> list[FunnelStep]:
    """How far the job's applications came: who is, or was, in a later stage has come through the earlier ones.

    The stages of the rejected are no step on the way; they tell only how many are in them now.
    """
    stages = list(Stage.objects.all())
    on_the_way = ~Q(changes__to_stage__kind=Stage.Kind.REJECTED)
    furthest = Coalesce(Max("changes__to_stage__position", filter=on_the_way), 0)
    rows = list(Application.objects.filter(job=job).annotate(furthest=furthest).values_list("stage_id", "furthest"))
    now, came = Counter(stage for stage, _far in rows), Counter(far for _stage, far in rows)
    steps: list[FunnelStep] = []
    before = len(rows)
    for stage in stages:
        if stage.kind == Stage.Kind.REJECTED:
            steps.append(FunnelStep(stage, now[stage.pk], now[stage.pk], _percent(now[stage.pk], len(rows)), 0))
            continue
        reached = sum(count for far, count in came.items() if far >= stage.position)
        steps.append(FunnelStep(stage, now[stage.pk], reached, _percent(reached, len(rows)), _percent(reached, before)))
        before = reached
    return steps


@dataclass(frozen=True, slots=True)
class StageTime:
    """How long applications stay in a stage: the median of those who left it, and of those who still wait there."""

    stage: Stage
    left: int
    median_left: timedelta | None
    waiting: int
    median_waiting: timedelta | None


def _median(lengths: Iterable[timedelta]) -> timedelta | None:
    seconds = [length.total_seconds() for length in lengths]
    return timedelta(seconds=round(median(seconds))) if seconds else None


def time_in_stage(job: Job) -> list[StageTime]:
    """For every stage that is not final; two statements."""
    until = Window(Lead("at"), partition_by="application_id", order_by=("at", "pk"))
    rows = StageChange.objects.filter(application__job=job).annotate(until=until)
    now = timezone.now()
    left: dict[UUID | None, list[timedelta]] = defaultdict(list)
    waiting: dict[UUID | None, list[timedelta]] = defaultdict(list)
    for stage_id, at, end in rows.values_list("to_stage_id", "at", "until"):
        (waiting if end is None else left)[stage_id].append((end or now) - at)
    return [
        StageTime(
            stage,
            len(left[stage.pk]),
            _median(left[stage.pk]),
            len(waiting[stage.pk]),
            _median(waiting[stage.pk]),
        )
        for stage in Stage.objects.exclude(kind__in=Stage.FINAL)
    ]


def ranked(job: Job) -> "QuerySet[Match]":
    """Who fits the job, the best first, each with the stage of their application if there is one."""
    mine = Application.objects.filter(job_id=OuterRef("job_id"), candidate_id=OuterRef("candidate_id"))
    return (
        Match.objects.filter(job=job, candidate__merged_into__isnull=True)
        .select_related("candidate")
        .annotate(application_id=Subquery(mine.values("pk")[:1]), stage_name=Subquery(mine.values("stage__name")[:1]))
        .order_by(F("score").desc(), "pk")
    )
