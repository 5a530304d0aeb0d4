"""Candidates side by side: the same questions for each, and what they have in common."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.core.formats import number
from apps.hiring.blind import called
from apps.hiring.models import Job
from apps.hiring.presenting import MatchView, Point
from apps.hiring.queries import Compared
from apps.hiring.records import kind_title, module_title


@dataclass(frozen=True, slots=True)
class Column:
    """One candidate at the head of the table."""

    name: str
    candidate_id: str
    headline: str
    is_named: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """An answer; `share` is that of its bar, none where there is nothing to measure."""

    text: str = ""
    note: str = ""
    share: int | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A question with one answer for each candidate; `differs` where they are not alike."""

    title: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        return len({(cell.text, cell.state) for cell in self.cells}) > 1


class Comparison:
    """What the page of a comparison shows."""

    def __init__(self, found: Sequence[Compared], job: Job | None) -> None:
        self.job, self.is_blind = job, bool(job and job.is_blind)
        self._found = found
        self._matches = [MatchView(one.match, job) if one.match and job else None for one in found]
        self.columns = [
            Column(
                called(one.candidate, job),
                str(one.candidate.pk),
                "" if self.is_blind else one.candidate.headline,
                not self.is_blind,
            )
            for one in found
        ]

    @property
    def fit(self) -> list[Row]:
        """The score and its three parts; nothing without a job."""
        if not any(self._matches):
            return []
        scores = tuple(Cell(match.score, "", round(match.match.score)) if match else Cell() for match in self._matches)
        rows = [Row(_("Score"), scores)]
        titles = (_("Skills"), _("Experience"), _("Education"))
        for place, title in enumerate(titles):
            rows.append(Row(title, tuple(_part(match, place) for match in self._matches)))
        return rows

    @property
    def questions(self) -> list[Row]:
        """Years and degrees against what the job asks."""
        return self._lines(1) + self._lines(2)

    @property
    def skills(self) -> list[Row]:
        """Each skill that the job asks for, first those in which they differ."""
        return sorted(self._lines(0), key=lambda row: not row.differs)

    def _lines(self, place: int) -> list[Row]:
        known = [{line.title: line for line in match.parts[place].lines} if match else {} for match in self._matches]
        titles = dict.fromkeys(title for lines in known for title in lines)
        return [Row(title, tuple(_line(lines.get(title)) for lines in known)) for title in titles]

    @property
    def results(self) -> list[Row]:
        """The newest result of each kind; in a blind review only those that are figures."""
        kinds = dict.fromkeys(kind for one in self._found for kind in sorted(one.results))
        rows = []
        for module, kind in kinds:
            cells = []
            for one in self._found:
                result = one.results.get((module, kind))
                score = "" if result is None or result.score is None else number(result.score, 0)
                note = "" if result is None or self.is_blind else result.summary
                cells.append(Cell(score or note, note if score else "", int(score) if score else None))
            if any(cell.text for cell in cells):
                rows.append(Row(f"{kind_title(kind, module)} ({module_title(module)})", tuple(cells)))
        return rows

    @property
    def about(self) -> list[Row]:
        """What is known of each; nothing of it in a blind review."""
        if self.is_blind:
            return []
        fields = [
            (_("Location"), [one.candidate.location for one in self._found]),
            (_("Tags"), [", ".join(one.candidate.tags) for one in self._found]),
            (_("Source"), [one.candidate.source for one in self._found]),
            (_("Applications"), [_applied(one) for one in self._found]),
        ]
        return [Row(title, tuple(Cell(value) for value in values)) for title, values in fields if any(values)]

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        """The parts of the page that have something in them."""
        named = [
            (_("How they fit"), self.fit),
            (_("Experience and education"), self.questions),
            (_("Skills that the job asks for"), self.skills),
            (pgettext("of modules", "Results"), self.results),
            (_("About them"), self.about),
        ]
        return [(title, rows) for title, rows in named if rows]


def _applied(one: Compared) -> str:
    rows = one.candidate.applications.all()
    return ", ".join(f"{row.job} ({_('Blind review') if row.job.is_blind else row.stage})" for row in rows)


def _part(match: MatchView | None, place: int) -> Cell:
    if match is None:
        return Cell()
    part = match.parts[place]
    share = round(part.points * 100 / part.out_of) if part.out_of else 0
    return Cell(number(part.points, 1), _("of %(max)s") % {"max": number(part.out_of, 1)}, share)


def _line(line: Point | None) -> Cell:
    if line is None:
        return Cell()
    share = round(line.points * 100 / line.out_of) if line.out_of else 0
    return Cell(line.note, "", share, line.state)
