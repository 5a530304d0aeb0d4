"""Brings together what the rules and the model found, each value once."""

from collections.abc import Iterable, Iterator

from .document import Document
from .model import Education, Experience, Field
from .tagging.lists import load_lists
from .tagging.opinion import Opinion

# What a rule found is left out of the lists where the model is nearly sure that it is nothing of the kind.
MIN_SUPPORT = {"title": 0.35, "company": 0.25, "degree": 0.1, "institution": 0.1, "year": 0.0}
# So sure has the model to be of a degree in words that no list knows, or that name only what was studied.
SURE = 0.9
# Words about studies that name none, and Maryland.
NO_DEGREE = frozenset({"education", "training", "degree", "graduate", "graduation", "graduation date", "certification"})
NO_DEGREE |= {"certificate", "certified", "md"}


def combined(
    document: Document, opinion: Opinion, kind: str, records: Iterable[Field[Experience] | Field[Education]]
) -> tuple[Field[str], ...]:
    """The values of a kind in the order of the text; where both found one, the one of the rules counts."""
    kept = [
        field
        for field in parts_of(document, kind, records)
        if opinion.support(kind, field.evidence[0].start, field.evidence[0].end) >= MIN_SUPPORT[kind]
    ]
    taken = [(span.start, span.end) for field in kept for span in field.evidence]
    for tag in opinion.of(kind):
        value = " ".join(document.text[tag.start : tag.end].split())
        if kind == "degree" and tag.confidence < SURE and not names_a_degree(value):
            continue
        if not any(start < tag.end and tag.start < end for start, end in taken):
            kept.append(Field(value, round(tag.confidence, 2), (document.span(tag.start, tag.end),)))
    if kind == "degree":
        kept = [field for field in kept if field.value.lower().strip(" .:\t") not in NO_DEGREE]
    kept.sort(key=lambda field: field.evidence[0].start)
    unique: dict[str, Field[str]] = {}
    for field in kept:
        unique.setdefault(field.value.lower(), field)
    return tuple(unique.values())


def names_a_degree(value: str) -> bool:
    """Whether a degree or a certificate is among the words."""
    return any(kind.startswith(("degree", "certificate")) for _, _, kind in load_lists().find(value))


def parts_of(
    document: Document, kind: str, records: Iterable[Field[Experience] | Field[Education]]
) -> Iterator[Field[str]]:
    """One part of each record, with its own place as evidence."""
    for record in records:
        value: str | None = getattr(record.value, kind)
        if not value:
            continue
        spans = [
            span
            for span in record.evidence
            if " ".join(value.split()) in " ".join(document.text[span.start : span.end].split())
        ]
        # A value that wraps has a place for each of its lines.
        wrapped = [span for span in record.evidence if document.text[span.start : span.end] in value]
        yield Field(value, record.confidence, tuple(spans[:1] or wrapped) or record.evidence[:1])
