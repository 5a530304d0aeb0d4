"""Scores, matches and readings of a CV as its pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.accounts.rights import has_right
from apps.core.formats import day, number
from apps.core.hiring_contract import Panel
from apps.cv_analysis.career_paths import career_of
from apps.cv_analysis.models import Analysis, Cv
from apps.cv_analysis.people import newest_analysis
from apps.cv_analysis.queries import comparison_of, findings_of, insights_for, scores_of
from apps.cv_analysis.scoring.insights import Insights
from apps.cv_analysis.scoring.parts import Part, Score
from apps.cv_analysis.scoring.quality import Scores
from apps.cv_analysis.scoring.wording import part_title, say, score_title
from apps.hiring.models import Candidate, Match
from apps.hiring.presenting import MatchView

MOST_MATCHES = 50
NAMED_SKILLS, NAMED_JOBS = 12, 3


@dataclass(frozen=True, slots=True)
class PartLine:
    """Points of a part, why, what would bring the rest, and where in the text it shows."""

    title: str
    points: int
    out_of: int
    reason: str
    cure: str
    href: str


@dataclass(frozen=True, slots=True)
class ScoreBlock:
    """A score with the parts that it is the sum of."""

    key: str
    title: str
    points: int
    parts: tuple[PartLine, ...]


def block_of(score: Score) -> ScoreBlock:
    return ScoreBlock(
        score.key, score_title(score.key), score.points, tuple(_line(score.key, one) for one in score.parts)
    )


def _line(score: str, part: Part) -> PartLine:
    """The parts of the overall score lead to the score that they are a share of."""
    href = f"#score-{part.key}" if score == "overall" else _place(part)
    return PartLine(
        part_title(part.key), part.points, part.out_of, say(part.reason), say(part.cure) if part.cure else "", href
    )


def _place(part: Part) -> str:
    if not part.places:
        return ""
    start, end = part.places[0]
    return f"?at={start}-{end}#evidence-{start}"


class ScoresPage:
    """The scores of a reading with what a person reads first."""

    def __init__(self, analysis: Analysis) -> None:
        self.scores: Scores = scores_of(analysis)
        self.overall = block_of(self.scores.overall)
        self.others = [block_of(score) for score in self.scores.all[1:]]
        self.insights: Insights = insights_for(analysis, self.scores)

    @property
    def lists(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """(title, icon, sentences), without those that say nothing."""
        named = [
            (_("Strengths"), "circle-check", self.insights.strengths),
            (_("Weaknesses"), "triangle-alert", self.insights.weaknesses),
            (_("Gaps"), "circle-alert", self.insights.gaps),
            (_("What to do"), "arrow-right", self.insights.suggestions),
        ]
        return [one for one in named if one[2]]


def matches_of(cv: Cv) -> list[MatchView]:
    """How well the person of the CV fits the jobs, the best first."""
    if cv.candidate_id is None:
        return []
    rows = Match.objects.filter(candidate=cv.candidate_id).select_related("job", "candidate")
    return [MatchView(row, row.job) for row in rows[:MOST_MATCHES]]


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that two readings do not agree on."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """All readings of a CV, and what an earlier one had otherwise than the current."""

    versions: list[Analysis]
    before: Analysis | None
    after: Analysis | None
    differences: list[Difference]
    scores: list[Difference]


def versions_of(cv: Cv, asked: str) -> VersionsPage:
    rows = list(cv.analyses.select_related("cv"))
    after = next((row for row in rows if row.is_current), None)
    before = next((row for row in rows if str(row.version) == asked and not row.is_current), None)
    if before is None and after is not None:
        before = next((row for row in rows if row.version < after.version), None)
    if before is None or after is None:
        return VersionsPage(rows, None, after, [], [])
    found = comparison_of(before, after)
    changes = [Difference(_titled(one.path, one.record), one.before, one.after) for one in found.changes]
    scores = [Difference(score_title(one.key), str(one.before), str(one.after)) for one in found.scores]
    return VersionsPage(rows, before, after, changes, scores)


def _titled(path: str, record: str) -> str:
    name, _dot, part = path.partition(".")
    title = field_title(name)
    return " · ".join(words for words in (title, record if part else "", part.replace("_", " ")) if words)


def field_title(name: str) -> str:
    """A field of an analysis in words."""
    titles = {
        "name": _("Name"),
        "email": _("E-mail address"),
        "phone": _("Phone"),
        "location": _("Place"),
        "headline": _("Headline"),
        "summary": _("Summary"),
        "years_of_experience": _("Years of experience"),
        "links": _("Links"),
        "skills": _("Skills"),
        "experience": _("Experience"),
        "education": _("Education"),
        "certifications": _("Certifications"),
        "languages": _("Languages"),
        "projects": _("Projects"),
        "publications": _("Publications"),
    }
    return titles.get(name, name)


def candidate_panel(membership: Membership, candidate: Candidate) -> Panel | None:
    """On the candidate's record: scores, last jobs and skills of the newest CV that was read."""
    if not has_right(membership, "cv_analysis.view") or membership.is_candidate:
        return None
    analysis = newest_analysis(candidate)
    others = candidate.cvs.count()
    if analysis is None:
        return None
    findings = findings_of(analysis)
    scores = scores_of(analysis)
    return Panel(
        "cv_analysis/panel.html",
        {
            "cv": analysis.cv,
            "read_on": day(analysis.created_at),
            "overall": scores.overall.points,
            "scores": [(score_title(one.key), one.points) for one in scores.all[1:]],
            "jobs": [_job_line(field["value"]) for field in (findings.get("experience") or ())[:NAMED_JOBS]],
            "skills": [field["value"]["name"] for field in _surest(findings)],
            "years": _years(findings),
            "more": others - 1,
            "career": career_of(analysis, membership),
        },
    )


def _surest(findings: Mapping[str, Any]) -> list[Any]:
    return sorted(findings.get("skills") or (), key=lambda field: -field["confidence"])[:NAMED_SKILLS]


def _job_line(value: Mapping[str, Any]) -> tuple[str, str]:
    when = " – ".join(str(part) for part in (value.get("start"), value.get("end")) if part)  # noqa: RUF001 -- a span of time
    return ", ".join(str(value[name]) for name in ("title", "company") if value.get(name)), when


def _years(findings: Mapping[str, Any]) -> str:
    known = findings.get("years_of_experience")
    return number(known["value"], 1) if known else ""
