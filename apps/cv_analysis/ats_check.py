"""A CV against one job as an applicant tracking system takes it, as its page and the API show it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.accounts.rights import has_right
from apps.cv_analysis.models import Analysis
from apps.cv_analysis.queries import findings_of
from apps.cv_analysis.scored import PartLine, block_of
from apps.cv_analysis.scoring.ats import IN_JOB, AtsCheck, Keyword, check
from apps.cv_analysis.scoring.matching import Wanted
from apps.cv_analysis.scoring.parts import Score
from apps.hiring.models import Job, JobQuerySet

PRESENT, NEAR = "present", "near"


@dataclass(frozen=True, slots=True)
class KeywordLine:
    """A keyword with what to do about it, or the way to where it stands."""

    name: str
    is_required: bool
    advice: str
    href: str


@dataclass(frozen=True, slots=True)
class Gain:
    """What a part has, and what it would have after the changes."""

    title: str
    before: int
    after: int
    out_of: int
    reason: str
    cure: str


def check_of(analysis: Analysis, wanted: Wanted) -> AtsCheck:
    """The reading as people corrected it against the job."""
    return check(findings_of(analysis), analysis.text, wanted, file_name=analysis.cv.file_name)


def jobs_to_check(membership: Membership) -> JobQuerySet:
    """The jobs that the member may compare with; a candidate pastes the description."""
    if membership.is_candidate or not has_right(membership, "hiring.view"):
        return Job.objects.none()
    return Job.objects.all()


def advice_of(word: Keyword) -> str:
    """Where a keyword belongs, and on which condition."""
    values = {"name": word.name, "own": word.own, "job": word.job}
    if word.state == PRESENT:
        return ""
    if word.state == NEAR and word.where == IN_JOB:
        return _("The CV says %(own)s. If %(name)s was used too, write so under “%(job)s”.") % values
    if word.state == NEAR:
        return _("The CV says %(own)s. If %(name)s is true too, add it to the skills.") % values
    if word.where == IN_JOB:
        return _("If it is true, name it under “%(job)s”.") % values
    return _("If it is true, add it to the skills.")


class CheckPage:
    """Everything that the page says of one check."""

    def __init__(self, found: AtsCheck, wanted: Wanted) -> None:
        self.found, self.wanted = found, wanted

    @property
    def before(self) -> int:
        return self.found.before.points

    @property
    def after(self) -> int:
        return self.found.after.points

    @property
    def asks_for_nothing(self) -> bool:
        """Whether no keyword was found in the job: the form is all that was checked."""
        return not self.found.keywords

    @cached_property
    def missing(self) -> list[KeywordLine]:
        """What is not there as a word, what is required first."""
        return [_line(word) for word in _in_order(self.found) if word.state != PRESENT]

    @cached_property
    def present(self) -> list[KeywordLine]:
        return [_line(word) for word in _in_order(self.found) if word.state == PRESENT]

    @property
    def parts(self) -> list[Gain]:
        after = {part.key: part.points for part in self.found.after.parts}
        lines = zip(self.found.before.parts, block_of(self.found.before).parts, strict=True)
        return [
            Gain(line.title, line.points, after.get(part.key, line.points), line.out_of, line.reason, line.cure)
            for part, line in lines
        ]

    @property
    def problems(self) -> tuple[PartLine, ...]:
        """What is wrong with the form."""
        return block_of(Score("formatting", self.found.problems)).parts


def _in_order(found: AtsCheck) -> Iterator[Keyword]:
    yield from sorted(found.keywords, key=lambda word: (not word.is_required, -word.out_of))


def _line(word: Keyword) -> KeywordLine:
    href = f"?at={word.places[0][0]}-{word.places[0][1]}#evidence-{word.places[0][0]}" if word.places else ""
    return KeywordLine(word.name, word.is_required, advice_of(word), href)
