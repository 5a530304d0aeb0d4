"""The form of a CV as its page shows it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.cv_analysis.builder.json_resume import NAMES
from apps.cv_analysis.builder.resume import PRESENT, Entry, FieldError, Link
from apps.cv_analysis.builder.resume import Resume as Content
from apps.cv_analysis.builder.suggestions import Suggestion, suggestions_for
from apps.cv_analysis.resume_fields import (
    ADD_TITLES,
    FIELDS,
    LINK,
    NEW_TITLES,
    PERSON,
    SECTION_TITLES,
    SUMMARY,
    FieldSpec,
)
from apps.cv_analysis.resume_typed import shown_date
from apps.cv_analysis.resumes import reason_of

ADVICE = {
    "weak-opening": _("“%(words)s” says little. Say what you did; take a verb only if it is true:"),
    "no-result": _("What came of it? Add a figure: how many, how much, how fast, compared with before."),
    "passive": _("“%(words)s” hides who did it. Begin with the verb: what did you do?"),
    "first-person": _("A CV does without “%(words)s”. Begin with the verb."),
    "too-long": _("This line is long. Say the most important half of it, or make two lines of it:"),
    "vague": _("“%(words)s” tells nobody anything. Name it, or leave it out."),
    "tense": _("This job is over: say it in the past."),
    "no-dates": _("Add start and end. Programs that sort CVs count the months between them."),
    "no-lines": _("Say in two to five lines what you did there and what came of it."),
}
# More than this at once is a scolding, not a help.
MOST_ADVICE = 4


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field ready to be shown."""

    id: str
    label: str | Promise
    kind: str
    value: str
    help: str | Promise = ""
    error: str = ""
    is_wide: bool = False
    goes_on: bool = False

    @property
    def described_by(self) -> str:
        return f"{self.id}_error" if self.error else f"{self.id}_helptext" if self.help else ""


@dataclass(frozen=True, slots=True)
class Advice:
    """Something that could be better; each of `ways` is the button's deed and the line as it would be."""

    line: int | None
    text: str
    ways: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry of a section with its fields and what could be better in it."""

    number: int
    id: str
    title: str
    rest: str
    fields: tuple[FieldView, ...]
    advice: tuple[Advice, ...] = ()
    is_first: bool = False
    is_last: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of the form; the summary has one field and no entries."""

    name: str
    title: str | Promise
    add_title: str | Promise
    entries: tuple[EntryView, ...]
    field: FieldView | None = None
    is_first: bool = False
    is_last: bool = False


