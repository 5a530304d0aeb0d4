"""The pages of a CV as its page shows them: pictures, with a mark on every place that something was read from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from apps.cv_analysis.models import Cv
from apps.cv_analysis.presenting import AnalysisPage, Finding

# Of a line's height, so that a mark does not cut off what reaches below or above.
ROOM = 0.12
UNREAD = frozenset({Cv.Status.NEEDS_OCR, Cv.Status.NOT_A_CV})


@dataclass(frozen=True, slots=True)
class Rectangle:
    """In pixels of the picture."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Mark:
    """The places of a finding on one page; quiet ones show only when somebody asks for them."""

    id: str
    finding: int
    title: str
    rectangles: tuple[Rectangle, ...]
    is_quiet: bool = False

    @property
    def area(self) -> int:
        return max(one.width * one.height for one in self.rectangles)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as a picture of that many pixels; small marks lie on large ones, so that each can be clicked."""

    number: int
    width: int
    height: int
    marks: tuple[Mark, ...]


def has_pages(cv: Cv, analysis: AnalysisPage) -> bool:
    """Whether the CV is one of pages, as far as is known before they are painted."""
    return cv.pages != [] and (bool(cv.pages) or analysis.has_boxes)


def shows_unread(cv: Cv) -> bool:
    """Whether the pages are shown although nothing was read from them: people can read what the reader could not."""
    return cv.status_now in UNREAD and cv.pages != []


def sheets_of(cv: Cv, analysis: AnalysisPage | None) -> list[Sheet]:
    """The painted pages; without an analysis they have no marks."""
    findings = list(_findings(analysis)) if analysis else []
    seen: set[int] = set()
    return [_sheet(page, findings, seen) for page in cv.pages or ()]


def _findings(analysis: AnalysisPage) -> Iterator[tuple[str, Finding, bool]]:
    # Years are the sum of jobs, which have marks of their own in the same places.
    years = _("Years of experience")
    for title, found in analysis.parts:
        for finding in found:
            said = _("%(part)s: %(value)s") % {"part": finding.label or title, "value": finding.value}
            yield said, finding, finding.label == years
    for section in analysis.sections:
        yield _("Section: %(title)s") % {"title": section.value}, section, True


def _sheet(page: dict[str, Any], findings: list[tuple[str, Finding, bool]], seen: set[int]) -> Sheet:
    marks = []
    for title, finding, is_quiet in findings:
        places = tuple(_rectangle(box, page) for box in finding.boxes if box["page"] == page["number"])
        if not places:
            continue
        # The first mark of a finding is the one that its name leads to.
        more = f"-{page['number']}" if finding.number in seen else ""
        seen.add(finding.number)
        marks.append(Mark(f"mark-{finding.number}{more}", finding.number, title, places, is_quiet))
    marks.sort(key=lambda mark: -mark.area)
    return Sheet(page["number"], page["width"], page["height"], tuple(marks))


def _rectangle(box: dict[str, Any], page: dict[str, Any]) -> Rectangle:
    width, height = page["width"], page["height"]
    room = (box["bottom"] - box["top"]) * height * ROOM
    left, right = box["left"] * width - room, box["right"] * width + room
    top, bottom = box["top"] * height - room, box["bottom"] * height + room
    return Rectangle(round(left), round(top), max(round(right - left), 1), max(round(bottom - top), 1))
