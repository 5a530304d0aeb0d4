"""Findings as fields that can be typed into, and what was typed as values of corrections."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.cv_analysis.correcting import CorrectionRefusedError
from apps.cv_analysis.parsing.model import DEGREE_LEVELS, LEVELS
from apps.cv_analysis.parsing.taxonomy import load_taxonomy
from apps.cv_analysis.presenting import LEVELS as LEVEL_TITLES
from apps.cv_analysis.scored import field_title
from apps.cv_analysis.scoring.corrections import ADD, PARTS, REMOVE, SET, Corrected, Correction
from apps.cv_analysis.scoring.records import SINGLE
from apps.cv_analysis.scoring.versions import said
from apps.cv_analysis.scoring.wording import LEVEL_TITLES as DEGREE_TITLES

YEARS = "years_of_experience"
LONGEST_TARGET = 20_000
# The lists that the page offers, with the parts that people type.
RECORDS: Mapping[str, tuple[str, ...]] = {
    "experience": ("title", "company", "start", "end", "location"),
    "education": ("degree", "field", "institution", "year", "level"),
    "skills": ("name", "level"),
    "certifications": ("name", "issuer", "year"),
    "languages": ("name", "level"),
    "projects": ("name", "text"),
    "links": ("url",),
    # Each is a text of its own.
    "publications": ("text",),
}
TITLES = {
    "title": gettext_lazy("Title"),
    "company": gettext_lazy("Company"),
    "start": gettext_lazy("From"),
    "end": gettext_lazy("To"),
    "location": gettext_lazy("Place"),
    "degree": gettext_lazy("Degree"),
    "field": gettext_lazy("Field of study"),
    "institution": gettext_lazy("School"),
    "year": gettext_lazy("Year"),
    "level": gettext_lazy("Level"),
    "name": gettext_lazy("Name"),
    "issuer": gettext_lazy("Issuer"),
    "text": gettext_lazy("Text"),
    "url": gettext_lazy("Address"),
}
HINTS = {
    "start": gettext_lazy("2021 or 2021-03"),
    "end": gettext_lazy("2023, 2023-11, or present"),
    "year": gettext_lazy("2018 or 2018-06"),
}


@dataclass(frozen=True, slots=True)
class Input:
    """A field to type into; with choices it is a choice, and `is_long` asks for several lines."""

    name: str
    id: str
    title: str
    value: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_long: bool = False
    is_corrected: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a list; `target` says which one is meant when it is sent back."""

    title: str
    target: str
    inputs: tuple[Input, ...]
    is_corrected: bool
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class RecordList:
    name: str
    title: str
    records: tuple[Record, ...]
    empty: tuple[Input, ...]
    empty_is_open: bool = False


Typed = Mapping[str, str]


def singles_of(findings: Mapping[str, Any], typed: Typed | None = None) -> list[Input]:
    """What counts now, or what was typed where that was refused."""
    found = []
    for name in SINGLE:
        field = findings.get(name) or {}
        value = field.get("value")
        is_corrected = bool(field.get("source"))
        text = (typed or {}).get(name, "" if value is None else str(value))
        found.append(Input(name, name, field_title(name), text, is_long=name == "summary", is_corrected=is_corrected))
    return found


def lists_of(findings: Mapping[str, Any], typed: Typed | None = None) -> list[RecordList]:
    """The same for records: the one that was refused is open, with what was typed."""
    found = []
    for name in RECORDS:
        refused = typed if typed is not None and typed.get("list") == name else None
        target = refused.get("target", "") if refused is not None else ""
        records = [_record(name, place, field, refused) for place, field in enumerate(findings.get(name) or ())]
        is_new = refused is not None and not target
        empty = _inputs(name, "new", {}, refused if is_new else None)
        found.append(RecordList(name, field_title(name), tuple(records), empty, is_new))
    return found


def _record(name: str, place: int, field: Mapping[str, Any], refused: Typed | None) -> Record:
    value = field["value"]
    target = json.dumps(value)
    is_meant = refused is not None and refused.get("target") == target
    inputs = _inputs(name, str(place), value, refused if is_meant else None)
    return Record(said(name, value) or _("Without a title"), target, inputs, bool(field.get("source")), is_meant)


