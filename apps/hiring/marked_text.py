"""A job's text with marks on the words that say what the job asks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.hiring.models import Job, JobSkill

FIELDS: dict[str, Promise] = {
    "title": gettext_lazy("Title"),
    "seniority": gettext_lazy("Seniority"),
    "minimum_years": gettext_lazy("Minimum years"),
    "education": gettext_lazy("Education"),
    "location": gettext_lazy("Location"),
    "workplace": gettext_lazy("Workplace"),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text; a marked one says what was read from it, and can be led to."""

    text: str
    title: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    title: str


class MarkedText:
    """The text cut at its marks. Of two that overlap the shorter is kept, and a skill before anything else."""

    def __init__(self, job: Job, skills: Iterable[JobSkill]) -> None:
        self._text = job.description
        self._marks: list[_Mark] = []
        for marks in (self._of_skills(skills), self._of_fields(job)):
            for mark in sorted(marks, key=lambda one: (one.end - one.start, one.start)):
                if self._fits(mark):
                    self._marks.append(mark)
        self._marks.sort(key=lambda one: one.start)

    def _of_skills(self, skills: Iterable[JobSkill]) -> Iterator[_Mark]:
        for skill in skills:
            if skill.start is not None and skill.end is not None:
                said = _("%(skill)s: %(kind)s") % {"skill": skill.name, "kind": skill.get_kind_display()}
                yield _Mark(skill.start, skill.end, said)

    def _of_fields(self, job: Job) -> Iterator[_Mark]:
        for name, (start, end) in job.read_from.items():
            if name in FIELDS:
                yield _Mark(start, end, str(FIELDS[name]))

    def _fits(self, mark: _Mark) -> bool:
        is_inside = 0 <= mark.start < mark.end <= len(self._text)
        return is_inside and all(mark.end <= other.start or mark.start >= other.end for other in self._marks)

    @property
    def has_marks(self) -> bool:
        return bool(self._marks)

    @property
    def pieces(self) -> list[Piece]:
        """The whole text in order."""
        found, at = [], 0
        for mark in self._marks:
            found.append(Piece(self._text[at : mark.start]))
            found.append(Piece(self._text[mark.start : mark.end], mark.title, f"asked-{mark.start}"))
            at = mark.end
        return [piece for piece in [*found, Piece(self._text[at:])] if piece.text]

    def anchor(self, start: int | None, end: int | None) -> str:
        """The way to the mark that shows a place of the text, empty when none does."""
        if start is None or end is None:
            return ""
        near = (mark for mark in self._marks if mark.start < end and mark.end > start)
        return next((f"#asked-{mark.start}" for mark in near), "")
