"""Reads a job posting: what it asks for, and where it says so. Pure Python: no database, no Django.

job = parse_job(text)
job.min_years        # Found(value, start, end), or None
"""

from dataclasses import replace

from .education import asked_education
from .model import (
    ALGORITHM,
    KINDS,
    SENIORITIES,
    WORKPLACES,
    AskedEducation,
    AskedSkill,
    Found,
    ParsedJob,
    Salary,
    TextSpan,
)
from .parts import passages_of
from .pay import salary_in
from .places import location_of, workplace_of
from .signs import readable
from .skills import asked_skills
from .spans import spans_of
from .titles import in_small_letters, job_title, seniority_of
from .years import min_years

__all__ = [
    "ALGORITHM",
    "KINDS",
    "SENIORITIES",
    "WORKPLACES",
    "AskedEducation",
    "AskedSkill",
    "Found",
    "ParsedJob",
    "Salary",
    "TextSpan",
    "parse_job",
    "warm_up",
]


def parse_job(text: str) -> ParsedJob:
    """Whatever the text is, the answer is a posting; what it does not say is None or empty."""
    written, text = text, readable(text)
    passages = passages_of(text)
    spans = spans_of(passages)
    title = job_title(text, passages)
    return ParsedJob(
        title=title and replace(title, value=in_small_letters(written[title.start : title.end])),
        seniority=seniority_of(text, title, passages),
        min_years=min_years(text, passages),
        education=asked_education(text, passages),
        location=location_of(text, passages, title),
        workplace=workplace_of(text, passages),
        salary=salary_in(text),
        skills=asked_skills(text, spans, passages),
        spans=tuple(item.span for item in spans),
    )


def warm_up() -> None:
    """Load word lists and models now instead of with the first posting."""
    parse_job("Welder\nRequirements: three years of welding and Python.\n")
