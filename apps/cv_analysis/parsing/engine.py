"""From pages of text to a parsed CV, or to the reason why there is none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from . import jobs, schooling
from .combine import combined
from .contact import find_email, find_links, find_name, find_phone
from .dates import years_covered
from .document import Document
from .education import find_education
from .entities import entities_in, installed_pipeline
from .extract.result import Extraction
from .hidden import hidden_in
from .judge import LIKELY, probability_of
from .language import UNREAD_ABROAD, language_of, unread_in
from .limits import MIN_TEXT_CHARACTERS
from .lists import find_certifications, find_languages
from .mentions import claimed_years
from .model import Experience, Field, ParsedCv, ParseOutcome
from .profile import find_headline, find_location, find_summary
from .records import find_experience
from .sections import as_fields, split_sections
from .skills import find_skills
from .tagging.hints import hints_of
from .tagging.tagger import Tagger, load_tagger
from .usage import months_together, with_usage
from .works import find_projects, find_publications


def outcome_of(extraction: Extraction, *, as_of: date, has_pages: bool) -> ParseOutcome:
    """Judge the text before and after it is parsed: nothing is made up from a scan, a blank page or a bill."""
    pages = len(extraction.pages) if has_pages else 1
    letters = sum(not char.isspace() for page in extraction.pages for char in page)
    if letters < MIN_TEXT_CHARACTERS and extraction.has_content:
        return ParseOutcome("needs_ocr", "no-text-layer", pages=pages)
    if letters == 0:
        return ParseOutcome("empty", "no-text", pages=pages)
    parsed = parse(extraction, as_of=as_of, has_pages=has_pages)
    if parsed.probability < LIKELY:
        return ParseOutcome("not_a_cv", "no-cv-found", pages=pages, probability=parsed.probability)
    return ParseOutcome("parsed", None, parsed, pages, probability=parsed.probability)


@contextmanager
def collector_paused() -> Iterator[None]:
    """What a reading makes forms hardly any circles: to look for them meanwhile takes a sixth of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@collector_paused()
def parse(
    extraction: Extraction, *, as_of: date, has_pages: bool, tagger: Tagger | None = None, pipeline: Any = None
) -> ParsedCv:
    """All fields: rules first, then the model that knows what the rules found, then the records once more with both.

    `pipeline` is a trained spaCy pipeline; without one it is the one that is installed, if there is one.
    """
    document = Document(extraction, has_pages=has_pages)
    sections = split_sections(document)
    email = find_email(document)
    experience = find_experience(document, sections)
    education = find_education(document, sections)
    entities = entities_in(document.text, pipeline or installed_pipeline())
    opinion = (tagger or load_tagger()).read(document, sections, hints_of(document, experience, education))
    opinion = opinion.with_entities(entities)
    experience = jobs.with_details(document, sections, find_experience(document, sections, opinion), as_of)
    education = schooling.with_details(document, sections, find_education(document, sections, opinion))
    skills = find_skills(document, sections, opinion)
    language = language_of(document.text)
    parsed = ParsedCv(
        text=document.written,
        as_of=as_of,
        name=find_name(document, sections, email, entities),
        email=email,
        phone=find_phone(document, sections),
        location=find_location(document, sections),
        headline=find_headline(document, sections, opinion),
        summary=find_summary(document, sections),
        links=find_links(document),
        skills=with_usage(document, sections, skills, experience, as_of),
        sections=as_fields(document, sections),
        experience=experience,
        education=education,
        titles=combined(document, opinion, "title", experience),
        companies=combined(document, opinion, "company", experience),
        degrees=combined(document, opinion, "degree", education),
        institutions=combined(document, opinion, "institution", education),
        grad_years=combined(document, opinion, "year", education),
        certifications=find_certifications(document, sections),
        languages=find_languages(document, sections),
        projects=find_projects(document, sections),
        publications=find_publications(document, sections),
        years_of_experience=years_of(experience, as_of) or claimed_years(document, sections),
        internship_months=months_together([job.value for job in experience if job.value.is_internship], as_of),
        hidden=hidden_in(extraction.hidden, extraction.pages, has_pages=has_pages),
        language=language,
    )
    found = {name: getattr(parsed, name) for name in UNREAD_ABROAD}
    return replace(parsed, probability=probability_of(parsed), unread=unread_in(language, found))


def years_of(experience: tuple[Field[Experience], ...], as_of: date) -> Field[float] | None:
    """Time covered by jobs, internships too. Without a dated job there is no number, not a zero."""
    dated = [(field.value.start, field.value.end) for field in experience]
    ranges = [(start, end) for start, end in dated if start and end]
    if not ranges:
        return None
    spans = tuple(span for field in experience for span in field.evidence)
    return Field(years_covered(ranges, as_of), 0.8, spans)
