"""Deeds that bring CVs to people's records: whose a CV is, what it was sent for, what the record says because of it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.cv_analysis.models import Analysis, Cv
from apps.cv_analysis.profiles import forget_profile, keep_profile, keep_steps
from apps.cv_analysis.queries import findings_of, scored_findings
from apps.cv_analysis.scoring.careers import path_of
from apps.cv_analysis.scoring.person import person_of
from apps.hiring.exchange import Finding
from apps.hiring.models import Candidate
from apps.hiring.services import (
    JobClosedError,
    candidate_of_member,
    complete_candidate,
    consider,
    find_or_create_candidate,
    record_result,
    withdraw_results,
)

MODULE, KIND, SOURCE = "cv_analysis", "cv", "CV"
# Of the skills, so many stand in the summary.
NAMED_SKILLS = 6


def place_cv(cv: Cv, findings: Mapping[str, Any], *, by: Membership | None) -> bool:
    """Give the CV, which the caller saves, to the person it is about; says whether that person was unknown until now.

    A CV that says neither a name nor an address belongs to nobody until somebody says whose it is.
    """
    owner, contact = cv.uploaded_by, contact_of(findings)
    is_new = False
    if cv.candidate is not None:
        cv.candidate = complete_candidate(cv.candidate, **contact)
    elif owner.role == Role.CANDIDATE:
        candidate = candidate_of_member(owner.pk, name=owner.name, email=owner.email)
        cv.candidate = complete_candidate(candidate, **contact)
    elif contact["name"] or contact["email"] or contact["phone"]:
        cv.candidate, is_new = find_or_create_candidate(by=by, source=SOURCE, **contact)
    return is_new


def uploader_of(cv: Cv) -> Membership | None:
    return Membership.objects.filter(pk=cv.uploaded_by_id).first()


def send_in(cv: Cv, *, by: Membership | None) -> None:
    """Let the person be considered for the job that the CV was uploaded for."""
    if cv.job is None or cv.candidate is None:
        return
    try:
        consider(cv.job, cv.candidate, source=SOURCE, by=by)
    except JobClosedError:
        # It was closed between upload and reading: the CV is still the candidate's.
        return


def contact_of(findings: Mapping[str, Any]) -> dict[str, Any]:
    """What a candidate's record takes from a CV."""
    plain: dict[str, Any] = {
        name: (findings.get(name) or {}).get("value") or ""
        for name in ("name", "email", "phone", "location", "headline")
    }
    links = (field["value"] for field in findings.get("links") or ())
    plain["links"] = [link["url"] if isinstance(link, dict) else link for link in links]
    return plain


@transaction.atomic(savepoint=False)
def refresh_candidate(candidate: Candidate, *, newest: Analysis | None = None) -> None:
    """Let record and matches follow the newest CV of the person that could be read; without one nothing is known."""
    analysis = newest or newest_analysis(candidate)
    if analysis is None:
        forget_profile(candidate)
        return
    findings = scored_findings(analysis)
    facts = keep_profile(candidate, person_of(findings, analysis.text))
    keep_steps(facts, path_of(field["value"] for field in findings.get("experience") or ()))
    record_result(candidate, finding_of(analysis))


def newest_analysis(candidate: Candidate) -> Analysis | None:
    """Of the person's newest CV that was read."""
    mine = Analysis.objects.current().filter(cv__candidate=candidate, cv__status=Cv.Status.PARSED)
    mine = mine.select_related("cv").prefetch_related("cv__corrections")
    return mine.order_by("-cv__created_at", "-cv_id").first()


def link_of(cv: Cv) -> str:
    """Where the CV is, as a path in its workspace."""
    return f"/cv-analysis/{cv.pk}/"


def finding_of(analysis: Analysis) -> Finding:
    """What the candidate's record says of the CV."""
    scores = {name: analysis.scores[name]["points"] for name in analysis.scores if name != "version"}
    return Finding(
        MODULE,
        KIND,
        f"{analysis.algorithm} {analysis.scores_version}".strip(),
        score=analysis.overall,
        summary=summary_of(findings_of(analysis)),
        evidence={"cv": str(analysis.cv_id), "version": analysis.version, "scores": scores},
        link=link_of(analysis.cv),
    )


def summary_of(findings: Mapping[str, Any]) -> str:
    """The latest job and the surest skills, in the CV's own words, which need no translation."""
    jobs = [field["value"] for field in findings.get("experience") or ()]
    latest = max(jobs, key=lambda job: _age(job.get("end")), default=None)
    words = [str(latest[name]) for name in ("title", "company") if latest and latest.get(name)]
    skills = sorted(findings.get("skills") or (), key=lambda field: -field["confidence"])[:NAMED_SKILLS]
    if skills:
        words.append(", ".join(field["value"]["name"] for field in skills))
    return " · ".join(words)


def _age(end: str | None) -> str:
    """Sorts ends of jobs: what goes on is the latest, what is not known the oldest."""
    return "9999" if end == "present" else end or ""


@transaction.atomic
def leave_candidate(cv: Cv) -> None:
    """The CV is about to go: what the record says because of it goes too, and the next newest CV counts."""
    candidate = cv.candidate
    if candidate is None:
        return
    withdraw_results(candidate, module=MODULE, link=link_of(cv))
    Cv.objects.filter(pk=cv.pk).update(candidate=None)
    refresh_candidate(candidate)
