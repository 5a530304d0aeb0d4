"""An editable CV out of what an analysis found; whatever was not found stays empty."""

import re
from collections.abc import Iterator
from typing import Any

from apps.cv_analysis.builder.reading import LINE_LIMIT, LIST_LIMIT, TEXT_LIMIT, clean
from apps.cv_analysis.builder.resume import (
    SECTIONS,
    Certificate,
    Degree,
    Job,
    Language,
    Link,
    Project,
    Publication,
    Resume,
    SkillGroup,
)

BULLET = re.compile(
    r"^\s*(?:[\u2022\u2023\u25aa\u25cf\u25e6\u2043\u2219\u00b7\u27a2\uf0b7*o>\u00bb\u2013\u2014-]|\d{1,2}[.)])\s+"
)
# How the groups are called that the skills of a category go into; people rename them as they like.
GROUPS = {
    "en": {"technology": "Technologies", "soft": "Working with people", "domain": "Fields", "": "Skills"},
    "de": {"technology": "Technologien", "soft": "Zusammenarbeit", "domain": "Fachgebiete", "": "Kenntnisse"},
}
LINK_NAMES = {"linkedin": "LinkedIn", "github": "GitHub"}
Found = dict[str, Any]


def resume_from_parsed(findings: Found) -> Resume:
    """The shape is that of `ParsedCv.to_dict()`; every field may be missing, and older analyses lack some."""
    language = "de" if findings.get("language") == "de" else "en"
    return Resume(
        name=_line(_value(findings, "name")),
        headline=_line(_value(findings, "headline")),
        email=_line(_value(findings, "email")),
        phone=_line(_value(findings, "phone")),
        location=_line(_value(findings, "location")),
        links=tuple(_links(findings)),
        summary=_text(_value(findings, "summary")),
        experience=tuple(_job(value) for value in _records(findings, "experience")),
        education=tuple(_degree(value) for value in _records(findings, "education")),
        skills=tuple(_skill_groups(findings, language)),
        certifications=tuple(
            Certificate(_said(value, "name"), _said(value, "issuer"), _said(value, "year"))
            for value in _records(findings, "certifications")
        ),
        languages=tuple(
            Language(_said(value, "name"), _said(value, "level")) for value in _records(findings, "languages")
        ),
        projects=tuple(_project(value) for value in _records(findings, "projects")),
        publications=tuple(Publication(_said(value, "name")) for value in _records(findings, "publications")),
        order=_order(findings),
        language=language,
    )


def _value(findings: Found, name: str) -> Any:
    field = findings.get(name)
    return field.get("value") if isinstance(field, dict) else field


def _records(findings: Found, name: str) -> Iterator[Found]:
    """The values of a list of findings; a plain text is one that has a name only."""
    for field in (findings.get(name) or [])[:LIST_LIMIT]:
        value = field.get("value") if isinstance(field, dict) else field
        if isinstance(value, dict):
            yield value
        elif value:
            yield {"name": value}


def _line(value: Any) -> str:
    return " ".join(clean(str(value)).split())[:LINE_LIMIT].strip() if value else ""


def _text(value: Any) -> str:
    """A paragraph; lines that a page broke are put together again."""
    return " ".join(clean(str(value)).split())[:TEXT_LIMIT].strip() if value else ""


def _said(value: Found, name: str) -> str:
    return _line(value.get(name))


def _links(findings: Found) -> Iterator[Link]:
    for value in _records(findings, "links"):
        url = re.sub(r"\s", "", _said(value, "url") or _said(value, "name"))
        if url:
            yield Link(LINK_NAMES.get(str(value.get("kind")), ""), url)


def _job(value: Found) -> Job:
    return Job(
        title=_said(value, "title"),
        company=_said(value, "company"),
        location=_said(value, "location"),
        start=_said(value, "start"),
        end=_said(value, "end"),
        lines=tuple(lines_of(str(value.get("text") or ""))),
    )


def _degree(value: Found) -> Degree:
    degree, field = _said(value, "degree"), _said(value, "field")
    return Degree(
        degree=degree,
        # Most CVs say it within the degree's name, "BSc in Physics".
        field="" if field.lower() in degree.lower() else field,
        institution=_said(value, "institution"),
        start=_said(value, "start"),
        end=_said(value, "year"),
    )


def _project(value: Found) -> Project:
    return Project(name=_said(value, "name"), lines=tuple(lines_of(str(value.get("text") or ""))))


def lines_of(text: str) -> list[str]:
    """The points of a description: each bullet with the lines it goes on in; without bullets, each line."""
    lines = [line for line in clean(text).split("\n") if line.strip()]
    has_bullets = any(BULLET.match(line) for line in lines)
    points: list[str] = []
    for line in lines:
        words = " ".join(BULLET.sub("", line).split())
        if points and ((has_bullets and not BULLET.match(line)) or _goes_on(points[-1], words)):
            points[-1] = f"{points[-1]} {words}"
        elif words:
            points.append(words)
    return [point[:TEXT_LIMIT] for point in points[:LIST_LIMIT]]


def _goes_on(before: str, line: str) -> bool:
    """Whether a line is the second half of the one before, which a page broke."""
    return line[:1].islower() and not before.endswith((".", ":", ";", "!", "?"))


def _skill_groups(findings: Found, language: str) -> Iterator[SkillGroup]:
    """One group a category, in the order of first mention; skills that the CV lists come before those it mentions."""
    names = GROUPS[language]
    values = sorted(_records(findings, "skills"), key=lambda value: not value.get("is_listed"))
    groups: dict[str, dict[str, str]] = {}
    for value in values:
        category = str(value.get("category") or "")
        group = names.get(category) or (category.capitalize() if category else names[""])
        skill = _said(value, "written") or _said(value, "name")
        groups.setdefault(group, {}).setdefault(skill.lower(), skill)
    for group, skills in groups.items():
        yield SkillGroup(group, skills=tuple(skill for skill in skills.values() if skill)[:LIST_LIMIT])


def _order(findings: Found) -> tuple[str, ...]:
    """As the CV has its sections; the others follow in their usual order."""
    named = [str(value.get("kind")) for value in _records(findings, "sections")]
    found = [kind for kind in dict.fromkeys(named) if kind in SECTIONS]
    rest = [kind for kind in SECTIONS if kind not in found]
    # A summary without a heading stood at the top.
    return tuple([*rest[:1], *found, *rest[1:]] if rest[:1] == ["summary"] else [*found, *rest])
