"""What a CV says of somebody's own work, for modules that ask about it."""

from collections.abc import Iterable, Mapping
from typing import Any

from apps.accounts.models import Membership
from apps.core.hiring_contract import PieceOfWork
from apps.cv_analysis.models import Analysis
from apps.cv_analysis.queries import findings_of
from apps.hiring.models import Candidate

MOST_JOBS, MOST_TECHNOLOGIES = 3, 3
TECHNOLOGY = "technology"
SURE_ENOUGH = 0.5


def work_of(membership: Membership, candidate: Candidate | None = None) -> list[PieceOfWork]:
    """Jobs of the newest CV, the first one first, with the technologies that its text names.

    Of the candidate, or of the member where that is one; members of a company upload the CVs of others.
    """
    rows = Analysis.objects.current().select_related("cv").order_by("-created_at")
    if candidate is not None:
        rows = rows.filter(cv__candidate=candidate)
    elif membership.is_candidate:
        rows = rows.filter(cv__uploaded_by_id=membership.pk)
    else:
        return []
    analysis = rows.first()
    return _works(findings_of(analysis)) if analysis else []


def _works(findings: Mapping[str, Any]) -> list[PieceOfWork]:
    jobs = [
        one for one in findings.get("experience", ()) if one["confidence"] >= SURE_ENOUGH and one["value"]["company"]
    ]
    projects = [one["value"]["name"] for one in findings.get("projects", ()) if one["confidence"] >= SURE_ENOUGH]
    skills = findings.get("skills", ())
    works = [PieceOfWork(one["value"]["company"], "", _technologies(one, skills)) for one in jobs[:MOST_JOBS]]
    # What a project was for is not said: it stands without an employer.
    return works + [PieceOfWork("", name, ()) for name in projects[:1]]


def _technologies(job: Mapping[str, Any], skills: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Names of the technologies whose words stand within the job."""
    spans = job["evidence"]
    if not spans:
        return ()
    start, end = min(one["start"] for one in spans), max(one["end"] for one in spans)
    end = max(end, start + len(job["value"].get("text") or ""))
    found = [
        skill["value"]["name"]
        for skill in skills
        if skill["value"]["category"] == TECHNOLOGY
        and any(start <= place["start"] < end for place in skill["evidence"])
    ]
    return tuple(dict.fromkeys(found))[:MOST_TECHNOLOGIES]