@dataclass
class ResumeForm:
    """A CV as a form. `errors` are those of its document, `focus` is the id of what should have the focus."""

    content: Content
    errors: list[FieldError] = field(default_factory=list)
    focus: str = ""

    @cached_property
    def _errors(self) -> dict[str, str]:
        """What is wrong, by the id of the field."""
        links = self.content.links
        # A first link without a name is written as the person's own address, and those after it are counted from 0.
        shift = int(bool(links) and not links[0].label and not links[0].rest)
        return {field_id(error.path, shift): reason_of(error) for error in self.errors}

    @property
    def mistakes(self) -> list[tuple[str, str]]:
        """Id and label of each field that needs a look."""
        return [(one.id, f"{one.label}") for one in self._all_fields() if one.id in self._errors]

    def text_of(self, name: str) -> str:
        """What is wrong with a field."""
        return self._errors.get(name, "")

    @property
    def other_mistakes(self) -> list[str]:
        """What is wrong with the CV as a whole."""
        known = {one.id for one in self._all_fields()}
        return [text for name, text in self._errors.items() if name not in known]

    def _all_fields(self) -> Iterator[FieldView]:
        yield from self.person
        for entry in self.links:
            yield from entry.fields
        for section in self.sections:
            if section.field:
                yield section.field
            for one in section.entries:
                yield from one.fields

    @cached_property
    def person(self) -> tuple[FieldView, ...]:
        return tuple(self._field(spec, spec.name, getattr(self.content, spec.name)) for spec in PERSON)

    @cached_property
    def links(self) -> tuple[EntryView, ...]:
        return tuple(self._entry("links", number, link, LINK) for number, link in enumerate(self.content.links))

    @cached_property
    def _suggestions(self) -> dict[tuple[str, int], list[Suggestion]]:
        found: dict[tuple[str, int], list[Suggestion]] = {}
        for one in suggestions_for(self.content):
            found.setdefault((one.section, one.entry), []).append(one)
        return found

    @cached_property
    def sections(self) -> tuple[SectionView, ...]:
        last = len(self.content.order) - 1
        return tuple(
            SectionView(
                name=name,
                title=SECTION_TITLES[name],
                add_title=ADD_TITLES.get(name, ""),
                entries=tuple(
                    self._entry(name, number, entry, FIELDS[name])
                    for number, entry in enumerate(self.content.entries(name))
                ),
                field=self._field(SUMMARY, "summary", self.content.summary) if name == "summary" else None,
                is_first=place == 0,
                is_last=place == last,
            )
            for place, name in enumerate(self.content.order)
        )

    def _entry(self, section: str, number: int, entry: Entry | Link, specs: tuple[FieldSpec, ...]) -> EntryView:
        shown = tuple(self._field(spec, f"{section}-{number}-{spec.name}", getattr(entry, spec.name)) for spec in specs)
        texts = [one.value for one in shown[:2] if one.value]
        return EntryView(
            number=number,
            id=f"{section}-{number}",
            title=" \u00b7 ".join(texts) or str(NEW_TITLES.get(section, "")),
            rest=entry.rest,
            fields=shown,
            advice=tuple(self._advice(section, number)),
            is_first=number == 0,
            is_last=number == len(getattr(self.content, section)) - 1,
            is_open=not texts or self.focus.startswith(f"{section}-{number}-") or any(one.error for one in shown),
        )

    def _advice(self, section: str, number: int) -> Iterator[Advice]:
        counted: dict[int | None, int] = {}
        for one in self._suggestions.get((section, number), [])[:MOST_ADVICE]:
            which = counted.get(one.line, 0)
            counted[one.line] = which + 1
            ways = tuple(
                (f"use:{section}:{number}:{one.line}:{which}:{place}", text) for place, text in enumerate(one.rewrites)
            )
            line = None if one.line is None else one.line + 1
            yield Advice(line, str(ADVICE[one.kind]) % {"words": one.words}, ways)

    def _field(self, spec: FieldSpec, name: str, value: Any) -> FieldView:
        if spec.kind == "lines":
            text = "\n".join(value)
        elif spec.kind == "commas":
            text = ", ".join(value)
        else:
            text = shown_date(value) if spec.kind in {"date", "end"} else value
        goes_on = spec.kind == "end" and value == PRESENT
        error = self._errors.get(name, "")
        return FieldView(name, spec.label, spec.kind, text, spec.help, error, spec.is_wide, goes_on)


def field_id(path: str, links_before: int = 0) -> str:
    """The id of the form's field for a place in the JSON Resume document: `work.0.startDate` is experience-0-start."""
    parts = path.split(".")
    if parts[0] == "basics":
        return _of_basics(parts[1:], links_before)
    for section, (theirs, names) in NAMES.items():
        if parts[0] == theirs and len(parts) >= 3:  # noqa: PLR2004 -- list, number, field
            ours = next((mine for mine, their in names.items() if their == parts[2]), "")
            return f"{section}-{parts[1]}-{ours}"
    return path


def _of_basics(parts: list[str], links_before: int) -> str:
    if parts[:1] == ["profiles"] and len(parts) == 3:  # noqa: PLR2004 -- as above
        return f"links-{int(parts[1]) + links_before}-{'url' if parts[2] == 'url' else 'label'}"
    if parts[:1] == ["url"]:
        return "links-0-url"
    # JSON Resume calls the headline a label.
    return "" if not parts else "headline" if parts[0] == "label" else parts[0]
