"""Fields that the reader left empty or is unsure of: a model's answer counts only where it stands in the CV."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from apps.cv_analysis.scoring.fairness import fair_text

# Below it the reader itself is not sure.
SURE = 0.5
# How sure the product is of what a model has found and the text has.
FOUND = 0.6
HEAD, TAIL = 3000, 1000
PROVIDER = "provider"
# Lines about the person that are needed only by whoever looks for just that.
NEEDED = {
    "name": re.compile(r"^[\W_]*(?:full |first |last |family |given |sur)?names?\b.*$", re.I | re.M),
    "location": re.compile(
        r"^[\W_]*(?:\w+ )?(?:address|location|city|residence|anschrift|adresse|wohnort)\b.*$", re.I | re.M
    ),
}


class FilledFields(BaseModel):
    """As the CV writes them; empty where it says nothing."""

    name: str
    email: str
    phone: str
    location: str
    headline: str


NAMES = tuple(FilledFields.model_fields)


def asked_of(findings: Mapping[str, Any], corrected: Iterable[str]) -> list[str]:
    """The fields that a model is asked for; what somebody corrected needs nobody."""
    known = set(corrected)
    return [
        name
        for name in NAMES
        if name not in known and ((field := findings.get(name)) is None or field["confidence"] < SURE)
    ]


def shown_text(text: str, findings: Mapping[str, Any], asked: Iterable[str]) -> str:
    """What is sent of the CV: its ends, with blanks for everything personal that is not asked for."""
    wanted = set(asked)
    blank = list(fair_text(text, {name: value for name, value in findings.items() if name not in wanted}))
    for name, pattern in NEEDED.items():
        if name in wanted:
            for line in pattern.finditer(text):
                blank[line.start() : line.end()] = text[line.start() : line.end()]
    shown = "".join(blank)
    return shown if len(shown) <= HEAD + TAIL else f"{shown[:HEAD]}\n…\n{shown[-TAIL:]}"


def filled_from(
    answer: FilledFields, asked: Iterable[str], text: str, findings: Mapping[str, Any], engine: str
) -> dict[str, Any]:
    """Of the answer what was asked for, fits its field and stands in the text, with that place as its evidence.

    What nobody sees, or what gives orders to programs, counts for nothing here either.
    """
    found = {}
    unseen = [one["text"] for one in findings.get("hidden") or ()]
    for name in asked:
        place = place_of(getattr(answer, name), text)
        if place is None:
            continue
        value = " ".join(text[place[0] : place[1]].split())
        if FITS[name](value) and not any(place_of(value, one) for one in unseen):
            evidence: list[dict[str, Any]] = [{"start": place[0], "end": place[1], "page": None, "boxes": []}]
            found[name] = {"value": value, "confidence": FOUND, "evidence": evidence}
            found[name] |= {"source": PROVIDER, "engine": engine}
    return found


def place_of(value: str, text: str) -> tuple[int, int] | None:
    """Where the words of the value first stand in the text, whatever their case and the spaces between them."""
    words = value.split()
    if not words:
        return None
    pattern = r"\s+".join(re.escape(word) for word in words)
    match = re.search(rf"(?<!\w){pattern}(?!\w)", text, re.I)
    return match.span() if match else None


def _is_name(value: str) -> bool:
    return 2 <= len(value.split()) <= 6 and len(value) <= 80 and re.search(r"[\d@/:|]", value) is None


def _is_phone(value: str) -> bool:
    return 7 <= sum(letter.isdigit() for letter in value) <= 15 and re.fullmatch(r"[\d\s()+./x-]+", value) is not None


def _is_line(value: str) -> bool:
    return 2 <= len(value) <= 120 and "@" not in value and "://" not in value


FITS: Mapping[str, Callable[[str], bool]] = {
    "name": _is_name,
    "email": lambda value: re.fullmatch(r"[^\s@<>]{1,64}@[^\s@<>]+\.[a-zA-Z]{2,24}", value) is not None,
    "phone": _is_phone,
    "location": _is_line,
    "headline": _is_line,
}
