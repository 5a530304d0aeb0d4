"""What somebody typed into the form of a CV, and what its buttons do to it."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from apps.cv_analysis.builder.json_resume import DATE, LANGUAGES
from apps.cv_analysis.builder.reading import LIST_LIMIT
from apps.cv_analysis.builder.resume import KINDS, PRESENT, SECTIONS, Link, moved
from apps.cv_analysis.builder.resume import Resume as Content
from apps.cv_analysis.builder.suggestions import suggestions_for
from apps.cv_analysis.parsing.dates import YEAR, as_point
from apps.cv_analysis.resume_fields import FIELDS, LINK, PERSON, FieldSpec

MOST_NUMBER = 3 * LIST_LIMIT
NUMBERED = re.compile(r"(links|experience|education|skills|certifications|languages|projects|publications)-(\d{1,3})-")
MONTH = re.compile(r"(\d{4})-(\d{2})")


def shown_date(point: str) -> str:
    """A date as the form shows it: months as everybody writes them."""
    match = MONTH.fullmatch(point)
    return f"{match[2]}/{match[1]}" if match else "" if point == PRESENT else point


def typed_date(text: str) -> str:
    """A date as it is kept; what is no date stays as it is, for the form to say so."""
    text = text.strip()
    if DATE.fullmatch(text) or not re.search(YEAR, text):
        return text
    return as_point(text) or text


def typed_content(post: Mapping[str, str], base: Content) -> Content:
    """The CV as it stands in the form; `base` brings what the form does not show."""
    entries: dict[str, Any] = {
        section: tuple(
            KINDS[section](**_entry(post, f"{section}-{number}-", specs), rest=_rest(post, f"{section}-{number}-rest"))
            for number in _numbers(post, section)
        )
        for section, specs in FIELDS.items()
    }
    links = tuple(
        Link(**_entry(post, f"links-{number}-", LINK), rest=_rest(post, f"links-{number}-rest"))
        for number in _numbers(post, "links")
    )
    person: dict[str, Any] = {spec.name: post.get(spec.name, "").strip() for spec in PERSON}
    language = post.get("language", "")
    return Content(
        **person,
        **entries,
        links=links,
        summary=post.get("summary", "").strip(),
        order=_order(post.get("order", ""), base),
        language=language if language in LANGUAGES else base.language,
        rest=base.rest,
    )


def _numbers(post: Mapping[str, str], section: str) -> list[int]:
    found = {int(match[2]) for name in post if (match := NUMBERED.match(name)) and match[1] == section}
    return sorted(found)[:MOST_NUMBER]


def _entry(post: Mapping[str, str], prefix: str, specs: tuple[FieldSpec, ...]) -> dict[str, Any]:
    return {spec.name: _value(post, prefix, spec) for spec in specs}


def _value(post: Mapping[str, str], prefix: str, spec: FieldSpec) -> Any:
    text = post.get(f"{prefix}{spec.name}", "").replace("\r\n", "\n")
    if spec.kind == "lines":
        return tuple(line.strip() for line in text.split("\n") if line.strip())
    if spec.kind == "commas":
        return tuple(part.strip() for part in re.split(r"[,\n]", text) if part.strip())
    if spec.kind == "end" and post.get(f"{prefix}now"):
        return PRESENT
    return typed_date(text) if spec.kind in {"date", "end"} else text.strip()


def _rest(post: Mapping[str, str], name: str) -> str:
    """What the form only carries along; nonsense counts as nothing."""
    try:
        found = json.loads(post.get(name, "") or "{}")
    except (ValueError, RecursionError):
        return ""
    return json.dumps(found, ensure_ascii=False, sort_keys=True) if found and isinstance(found, dict) else ""


def _order(text: str, base: Content) -> tuple[str, ...]:
    named = [section for section in text.split(",") if section in SECTIONS]
    return tuple(dict.fromkeys([*named, *base.order]))


def after_deed(content: Content, deed: str) -> tuple[Content, str]:
    """The CV after a button of the form was pressed, and the id of what should have the focus then."""
    name, *rest = deed.split(":")
    if name not in DEEDS or not rest or rest[0] not in {*SECTIONS, "links"}:
        return content, ""
    numbers = [int(part) for part in rest[1:] if part.isdecimal()]
    try:
        return DEEDS[name](content, rest[0], numbers)
    except IndexError:
        # A button of a form that was older than this one.
        return content, ""


def _add(content: Content, section: str, numbers: list[int]) -> tuple[Content, str]:
    if section == "summary":
        return content, ""
    if section == "links":
        return replace(content, links=(*content.links, Link())), f"links-{len(content.links)}-label"
    entries = content.entries(section)
    changed: Any = {section: (*entries, KINDS[section]())}
    return replace(content, **changed), f"{section}-{len(entries)}-{FIELDS[section][0].name}"


def _remove(content: Content, section: str, numbers: list[int]) -> tuple[Content, str]:
    entries: list[Any] = list(getattr(content, section))
    del entries[numbers[0]]
    changed: Any = {section: tuple(entries)}
    return replace(content, **changed), f"add-{section}"


def _swap(by: int) -> Callable[[Content, str, list[int]], tuple[Content, str]]:
    def swap(content: Content, section: str, numbers: list[int]) -> tuple[Content, str]:
        entries: list[Any] = list(content.entries(section))
        here = numbers[0]
        there = min(max(here + by, 0), len(entries) - 1)
        entries.insert(there, entries.pop(here))
        changed: Any = {section: tuple(entries)}
        way = "up" if by < 0 else "down"
        return replace(content, **changed), f"{way}-{section}-{there}"

    return swap


def _section(by: int) -> Callable[[Content, str, list[int]], tuple[Content, str]]:
    def shift(content: Content, section: str, numbers: list[int]) -> tuple[Content, str]:
        way = "up" if by < 0 else "down"
        return moved(content, section, places=by), f"section-{way}-{section}"

    return shift


def _use(content: Content, section: str, numbers: list[int]) -> tuple[Content, str]:
    """Put a suggested line in the place of the one it is about: entry, line, suggestion, rewrite."""
    entry, line, which, rewrite = numbers[:4] if len(numbers) == 4 else (0, 0, -1, 0)  # noqa: PLR2004 -- as said above
    found = [one for one in suggestions_for(content) if (one.section, one.entry, one.line) == (section, entry, line)]
    if which not in range(len(found)):
        return content, ""
    entries: list[Any] = list(content.entries(section))
    lines = list(entries[entry].lines)
    lines[line : line + 1] = found[which].rewrites[rewrite].split("\n")
    entries[entry] = replace(entries[entry], lines=tuple(lines))
    changed: Any = {section: tuple(entries)}
    return replace(content, **changed), f"{section}-{entry}-lines"


DEEDS: dict[str, Callable[[Content, str, list[int]], tuple[Content, str]]] = {
    "add": _add,
    "remove": _remove,
    "up": _swap(-1),
    "down": _swap(1),
    "section-up": _section(-1),
    "section-down": _section(1),
    "use": _use,
}
