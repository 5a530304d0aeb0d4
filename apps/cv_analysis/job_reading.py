"""Turns a pasted job text into the structure that hiring keeps."""

from decimal import Decimal

from apps.cv_analysis.parsing.postings import parse_job
from apps.cv_analysis.parsing.postings.model import Found
from apps.hiring.exchange import JobDraft, SkillDraft


def draft_of(text: str) -> JobDraft:
    """What the text says; what it does not say stays empty for a person to fill in."""
    job = parse_job(text)
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
