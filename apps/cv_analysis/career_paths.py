"""Questions about careers: what may come next, from what people of the workspace did and from what is usual."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from apps.accounts.models import Membership
from apps.accounts.rights import has_right
from apps.cv_analysis.models import Analysis, CareerStep
from apps.cv_analysis.queries import findings_of
from apps.cv_analysis.scoring.careers import NextTitle, Seen, Title, next_titles, path_of, title_of
from apps.cv_analysis.scoring.person import person_of
from apps.hiring.models import Job, JobSkill

MATCH = "cv_analysis.match"
MOST_SEEN, MOST_JOBS = 100, 200


@dataclass(frozen=True, slots=True)
class Step:
    """A title that may come next, with the open jobs of the workspace that are called so."""

    next: NextTitle
    jobs: tuple[Job, ...] = ()


@dataclass(frozen=True, slots=True)
class Career:
    """Where somebody stands, how they came there, and what may come next."""

    title: Title
    path: tuple[Title, ...]
    steps: tuple[Step, ...]


def career_of(analysis: Analysis, membership: Membership) -> Career | None:
    """Of the person of a CV; None where the CV tells of no job.

    What other people of the workspace did is told to those only who may see figures of them.
    """
    findings = findings_of(analysis)
    path = path_of(field["value"] for field in findings.get("experience") or ())
    if not path:
        return None
    own = {skill.key: skill.name for skill in person_of(findings, analysis.text).skills}
    return Career(path[-1], tuple(path), _steps(path[-1], own, membership))


def career_from(text: str, membership: Membership) -> Career:
    """From a title that somebody typed, as if nothing was known of their skills."""
    title = title_of(text)
    return Career(title, (title,), _steps(title, {}, membership))


def _steps(title: Title, own: Mapping[str, str], membership: Membership) -> tuple[Step, ...]:
    knows = has_right(membership, MATCH)
    jobs = _jobs() if knows else []
    asked: dict[str, list[tuple[str, str]]] = defaultdict(list)
    ahead: dict[str, list[Job]] = defaultdict(list)
    for job in jobs:
        origin = title_of(job.title).origin
        asked[origin] += [(one.name, one.skill_id) for one in job.skills.all() if one.kind == JobSkill.Kind.REQUIRED]
        if job.is_open:
            ahead[origin].append(job)
    found = next_titles(title, own, seen=seen_from(title) if knows else (), asked=asked)
    return tuple(Step(one, tuple(ahead[title_of(one.title).origin])) for one in found)


def _jobs() -> list[Job]:
    newest: Any = Job.objects.order_by("-created_at", "-pk").only("title", "status")
    return list(newest.prefetch_related("skills")[:MOST_JOBS])


def seen_from(title: Title) -> list[Seen]:
    """The titles that people came to from there, and how many; each person counts once for a title."""
    rows = CareerStep.objects.filter(origin=title.origin, facts__candidate__merged_into__isnull=True).order_by()
    counted = rows.values("title").annotate(people=Count("facts", distinct=True)).order_by("-people", "title")
    return [Seen(row["title"], row["people"]) for row in counted[:MOST_SEEN]]
