"""A CV as JSON Resume 1.0.0 (jsonresume.org) and back, without losing anything of either.

What only we know, as the order of the sections, lies in `meta.rostrum`; what only JSON Resume knows, in `rest`.
"""

import json
import re
from dataclasses import replace
from typing import Any

from apps.cv_analysis.builder.reading import LINE_LIMIT, LIST_LIMIT, TEXT_LIMIT, Reader
from apps.cv_analysis.builder.resume import (
    KINDS,
    PRESENT,
    SECTIONS,
    Entry,
    FieldError,
    Link,
    Resume,
    ResumeInvalidError,
)

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
OURS, VERSION = "rostrum", "v1.0.0"
LANGUAGES = ("en", "de")
SAME_EVERYWHERE = {"start": "startDate", "end": "endDate"}


def _pairs(fields: str) -> dict[str, str]:
    split = (field.partition("=") for field in fields.split())
    return {ours: theirs or SAME_EVERYWHERE.get(ours, ours) for ours, _sign, theirs in split}


# Our section, theirs, and our field's name with theirs where the two differ.
NAMES: dict[str, tuple[str, dict[str, str]]] = {
    "experience": ("work", _pairs("title=position company=name location url start end summary lines=highlights")),
    "education": ("education", _pairs("degree=studyType field=area institution url start end score courses")),
    "skills": ("skills", _pairs("name level skills=keywords")),
    "certifications": ("certificates", _pairs("name issuer date url")),
    "languages": ("languages", _pairs("name=language level=fluency")),
    "projects": ("projects", _pairs("name url start end summary=description lines=highlights keywords")),
    "publications": ("publications", _pairs("name publisher date=releaseDate url summary")),
}
# Earlier versions of the format said it so.
EARLIER = {"work": {"name": "company", "url": "website"}, "publications": {"url": "website"}}
DATES = frozenset({"start", "end", "date"})
LONG = frozenset({"summary"})
LISTS = frozenset({"lines", "courses", "skills", "keywords"})
DATE = re.compile(r"[12]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
E_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
PLACE_PARTS = ("address", "city", "region", "postalCode", "countryCode")


def resume_from_json(data: Any) -> Resume:
    """The CV, or a ResumeInvalidError that names every field which cannot be taken."""
    reader = Reader()
    document = reader.mapping(data, "")
    meta = reader.mapping(document.get("meta"), "meta")
    ours = reader.mapping(meta.get(OURS), f"meta.{OURS}")
    basics = reader.mapping(document.get("basics"), "basics")
    sections: dict[str, Any] = {section: _entries(reader, document, section, ours) for section in KINDS}
    resume = Resume(
        name=reader.text(basics.get("name"), "basics.name"),
        headline=reader.text(basics.get("label"), "basics.label"),
        email=reader.text(basics.get("email"), "basics.email"),
        phone=reader.text(basics.get("phone"), "basics.phone"),
        location=_place(reader, basics.get("location")),
        links=_links(reader, basics),
        summary=reader.text(basics.get("summary"), "basics.summary", limit=TEXT_LIMIT),
        order=_order(ours.get("order")),
        language=ours["language"] if ours.get("language") in LANGUAGES else "en",
        rest=_rest_of(document, basics, meta),
        **sections,
    )
    if resume.email and not E_MAIL.fullmatch(resume.email):
        reader.errors.append(FieldError("basics.email", "email"))
    _check_span(reader, resume)
    if reader.errors:
        raise ResumeInvalidError(reader.errors)
    return resume


def _entries(reader: Reader, document: dict[str, Any], section: str, ours: dict[str, Any]) -> tuple[Entry, ...]:
    theirs, names = NAMES[section]
    goes_on = ours.get("present", {}) if isinstance(ours.get("present"), dict) else None
    found = []
    for number, item in enumerate(reader.items(document.get(theirs), theirs)):
        path = f"{theirs}.{number}"
        given = reader.mapping(item, path)
        for now, earlier in EARLIER.get(theirs, {}).items():
            if earlier in given:
                given = {now: given[earlier], **{key: value for key, value in given.items() if key != earlier}}
        values = {ours_: _value(reader, ours_, given.get(their), f"{path}.{their}") for ours_, their in names.items()}
        open_ones = goes_on.get(theirs) if ours and goes_on is not None else None
        if "end" in names and not values["end"] and _is_open(open_ones, number, section, values):
            values["end"] = PRESENT
        rest = {key: value for key, value in given.items() if key not in names.values()}
        found.append(KINDS[section](**values, rest=_packed(rest)))
    return tuple(found)


def _is_open(open_ones: Any, number: int, section: str, values: dict[str, Any]) -> bool:
    """Whether it goes on: we write that down, others leave the end of a job out."""
    if isinstance(open_ones, list):
        return number in open_ones
    return section == "experience" and bool(values["start"])


def _value(reader: Reader, name: str, value: Any, path: str) -> Any:
    if name in LISTS:
        return tuple(
            reader.text(item, f"{path}.{n}", limit=TEXT_LIMIT) for n, item in enumerate(reader.items(value, path))
        )
    text = reader.text(value, path, limit=TEXT_LIMIT if name in LONG else LINE_LIMIT)
    if name in DATES and text:
        if name == "end" and text.lower() in {PRESENT, "now", "current"}:
            return PRESENT
        # "2021-03-01T00:00:00Z" is a date with more than anybody wants to know.
        text = text.partition("T")[0]
        if not DATE.fullmatch(text):
            reader.errors.append(FieldError(path, "date"))
    if name == "url":
        reader.check_url(text, path)
    return text


def _check_span(reader: Reader, resume: Resume) -> None:
    """Nothing ends before it starts, as far as both say it."""
    for section, (theirs, names) in NAMES.items():
        if "start" not in names:
            continue
        for number, entry in enumerate(resume.entries(section)):
            start, end = getattr(entry, "start", ""), getattr(entry, "end", "")
            shorter = min(len(start), len(end))
            if start and end and end != PRESENT and end[:shorter] < start[:shorter]:
                reader.errors.append(FieldError(f"{theirs}.{number}.endDate", "before-start"))


def _links(reader: Reader, basics: dict[str, Any]) -> tuple[Link, ...]:
    found = []
    if url := reader.text(basics.get("url") or basics.get("website"), "basics.url"):
        reader.check_url(url, "basics.url")
        found.append(Link("", url))
    for number, item in enumerate(reader.items(basics.get("profiles"), "basics.profiles")):
        path = f"basics.profiles.{number}"
        profile = reader.mapping(item, path)
        url = reader.text(profile.get("url"), f"{path}.url")
        reader.check_url(url, f"{path}.url")
        rest = {key: value for key, value in profile.items() if key not in {"network", "url"}}
        found.append(Link(reader.text(profile.get("network"), f"{path}.network"), url, _packed(rest)))
    return tuple(found)


def _place(reader: Reader, value: Any) -> str:
    """JSON Resume keeps a place in parts; people write it in one line."""
    if isinstance(value, str):
        return reader.text(value, "basics.location")
    return place_of(reader, reader.mapping(value, "basics.location"))


def place_of(reader: Reader, parts: dict[str, Any]) -> str:
    texts = (reader.text(parts.get(name), f"basics.location.{name}") for name in PLACE_PARTS)
    return ", ".join(text for text in texts if text)


def _order(value: Any) -> tuple[str, ...]:
    """As said, as far as it makes sense; sections that are not named come last, in their usual order."""
    named = [name for name in value if name in SECTIONS] if isinstance(value, list) else []
    return tuple(dict.fromkeys([*named, *SECTIONS]))


def _rest_of(document: dict[str, Any], basics: dict[str, Any], meta: dict[str, Any]) -> str:
    """What we do not show of the document."""
    known = {"name", "label", "email", "phone", "url", "website", "summary", "profiles"}
    parts = {key: value for key, value in basics.items() if key not in known}
    # A place in one line is written as a city alone.
    if not isinstance(parts.get("location"), dict) or set(parts["location"]) <= {"city"}:
        parts.pop("location", None)
    ours = {theirs for theirs, _names in NAMES.values()} | {"basics", "meta", "$schema"}
    rest: dict[str, Any] = {key: value for key, value in document.items() if key not in ours}
    others = {key: value for key, value in meta.items() if (key, value) != ("version", VERSION) and key != OURS}
    if parts:
        rest["basics"] = parts
    if others:
        rest["meta"] = others
    return _packed(rest)


def _packed(rest: dict[str, Any]) -> str:
    return json.dumps(rest, ensure_ascii=False, sort_keys=True) if rest else ""


def _unpacked(rest: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(rest) if rest else {}
    return found


def resume_to_json(resume: Resume) -> dict[str, Any]:
    """The CV as a JSON Resume document; what is empty is left out."""
    rest = _unpacked(resume.rest)
    document: dict[str, Any] = {"$schema": SCHEMA, "basics": _basics(resume, rest.pop("basics", {}))}
    present: dict[str, list[int]] = {}
    for section, (theirs, names) in NAMES.items():
        entries = resume.entries(section)
        if entries:
            document[theirs] = [_item(entry, names) for entry in entries]
        if "end" in names:
            present[theirs] = [n for n, entry in enumerate(entries) if getattr(entry, "end", "") == PRESENT]
    ours = {"order": list(resume.order), "language": resume.language, "present": present}
    meta = {"version": VERSION, **rest.pop("meta", {}), OURS: ours}
    return {**document, **rest, "meta": meta}


def _basics(resume: Resume, rest: dict[str, Any]) -> dict[str, Any]:
    links = list(resume.links)
    url = links.pop(0).url if links and not links[0].label and not links[0].rest else ""
    place = rest.pop("location", {})
    if place_of(Reader(), place) != resume.location:
        place = {"city": resume.location} if resume.location else {}
    values: dict[str, Any] = {
        "name": resume.name,
        "label": resume.headline,
        "email": resume.email,
        "phone": resume.phone,
        "url": url,
        "summary": resume.summary,
        "location": place,
        "profiles": [_without_empty({"network": link.label, "url": link.url} | _unpacked(link.rest)) for link in links],
    }
    return _without_empty(values | rest)


def _item(entry: Entry, names: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for ours, theirs in names.items():
        value = getattr(entry, ours)
        values[theirs] = list(value) if isinstance(value, tuple) else ("" if value == PRESENT else value)
    return _without_empty(values | _unpacked(entry.rest))


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", [], {})}


def with_language(resume: Resume, language: str) -> Resume:
    """With headings in that language, if we have them."""
    return replace(resume, language=language if language in LANGUAGES else "en")


__all__ = ["LINE_LIMIT", "LIST_LIMIT", "TEXT_LIMIT", "resume_from_json", "resume_to_json", "with_language"]
