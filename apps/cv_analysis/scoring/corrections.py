"""What people corrected in a CV's findings: data that are laid over whatever a reading finds, today's or the next."""

import copy
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.cv_analysis.parsing.model import DEGREE_LEVELS, LEVELS

from .experience import months_worked
from .parts import Said
from .reading import Reading, month_of
from .records import IDENTITY, SINGLE, place_of

SET, ADD, REMOVE = "set", "add", "remove"
PERSON, STAFF = "person", "staff"
LONGEST, LONGEST_TEXT = 300, 5000
DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?|present")
YEAR = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?")


def _kinds(**parts: str) -> dict[str, str]:
    """What each part of a record may be."""
    return {part: kind for kind, names in parts.items() for part in names.split()}


# The parts of a record that people may correct.
PARTS: Mapping[str, Mapping[str, str]] = {
    "experience": _kinds(line="title company location", year="start", date="end", flag="is_internship", long="text"),
    "education": _kinds(line="degree institution field", year="year start", degree="level"),
    "skills": _kinds(line="name id category", level="level"),
    "certifications": _kinds(line="name issuer", year="year"),
    "languages": _kinds(line="name code level"),
    "projects": _kinds(line="name", long="text"),
    "links": _kinds(line="kind url"),
    "publications": {},
}
EMPTY: Mapping[str, Mapping[str, Any]] = {
    "experience": {"title": None, "company": None, "start": None, "end": None, "location": None, "months": None}
    | {"is_internship": False, "text": ""},
    "education": {"degree": None, "institution": None, "year": None, "level": None, "field": None, "start": None},
    "skills": {"id": None, "name": "", "category": "domain", "written": "", "level": None, "months": None}
    | {"last_used": None, "is_listed": True},
    "certifications": {"name": "", "issuer": None, "year": None},
    "languages": {"name": "", "code": None, "level": None},
    "projects": {"name": "", "text": ""},
    "links": {"kind": "site", "url": ""},
}


@dataclass(frozen=True, slots=True)
class Correction:
    """One deed: set a field ("phone") or a part of a record ("experience.title"), add or remove a record ("skills").

    `target` is the value of the record meant, as it was shown; `by` is person or staff, `at` an ISO time.
    """

    path: str
    action: str
    value: Any = None
    target: Any = None
    by: str = PERSON
    at: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Laid:
    """A correction and what became of it: `is_gone` when this reading has nothing that it could correct."""

    correction: Correction
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Corrected:
    findings: dict[str, Any]
    laid: tuple[Laid, ...]


def refusal(correction: Correction) -> Said | None:
    """Why a correction cannot be taken, None when it can."""
    name, _dot, key = correction.path.partition(".")
    is_single = name in SINGLE
    if (is_single and key) or not (is_single or name in PARTS) or (key and key not in PARTS[name]):
        return Said("correction.path", {"path": correction.path})
    if correction.action not in {SET, ADD, REMOVE} or (correction.action == ADD and (is_single or key)):
        return Said("correction.action", {"action": correction.action})
    if not is_single and correction.action != ADD and correction.target is None:
        return Said("correction.target")
    return None if correction.action == REMOVE else _refused_value(name, key, correction.value)


def _refused_value(name: str, key: str, value: Any) -> Said | None:
    if name == "years_of_experience":
        return _misfit("number", value)
    if key:
        return _misfit(PARTS[name][key], value)
    if name in SINGLE or not PARTS[name]:
        return _misfit("long" if name == "summary" else "line", value)
    if not isinstance(value, Mapping) or set(value) - set(PARTS[name]):
        return Said("correction.record")
    misfits = (_misfit(kind, value.get(part)) for part, kind in PARTS[name].items())
    return next((misfit for misfit in misfits if misfit), None)


FITS: Mapping[str, Callable[[Any], bool]] = {
    "line": lambda value: isinstance(value, str) and len(value) <= LONGEST,
    "long": lambda value: isinstance(value, str) and len(value) <= LONGEST_TEXT,
    "year": lambda value: isinstance(value, str) and YEAR.fullmatch(value) is not None,
    "date": lambda value: isinstance(value, str) and DATE.fullmatch(value) is not None,
    "flag": lambda value: isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 80,
    "degree": lambda value: value in DEGREE_LEVELS,
    "level": lambda value: value in LEVELS,
}


