"""Brings together what the rules and the model found, each value once."""

from collections.abc import Iterable, Iterator

from .document import Document
from .model import Education, Experience, Field
from .tagging.opinion import Opinion

# What a rule found is left out of the lists where the model is nearly sure that it is nothing of the kind.
MIN_SUPPORT = {"title": 0.2, "company": 0.15, "degree": 0.1, "institution": 0.1, "year": 0.0}


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
        if not any(start < tag.end and tag.start < end for start, end in taken):
            value = " ".join(document.text[tag.start : tag.end].split())
            kept.append(Field(value, round(tag.confidence, 2), (document.span(tag.start, tag.end),)))
    kept.sort(key=lambda field: field.evidence[0].start)
    unique: dict[str, Field[str]] = {}
    for field in kept:
        unique.setdefault(field.value.lower(), field)
    return tuple(unique.values())


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
        yield Field(value, record.confidence, tuple(spans[:1]) or record.evidence[:1])
