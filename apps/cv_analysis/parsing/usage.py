"""For how long and until when each skill was used, by the jobs whose text mentions it."""

import re
from dataclasses import replace
from datetime import date

from .dates import month_number
from .document import Document
from .jobs import bodies_of, first_of
from .model import Experience, Field, Skill
from .sections import Section

LEVEL_WORDS = {
    "beginner": "beginner", "basic": "beginner", "basics": "beginner", "novice": "beginner", "elementary": "beginner",
    "intermediate": "intermediate", "working": "intermediate", "familiar": "beginner", "good": "intermediate",
    "competent": "intermediate", "advanced": "advanced", "proficient": "advanced", "strong": "advanced",
    "fluent": "advanced", "expert": "expert", "master": "expert", "mastery": "expert",
}  # fmt: skip
BESIDE = re.compile(r"^\s*[(:\u2013-]\s*(?P<word>[A-Za-z]+)")
YEARS_BESIDE = re.compile(r"^\s*[(:\u2013-]\s*(?P<years>\d{1,2})\+?\s*(?:years?|yrs?)", re.I)


def with_usage(
    document: Document,
    sections: list[Section],
    skills: tuple[Field[Skill], ...],
    jobs: tuple[Field[Experience], ...],
    as_of: date,
) -> tuple[Field[Skill], ...]:
    """The same skills with months, last use and the level that is claimed beside them."""
    stretches = [
        (first_of(job), end, job.value) for job, (_, end) in zip(jobs, bodies_of(document, sections, jobs), strict=True)
    ]
    return tuple(replace(skill, value=used(document, skill, stretches, as_of)) for skill in skills)


def used(document: Document, skill: Field[Skill], stretches: list[tuple[int, int, Experience]], as_of: date) -> Skill:
    jobs = [
        job
        for start, end, job in stretches
        if job.start and job.end and any(start <= span.start < end for span in skill.evidence)
    ]
    level = months = None
    for span in skill.evidence:
        behind = document.text[span.end : span.end + 30]
        if match := BESIDE.match(behind):
            level = level or LEVEL_WORDS.get(match["word"].lower())
        if match := YEARS_BESIDE.match(behind):
            months = max(months or 0, int(match["years"]) * 12)
    if jobs:
        months = max(months or 0, months_together(jobs, as_of))
    last = max((job.end for job in jobs if job.end), key=lambda point: month_number(point, as_of), default=None)
    return replace(skill.value, level=level, months=months, last_used=last)


def months_together(jobs: list[Experience], as_of: date) -> int:
    """Months of all jobs, each month once however many jobs share it."""
    now = month_number("present", as_of)
    covered: set[int] = set()
    for job in jobs:
        if job.start and job.end:
            covered.update(range(month_number(job.start, as_of), min(month_number(job.end, as_of), now) + 1))
    return len(covered)