def _misfit(kind: str, value: Any) -> Said | None:
    """None and an empty text say that there is nothing."""
    return None if value is None or value == "" or FITS[kind](value) else Said(f"correction.value.{kind}")


def corrected(findings: Mapping[str, Any], text: str, corrections: Iterable[Correction]) -> Corrected:
    """Lay corrections over findings, the oldest first; those that find nothing to correct are kept and told."""
    result: dict[str, Any] = copy.deepcopy(dict(findings))
    laid = [Laid(one, is_gone=not _lay(result, one)) for one in corrections]
    taken = {one.correction.path.partition(".")[0] for one in laid if not one.is_gone}
    if "experience" in taken:
        _recount(result, text, keep_years="years_of_experience" in taken)
    return Corrected(result, tuple(laid))


def _lay(findings: dict[str, Any], one: Correction) -> bool:
    name, _dot, key = one.path.partition(".")
    if name in SINGLE:
        return _lay_single(findings, one)
    records = findings.setdefault(name, [])
    if one.action == ADD:
        return _add(name, records, one)
    place = place_of(name, one.target, records)
    if place is None:
        # What is to be gone and is not there needs nothing more.
        return one.action == REMOVE
    if one.action == REMOVE:
        del records[place]
        return True
    field = records[place]
    field["read"] = field.get("read", copy.deepcopy(field["value"]))
    if key:
        field["value"][key] = one.value
    elif isinstance(one.value, Mapping):
        field["value"] |= one.value
    else:
        field["value"] = one.value
    _mark(field, one, key)
    return True


def _lay_single(findings: dict[str, Any], one: Correction) -> bool:
    old = findings.get(one.path)
    if one.action == REMOVE or one.value in (None, ""):
        findings[one.path] = None
        return True
    # The evidence stays: it is where the value was read, and what scores must not look at.
    field = {"value": one.value, "confidence": 1.0, "evidence": old["evidence"] if old else []}
    if old:
        field["read"] = old.get("read", old["value"])
    findings[one.path] = field
    _mark(field, one, "")
    return True


def _add(name: str, records: list[dict[str, Any]], one: Correction) -> bool:
    """Add a record, or confirm the one that a reading has found by itself meanwhile."""
    place = place_of(name, one.value, records)
    if place is None:
        value = {**EMPTY[name], **one.value} if isinstance(one.value, Mapping) else one.value
        records.append({"value": value, "confidence": 1.0, "evidence": []})
        place = len(records) - 1
    elif isinstance(one.value, Mapping):
        records[place]["value"] |= {key: value for key, value in one.value.items() if value not in (None, "")}
    _mark(records[place], one, "")
    return True


def _mark(field: dict[str, Any], one: Correction, key: str) -> None:
    """Sure, and by whom; of records also which parts."""
    field["confidence"] = 1.0
    field["source"] = one.by
    if key:
        field["corrected"] = sorted({*field.get("corrected", ()), key})


def _recount(findings: dict[str, Any], text: str, *, keep_years: bool) -> None:
    """Months of jobs and years of work follow from the dates as they are now."""
    as_of = date.fromisoformat(findings["as_of"])
    now = as_of.year * 12 + as_of.month
    for field in findings["experience"]:
        value = field["value"]
        first = month_of(value.get("start") or "", now, is_end=False)
        last = month_of(value.get("end") or "", now, is_end=True)
        if field.get("source") and first is not None and last is not None:
            value["months"] = max(0, min(last, now) - first + 1)
    if keep_years:
        return
    years = round(months_worked(Reading(findings, text).jobs) / 12, 1)
    old = findings.get("years_of_experience")
    if years or old:
        evidence = [span for field in findings["experience"] for span in field["evidence"]]
        findings["years_of_experience"] = {"value": years, "confidence": 0.9, "evidence": evidence}


def of_record(name: str, value: Any) -> Any:
    """What a correction should keep of the record it means."""
    return (
        {key: value.get(key) for key in (*IDENTITY[name], "id") if key in value}
        if isinstance(value, Mapping)
        else value
    )
