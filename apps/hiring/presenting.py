"""Jobs, matches and applications as their pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.core.formats import number, percent, price
from apps.core.hiring_contract import MatchAction
from apps.core.modules import Hit, ModuleConfig, all_modules
from apps.hiring.marked_text import MarkedText
from apps.hiring.models import Education, Job, JobSkill, Match
from apps.hiring.queries.pages import found_candidates, found_jobs
from apps.marketplace.access import accesses

HUNDREDTHS = 100
SKILL, YEARS, RELEVANT, EDUCATION = "skill", "years", "relevant_years", "education"
# By rank, as the explanation of a match counts them; nothing comes before the first.
DEGREES = (None, *Education)


@dataclass(frozen=True, slots=True)
class Action:
    """A button of a job's page that a module brings."""

    title: str
    url: str
    icon: str


def open_configs(membership: Membership, request: HttpRequest | None = None) -> list[ModuleConfig]:
    """The modules that the member can work with; the frame around the answer to the request asks no second time."""
    found = accesses(membership)
    if request is not None:
        request.open_ones = found  # type: ignore[attr-defined]  # read by the frame's context
    return [config for config in all_modules() if found[config.label].is_open]


def actions_of(membership: Membership, job: Job, configs: Sequence[ModuleConfig] | None = None) -> list[Action]:
    return [
        Action(str(one.title), reverse(one.url_name, kwargs={"job_id": job.pk}), one.icon)
        for config in (open_configs(membership) if configs is None else configs)
        for one in config.job_actions
        if not one.right or membership.has_right(one.right)
    ]


def match_actions_of(membership: Membership, job: Job, configs: Sequence[ModuleConfig]) -> list[MatchAction]:
    """What modules offer beside each of the ranked; nothing in a blind review, as it would say who that is."""
    if job.is_blind:
        return []
    offered = (one for config in configs for one in config.match_actions)
    return [one for one in offered if not one.right or membership.has_right(one.right)]


def requirements_of(job: Job, marked: MarkedText) -> list[tuple[str, str, str]]:
    """What the job says of itself, by name, and the way to where its text says so; what it does not say is left out."""
    years = number(job.minimum_years, 1) if job.minimum_years is not None else ""
    degree = _("%(degree)s or more") % {"degree": job.get_education_display()} if job.education else ""
    lines = [
        ("", _("Department"), job.department),
        ("location", _("Location"), job.location),
        ("workplace", _("Workplace"), job.get_workplace_display()),
        ("seniority", _("Seniority"), job.get_seniority_display()),
        ("minimum_years", _("Experience"), _("%(years)s years or more") % {"years": years} if years else ""),
        ("education", _("Education"), degree),
        ("", _("Salary"), salary_of(job)),
        ("", _("Weights"), " · ".join(f"{title} {percent(weight)}" for title, weight in weights_of(job))),
    ]
    places = {name: marked.anchor(*job.read_from.get(name, (None, None))) for name, _title, _value in lines}
    return [(title, value, places[name]) for name, title, value in lines if value]


def weights_of(job: Job) -> list[tuple[str, int]]:
    titles = (_("Skills"), _("Experience"), _("Education"))
    return list(zip(titles, job.weights, strict=True))


def salary_of(job: Job) -> str:
    known = [price(amount, job.currency or "EUR") for amount in (job.salary_min, job.salary_max) if amount is not None]
    if not known:
        return ""
    if len(known) == 1:
        known = [_("from %(amount)s") if job.salary_max is None else _("up to %(amount)s")]
        known = [known[0] % {"amount": price(job.salary_min or job.salary_max or Decimal(0), job.currency or "EUR")}]
    return f"{' – '.join(known)} {job.get_salary_period_display()}".strip()  # noqa: RUF001 -- a range


@dataclass(frozen=True, slots=True)
class FunnelLine:
    """A stage of the funnel, ready to be shown."""

    title: str
    now: int
    reached: int
    share: int
    note: str


def funnel_lines(steps: Sequence[Any]) -> list[FunnelLine]:
    """How many came as far as each stage, and how many of those in the stage before."""
    lines = []
    for place, step in enumerate(steps):
        is_side = step.stage.kind == "rejected"
        note = (
            ""
            if is_side or not place
            else _("%(share)s of the stage before") % {"share": percent(step.percent_of_previous)}
        )
        lines.append(FunnelLine(step.stage.name, step.now, step.reached, step.percent_of_all, note))
    return lines


