"""An analysis as its page shows it: the text cut at its evidence, and findings that lead there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.core.formats import day as day_of
from apps.core.formats import number, words
from apps.cv_analysis.assistance.filling import PROVIDER
from apps.cv_analysis.models import Analysis, Cv
from apps.cv_analysis.parsing.statuses import STATUSES

# Characters shown around the words of a quote, and of the words themselves.
AROUND, LONGEST_QUOTE = 80, 300
# Characters of a mark: a whole job is no highlight.
LONGEST_MARK = 400


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the CV's text; marked pieces are evidence and can be jumped to."""

    text: str
    mark: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """The words that a finding rests on, and those around them."""

    before: str = ""
    words: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A value with how sure the engine is (0..100 %) and where its evidence begins."""

    label: str
    value: str
    percent: int
    anchor: str
    note: str = ""
    quote: Quote = Quote()
    # Among all findings of the page, and the boxes on the CV's pages that it was read from.
    number: int = 0
    boxes: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a CV."""

    title: str
    at: datetime
    icon: str
    note: str = ""


Spans = list[tuple[int, int]]
SINGLES = ("name", "email", "phone", "location", "headline", "years_of_experience")
LISTS = ("links", "skills", "experience", "education", "certifications", "languages", "projects", "publications")


def _spans(fields: Iterable[dict[str, Any]]) -> Spans:
    return sorted({(span["start"], span["end"]) for field in fields for span in field["evidence"]})


def _is_short(span: tuple[int, int]) -> bool:
    return span[1] - span[0] <= LONGEST_MARK


