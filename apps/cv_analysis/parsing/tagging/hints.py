"""Tells the tagger what the rules found, so that it can learn how far to believe them."""

from collections.abc import Iterable, Iterator

from apps.cv_analysis.parsing.document import Document
from apps.cv_analysis.parsing.model import Education, Experience, Field

from .features import Hint


def hints_of(
    document: Document, experience: Iterable[Field[Experience]], education: Iterable[Field[Education]]
) -> list[Hint]:
    """The places of the parts of all records."""
    hints: list[Hint] = []
    for job in experience:
        hints += places(document, job, title=job.value.title, company=job.value.company)
    for school in education:
        value = school.value
        hints += places(document, school, degree=value.degree, institution=value.institution, year=value.year)
    return hints


def places(document: Document, field: Field[Experience] | Field[Education], **parts: str | None) -> Iterator[Hint]:
    for kind, value in parts.items():
        wanted = value.split() if value else None
        for span in field.evidence:
            if wanted and document.text[span.start : span.end].split() == wanted:
                yield Hint(kind, span.start, span.end)
                break