@dataclass(frozen=True, slots=True)
class Point:
    """One question of a match: what it gave of what it could give, and why."""

    title: str
    note: str
    points: Decimal
    out_of: Decimal
    state: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Skills, experience or education: its points, and the questions that they are made of."""

    title: str
    points: Decimal
    out_of: Decimal
    lines: tuple[Point, ...] = ()


class MatchView:
    """A stored match as a page shows it: the parts add up to the score, the lines to the parts."""

    def __init__(self, match: Match, job: Job) -> None:
        self.match, self.job = match, job
        self._lines = [(one.get("kind", ""), _point(one)) for one in match.explanation.get("parts", ())]

    @property
    def score(self) -> str:
        return number(self.match.score, 0)

    @property
    def parts(self) -> tuple[Part, ...]:
        match, weights = self.match, self.job.weights
        return (
            self._part(_("Skills"), match.skills_points, weights[0], {SKILL}),
            self._part(_("Experience"), match.experience_points, weights[1], {YEARS, RELEVANT}),
            self._part(_("Education"), match.education_points, weights[2], {EDUCATION}),
        )

    def _part(self, title: str, points: Decimal, weight: int, kinds: set[str]) -> Part:
        """What a job does not ask for gives its weight to the others; the explanation says how much each can give."""
        lines = tuple(line for kind, line in self._lines if kind in kinds)
        out_of = sum((line.out_of for line in lines), Decimal(0)) if self._lines else Decimal(weight)
        return Part(title, points, out_of, lines)

    @property
    def missing(self) -> list[str]:
        return [line.title for kind, line in self._lines if kind == SKILL and line.state == "missing"]

    @property
    def found(self) -> list[str]:
        return [line.title for kind, line in self._lines if kind == SKILL and line.state == "found"]


def _points(value: Any) -> Decimal:
    """Explanations count in hundredths."""
    return Decimal(int(value or 0)) / HUNDREDTHS


def _point(part: Mapping[str, Any]) -> Point:
    title, note, state = {SKILL: _skill, YEARS: _years, RELEVANT: _relevant, EDUCATION: _degree}.get(
        part.get("kind", ""), _unknown
    )(part)
    return Point(title, note, _points(part.get("points")), _points(part.get("out_of")), state)


def _skill(part: Mapping[str, Any]) -> tuple[str, str, str]:
    name = str(part.get("skill", ""))
    if part.get("relation", "missing") == "missing":
        return name, _("required, not found") if part.get("required") else _("preferred, not found"), "missing"
    sure = percent(part.get("confidence") or 0)
    if part["relation"] == "same":
        return name, _("found, %(sure)s sure") % {"sure": sure}, "found"
    values = {"own": part.get("own", ""), "near": percent(part.get("closeness") or 0), "sure": sure}
    return name, _("has %(own)s instead, %(near)s close, %(sure)s sure") % values, "near"


def _in_years(part: Mapping[str, Any]) -> dict[str, str]:
    years = {"years": part.get("months"), "asked": part.get("asked_months")}
    return {name: number(Decimal(int(months or 0)) / 12, 1) for name, months in years.items()}


def _years(part: Mapping[str, Any]) -> tuple[str, str, str]:
    if part.get("is_usual"):
        return _("Years of work"), _("%(years)s; %(asked)s are usual for this seniority") % _in_years(part), ""
    return _("Years of work"), _("%(years)s of %(asked)s asked for") % _in_years(part), ""


def _relevant(part: Mapping[str, Any]) -> tuple[str, str, str]:
    return _("Years with these skills"), _("%(years)s of %(asked)s asked for") % _in_years(part), ""


def _degree(part: Mapping[str, Any]) -> tuple[str, str, str]:
    asked, own = (degree_of(part.get(name)) for name in ("asked_rank", "rank"))
    return _("Highest degree"), _("%(own)s; asked for is %(asked)s") % {"own": own, "asked": asked}, ""


def _unknown(part: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(part.get("title") or part.get("kind", "")), "", ""


def degree_of(rank: Any) -> str:
    degree = DEGREES[int(rank or 0)] if 0 <= int(rank or 0) < len(DEGREES) else None
    return str(degree.label) if degree else _("none")


def skills_by_kind(skills: Iterable[JobSkill], marked: MarkedText) -> list[tuple[str, list[tuple[JobSkill, str]]]]:
    """Required and preferred skills, each with the way to its place in the text; a kind without any is left out."""
    rows = [(one, marked.anchor(one.start, one.end)) for one in skills]
    found = [(kind.label, [row for row in rows if row[0].kind == kind]) for kind in JobSkill.Kind]
    return [(str(label), mine) for label, mine in found if mine]


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """A module's part of a candidate's record, rendered."""

    title: str
    html: str


def panels_of(
    membership: Membership, candidate: Any, request: Any, configs: Iterable[ModuleConfig]
) -> list[ShownPanel]:
    """What these modules have to show of the candidate."""
    found = []
    for config in configs:
        for one in config.candidate_panels:
            panel = import_string(one.path)(membership, candidate)
            if panel is not None:
                html = render_to_string(panel.template, dict(panel.context), request=request)
                found.append(ShownPanel(str(one.title), html))
    return found


def hits_for(words: str) -> list[Hit]:
    """What the command palette finds in hiring: people and jobs."""
    people = [
        Hit(str(one), one.headline or one.email, reverse("hiring:candidate", args=[one.pk]), "contact-round")
        for one in found_candidates(words)
    ]
    jobs = [
        Hit(one.title, one.get_status_display(), reverse("hiring:job", args=[one.pk]), "briefcase")
        for one in found_jobs(words)
    ]
    return people + jobs
