"""Reads pasted job texts, in a process of their own: the models for it are too large for a web process."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from apps.core.problems import ProblemError
from apps.cv_analysis.parsing.postings.apart import parse_job_apart
from apps.cv_analysis.parsing.postings.model import Found, ParsedJob
from apps.cv_analysis.parsing.sniff import UnreadableError
from apps.cv_analysis.scoring.asked import wanted_from
from apps.cv_analysis.scoring.matching import Wanted
from apps.hiring.exchange import JobDraft, SkillDraft


class JobTextError(ProblemError):
    code = "job-text-unreadable"
    title = _("This text could not be read.")
    status = 422


def read_job(text: str) -> ParsedJob:
    """What a posting says; JobTextError when reading it does not come to an end."""
    try:
        return parse_job_apart(text)
    except UnreadableError as error:
        raise JobTextError(_("Try again. If it fails again, paste the part that says what is asked.")) from error


def wanted_in(text: str) -> Wanted:
    """A job description as scores compare with it."""
    return wanted_from(read_job(text), text)


def draft_of(text: str) -> JobDraft:
    """What the text says; what it does not say stays empty for a person to fill in."""
    job = read_job(text)
    education = job.education.value if job.education else None
    places = {
        "title": job.title,
        "seniority": job.seniority,
        "minimum_years": job.min_years,
        "education": job.education,
        "location": job.location,
        "workplace": job.workplace,
    }
    return JobDraft(
        title=said(job.title),
        seniority=said(job.seniority),
        minimum_years=Decimal(str(job.min_years.value)) if job.min_years else None,
        education=education.level if education and education.is_required else "",
        location=said(job.location),
        workplace=said(job.workplace),
        skills=tuple(
            SkillDraft(skill.name, skill.skill_id or "", skill.kind, skill.start, skill.end) for skill in job.skills
        ),
        read_from={name: [found.start, found.end] for name, found in places.items() if found},
    )


def said(found: Found[str] | None) -> str:
    return found.value if found else ""