def boxes_of(field: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """Where on the pages the field was read; findings of the first versions know no boxes."""
    short = (span for span in field["evidence"] if _is_short((span["start"], span["end"])))
    return tuple(box for span in short for box in span.get("boxes") or ())


def segments_of(text: str, spans: Spans) -> list[Segment]:
    """The whole text in order; of two spans that overlap, the earlier one is marked."""
    pieces, at = [], 0
    for start, end in spans:
        if start < at or end <= start:
            continue
        if start > at:
            pieces.append(Segment(text[at:start]))
        pieces.append(Segment(text[start:end], mark=True, id=f"evidence-{start}"))
        at = end
    if at < len(text):
        pieces.append(Segment(text[at:]))
    return pieces


def _anchor(field: dict[str, Any], marks: list[tuple[int, int]]) -> str:
    """The marked piece that shows the field's first evidence."""
    for span in field["evidence"]:
        for start, end in marks:
            if start <= span["start"] < end:
                return f"#evidence-{start}"
    return ""


def _written(value: dict[str, Any] | str, name: str) -> str:
    """The part of a value that people read; the first version of the algorithm stored that part alone."""
    return str(value[name]) if isinstance(value, dict) else value


def _record(value: dict[str, Any], *names: str) -> str:
    return " · ".join(str(value[name]) for name in names if value.get(name))


HIDDEN = {
    "color": gettext_lazy("in the colour of the paper"),
    "size": gettext_lazy("in tiny letters"),
    "invisible": gettext_lazy("not drawn"),
    "off-page": gettext_lazy("beside the page"),
    "covered": gettext_lazy("covered by something"),
    "zero-width": gettext_lazy("between letters"),
    "metadata": gettext_lazy("in the properties of the file"),
    "instruction": gettext_lazy("an instruction to programs"),
}
FIELDS = {
    "headline": gettext_lazy("Headline"),
    "summary": gettext_lazy("Summary"),
    "experience": gettext_lazy("Experience"),
    "education": gettext_lazy("Education"),
    "skills": gettext_lazy("Skills"),
    "certifications": gettext_lazy("Certifications"),
    "languages": gettext_lazy("Languages"),
    "projects": gettext_lazy("Projects"),
    "publications": gettext_lazy("Publications"),
}


def _length(months: int | None) -> str:
    """Time in years, or in months below one."""
    if not months:
        return ""
    if months < 12:  # noqa: PLR2004 -- a year
        return ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    return _("%(years)s years") % {"years": number(months / 12, 1)}


def _use_of(skill: dict[str, Any]) -> str:
    """For how long a skill was used, and how well, as far as the CV says."""
    level = str(LEVELS.get(skill.get("level") or "", ""))
    return " · ".join(part for part in (_length(skill.get("months")), level) if part)


LEVELS = {
    "beginner": gettext_lazy("beginner"),
    "intermediate": gettext_lazy("intermediate"),
    "advanced": gettext_lazy("advanced"),
    "expert": gettext_lazy("expert"),
    "native": gettext_lazy("native"),
}


def _level(value: dict[str, Any] | str) -> str:
    level = (value.get("level") or "") if isinstance(value, dict) else ""
    return str(LEVELS.get(level, level))


def language_name(code: str) -> str:
    """A language in the reader's own, or its code where nobody knows it."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(words()).languages.get(code, code))
    except (UnknownLocaleError, ValueError):
        return code


class AnalysisPage:
    """Everything that the detail page of a CV needs to know about its analysis."""

    def __init__(
        self, analysis: Analysis, findings: dict[str, Any] | None = None, at: tuple[int, int] | None = None
    ) -> None:
        """`findings` as people corrected them; `at` is a place in the text to be shown whatever else stands there."""
        self.analysis = analysis
        found = analysis.findings if findings is None else findings
        self._found = found
        shown = [found[name] for name in SINGLES if found.get(name)]
        for name in LISTS:
            shown += found.get(name) or []
        # Findings lead to their marks on the pictures of the pages, otherwise to those in the text.
        self.on_pages = False
        self._numbers = {id(field): number for number, field in enumerate([*shown, *found["sections"]], 1)}
        spans = [span for span in _spans(shown) if _is_short(span)]
        if at is not None:
            spans = sorted([at, *(span for span in spans if span[1] <= at[0] or span[0] >= at[1])])
        self.segments = segments_of(analysis.text, spans)
        self._marks = []
        place = 0
        for piece in self.segments:
            if piece.mark:
                self._marks.append((place, place + len(piece.text)))
            place += len(piece.text)

    def _finding(self, label: str, field: dict[str, Any], value: str, note: str = "") -> Finding:
        percent, number, boxes = round(field["confidence"] * 100), self._numbers.get(id(field), 0), boxes_of(field)
        anchor = _anchor(field, self._marks)
        if self.on_pages and boxes:
            anchor = f"#mark-{number}"
        elif self.on_pages and anchor:
            anchor = f"?view=text{anchor}"
        return Finding(label, value, percent, anchor, note, self._quote(field), number, boxes)

    def _quote(self, field: dict[str, Any]) -> Quote:
        """The words of the first evidence, with what stands around them on the same line."""
        if not field["evidence"]:
            return Quote()
        start, end = field["evidence"][0]["start"], field["evidence"][0]["end"]
        text = self.analysis.text
        line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end
        before = text[max(line_start, start - AROUND) : start]
        return Quote(before, text[start:end][:LONGEST_QUOTE], text[end : min(line_end, end + AROUND)])

    def _single(self, name: str, label: str) -> list[Finding]:
        field = self._found.get(name)
        if not field:
            return []
        note = _("found by a language model") if field.get("source") == PROVIDER else ""
        return [self._finding(label, field, str(field["value"]), note)]

    @property
    def contact(self) -> list[Finding]:
        links = [self._finding(_("Link"), field, _written(field["value"], "url")) for field in self._found["links"]]
        return [
            *self._single("name", _("Name")),
            *self._single("headline", _("Headline")),
            *self._single("email", _("E-mail address")),
            *self._single("phone", _("Phone")),
            *self._single("location", _("Place")),
            *links,
            *self._single("years_of_experience", _("Years of experience")),
        ]

    @property
    def skills(self) -> list[Finding]:
        fields = self._found["skills"]
        return [
            self._finding(field["value"]["category"], field, field["value"]["name"], _use_of(field["value"]))
            for field in fields
        ]

    @property
    def experience(self) -> list[Finding]:
        rows = []
        for field in self._found["experience"]:
            value = field["value"]
            when = " – ".join(str(part) for part in (value.get("start"), value.get("end")) if part)  # noqa: RUF001 -- a span of time
            note = " · ".join(part for part in (when, _length(value.get("months")), value.get("location")) if part)
            rows.append(self._finding("", field, _record(value, "title", "company"), note))
        return rows

    @property
    def education(self) -> list[Finding]:
        fields = self._found["education"]
        rows = [(field, field["value"]) for field in fields]
        return [
            self._finding("", f, _record(v, "degree", "field", "institution"), str(v.get("year") or ""))
            for f, v in rows
        ]

    @property
    def has_boxes(self) -> bool:
        """Whether anything is known to stand somewhere on a page."""
        return any(finding.boxes for _title, findings in self.parts for finding in findings)

    @property
    def parts(self) -> list[tuple[str, list[Finding]]]:
        """All findings as a report lists them, part by part; parts without any are left out."""
        named = [
            (_("Contact"), self.contact),
            (_("Experience"), self.experience),
            (_("Education"), self.education),
            (_("Skills"), self.skills),
            (_("Certifications"), self.certifications),
            (_("Languages"), self.languages),
            (_("Projects"), self.projects),
            (_("Publications"), self.publications),
        ]
        return [(title, findings) for title, findings in named if findings]

    @property
    def certifications(self) -> list[Finding]:
        return [self._finding("", field, _written(field["value"], "name")) for field in self._found["certifications"]]

    @property
    def languages(self) -> list[Finding]:
        return [
            self._finding("", field, _written(field["value"], "name"), _level(field["value"]))
            for field in self._found["languages"]
        ]

    @property
    def projects(self) -> list[Finding]:
        return [self._finding("", field, field["value"]["name"]) for field in self._found.get("projects") or ()]

    @property
    def publications(self) -> list[Finding]:
        return [self._finding("", field, field["value"]) for field in self._found.get("publications") or ()]

    @property
    def summary(self) -> Finding | None:
        return next(iter(self._single("summary", _("Summary"))), None)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a reader of the page does not see: how it is hidden, and the words."""
        return [
            (str(HIDDEN.get(one["kind"], one["kind"])), one["text"][:LONGEST_QUOTE])
            for one in self._found.get("hidden") or ()
        ]

    @property
    def foreign(self) -> tuple[str, list[str]] | None:
        """The language of a document in another than English, and what was not looked for in it."""
        unread = self._found.get("unread") or ()
        return (
            (language_name(self._found["language"]), [str(FIELDS.get(name, name)) for name in unread])
            if unread
            else None
        )

    @property
    def sections(self) -> list[Finding]:
        return [self._section(field) for field in self._found["sections"] if field["value"]["title"]]

    def _section(self, field: dict[str, Any]) -> Finding:
        """On the pages it is marked by its first line, which is the title."""
        found = self._finding(field["value"]["kind"], field, field["value"]["title"])
        boxes = tuple(box for span in field["evidence"] for box in span.get("boxes") or ())[:1]
        anchor = f"#mark-{found.number}" if self.on_pages and boxes else found.anchor
        return replace(found, boxes=boxes, anchor=anchor)


def activity_of(cv: Cv, analysis: Analysis | None) -> list[Event]:
    """What happened to a CV, the newest first."""
    events = [Event(_("Uploaded by %(who)s") % {"who": cv.uploaded_by}, cv.created_at, "file-up", cv.file_name)]
    if analysis is not None:
        note = _("in %(ms)s ms, on the assumption that “present” is %(day)s")
        day = day_of(analysis.as_of)
        said = note % {"ms": analysis.duration_ms, "day": day}
        title = _("Read by %(version)s") % {"version": analysis.algorithm}
        events.append(Event(title, analysis.created_at, "file-search", said))
    elif problem := problem_of(cv):
        events.append(Event(problem["title"], cv.updated_at, "triangle-alert", problem["advice"]))
    return events[::-1]


def problem_of(cv: Cv) -> dict[str, str] | None:
    """What went wrong with a CV and what to do about it, None when nothing did."""
    if cv.is_working or cv.status_now == Cv.Status.PARSED:
        return None
    if status := STATUSES.get(cv.status_now):
        return {"title": _(status.title), "advice": _(status.advice)}
    advice = _("The file is safe. Start the reading again; if it fails again, tell an administrator.")
    if cv.task and cv.task.problem_code == "license-required":
        advice = _("The module was switched off before its turn came. Switch it on and start the reading again.")
    if cv.task and cv.task.problem_code == "meter-limit":
        advice = _("The analyses of the month were used up before its turn came. Read it again when there are more.")
    return {"title": _("The reading did not finish"), "advice": advice}
