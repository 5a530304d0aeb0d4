"""From pages of text to a parsed CV, or to the reason why there is none."""

from collections.abc import Iterable
from datetime import date

from .contact import find_email, find_links, find_name, find_phone
from .dates import years_covered
from .document import Document
from .education import find_education
from .extract.result import Extraction
from .limits import MIN_TEXT_CHARACTERS
from .lists import find_certifications, find_languages
from .mentions import claimed_years, undated
from .model import Education, Experience, Field, ParsedCv, ParseOutcome
from .records import find_experience
from .sections import as_fields, split_sections
from .skills import find_skills


def outcome_of(extraction: Extraction, *, as_of: date, has_pages: bool) -> ParseOutcome:
    """Judge the text before and after it is parsed: nothing is made up from a scan, a blank page or a bill."""
    pages = len(extraction.pages) if has_pages else 1
    letters = sum(not char.isspace() for page in extraction.pages for char in page)
    if letters < MIN_TEXT_CHARACTERS and extraction.has_content:
        return ParseOutcome("needs_ocr", "no-text-layer", pages=pages)
    if letters == 0:
        return ParseOutcome("empty", "no-text", pages=pages)
    parsed = parse(extraction, as_of=as_of, has_pages=has_pages)
    if not looks_like_cv(parsed):
        return ParseOutcome("not_a_cv", "no-cv-found", pages=pages)
    return ParseOutcome("parsed", None, parsed, pages)


def parse(extraction: Extraction, *, as_of: date, has_pages: bool) -> ParsedCv:
    """All fields; each finder looks at the text and the sections, and none at another's guesses."""
    document = Document(extraction, has_pages=has_pages)
    sections = split_sections(document)
    email = find_email(document)
    experience = find_experience(document, sections)
    education = find_education(document, sections)
    more_titles, more_companies = undated(document, sections, experience)
    return ParsedCv(
        text=document.text,
        as_of=as_of,
        name=find_name(document, sections, email),
        email=email,
        phone=find_phone(document, sections),
        links=find_links(document),
        skills=find_skills(document, sections),
        sections=as_fields(document, sections),
        experience=experience,
        education=education,
        titles=parts(experience, "title", more_titles),
        companies=parts(experience, "company", more_companies),
        degrees=parts(education, "degree"),
        institutions=parts(education, "institution"),
        grad_years=parts(education, "year"),
        certifications=find_certifications(document, sections),
        languages=find_languages(document, sections),
        years_of_experience=years_of(experience, as_of) or claimed_years(document, sections),
    )


def parts(
    records: Iterable[Field[Experience] | Field[Education]], name: str, more: Iterable[Field[str]] = ()
) -> tuple[Field[str], ...]:
    """One part of all records, each value once, and what else was found of its kind."""
    found: dict[str, Field[str]] = {}
    for record in records:
        value = getattr(record.value, name)
        if value:
            found.setdefault(value.lower(), Field(value, record.confidence, record.evidence))
    for field in more:
        found.setdefault(field.value.lower(), field)
    return tuple(found.values())


def years_of(experience: tuple[Field[Experience], ...], as_of: date) -> Field[float] | None:
    """Time covered by jobs. Without a dated job there is no number, not a zero."""
    dated = [(field.value.start, field.value.end) for field in experience]
    ranges = [(start, end) for start, end in dated if start and end]
    if not ranges:
        return None
    spans = tuple(span for field in experience for span in field.evidence)
    return Field(years_covered(ranges, as_of), 0.8, spans)


def looks_like_cv(parsed: ParsedCv) -> bool:
    """A CV says who somebody is and what they did or can do."""
    kinds = {field.value.kind for field in parsed.sections}
    if not (kinds & {"experience", "education", "skills"} or parsed.experience or parsed.education):
        return False
    points = 2 * len(kinds & {"experience", "education", "skills"})
    points += len(kinds & {"summary", "certifications", "languages", "projects", "interests", "references"})
    points += bool(parsed.email) + bool(parsed.phone) + bool(parsed.name)
    points += bool(parsed.experience) + bool(parsed.education) + (len(parsed.skills) >= 5)
    return points >= 3