def _inputs(name: str, place: str, value: Mapping[str, Any] | str, typed: Typed | None) -> tuple[Input, ...]:
    parts = {"text": value} if isinstance(value, str) else value
    shown = parts if typed is None else typed
    return tuple(
        Input(
            part,
            f"{name}-{place}-{part}",
            str(TITLES[part]),
            str(shown.get(part) or ""),
            str(HINTS.get(part, "")),
            _choices(name, part),
            is_long=part == "text",
        )
        for part in RECORDS[name]
    )


def _choices(name: str, part: str) -> tuple[tuple[str, str], ...]:
    kind = PARTS[name].get(part)
    if kind == "degree":
        return (("", ""), *((level, str(DEGREE_TITLES[level])) for level in DEGREE_LEVELS))
    if kind == "level":
        return (("", ""), *((level, str(LEVEL_TITLES[level])) for level in LEVELS))
    return ()


def changed_singles(sent: Mapping[str, str], findings: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """(field, value) of those that were sent with another value than counts now."""
    changes: list[tuple[str, Any]] = []
    for one in singles_of(findings):
        typed = str(sent.get(one.name, one.value)).replace("\r\n", "\n").strip()
        if typed != one.value.strip():
            changes.append((one.name, _number(typed) if one.name == YEARS else typed))
    return changes


def _number(typed: str) -> Any:
    """A number of years, in whatever way people write it; what is none is left for the refusal to say."""
    try:
        return round(float(typed.replace(",", ".")), 1)
    except ValueError:
        return typed


def typed_record(name: str, sent: Mapping[str, str]) -> dict[str, Any] | str:
    """What was typed; a skill that the catalogue knows gets its id and category, a link its kind."""
    value: dict[str, Any] = {
        part: str(sent.get(part, "")).replace("\r\n", "\n").strip() or None for part in RECORDS[name]
    }
    if name == "publications":
        return value["text"] or ""
    if name == "links" and value["url"]:
        value["kind"] = next((kind for kind in ("linkedin", "github") if f"{kind}.com" in value["url"].lower()), "site")
    if name == "skills" and value["name"] and (concept := load_taxonomy().lookup(value["name"])) is not None:
        value |= {"id": concept.id, "category": concept.category}
    return value


def typed_changes(sent: Mapping[str, str], findings: Mapping[str, Any]) -> list[Correction]:
    """The corrections that a sent form asks for, none when it says what counts already."""
    name = sent.get("list", "")
    if name not in RECORDS:
        return [
            Correction(path, SET if value else REMOVE, value or None) for path, value in changed_singles(sent, findings)
        ]
    deed = sent.get("deed", "")
    value = typed_record(name, sent)
    is_empty = not (value if isinstance(value, str) else any(value.values()))
    if deed == ADD:
        return [] if is_empty else [Correction(name, ADD, value)]
    target = _target(sent.get("target", ""))
    if deed == REMOVE or is_empty:
        return [Correction(name, REMOVE, target=target)]
    return [] if _says_the_same(value, target) else [Correction(name, SET, value, target)]


def _says_the_same(value: dict[str, Any] | str, target: dict[str, Any] | str) -> bool:
    if isinstance(value, str) or isinstance(target, str):
        return value == target
    return all(target.get(part) == said or not (target.get(part) or said) for part, said in value.items())


def _target(sent: str) -> dict[str, Any] | str:
    """The record that is meant, as the page showed it."""
    try:
        found = json.loads(sent[:LONGEST_TARGET])
    except ValueError:
        found = None
    if not isinstance(found, dict | str):
        raise CorrectionRefusedError(_("Load the page again, then try once more."))
    return found


@dataclass(frozen=True, slots=True)
class Shown:
    """A correction as the page lists it; `undo` is where it is taken back."""

    title: str
    value: str
    by: str
    undo: str
    is_gone: bool


def shown_corrections(laid: Corrected, people: Sequence[str], undo: Callable[[int], str]) -> list[Shown]:
    """The newest first; `people` says who each was, `undo` gives the address that takes back the one of that number."""
    found = []
    for number, (done, by) in enumerate(zip(laid.laid, people, strict=True)):
        one = done.correction
        name = one.path.partition(".")[0]
        value = said(name, one.value) if name in RECORDS else str(one.value or "")
        meant = said(name, one.target) if one.target else ""
        shown = value if one.action != REMOVE else meant
        found.append(Shown(f"{field_title(name)} · {_deed(one.action)}", shown, by, undo(number), done.is_gone))
    return found[::-1]


def _deed(action: str) -> str:
    return {ADD: _("added"), REMOVE: _("taken out")}.get(action, _("corrected"))
