"""Problems as pages show them: statement, editor, hints as far as they were taken, and what was handed in."""

from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import Any, Self
from uuid import uuid4

from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.code_assessment.beside import ENDINGS, MOST_FILES
from apps.code_assessment.catalogue import content_of, library_content
from apps.code_assessment.complaints import Complaint, complaints
from apps.code_assessment.content import Content
from apps.code_assessment.differences import SAME, Row, side_by_side
from apps.code_assessment.inspection.notes import Note
from apps.code_assessment.models import Attempt, Draft, Inspection, Likeness, Problem, ProblemProgress, Submission
from apps.code_assessment.queries import (
    MOST_SHOWN,
    Judging,
    Practised,
    draft_of,
    history_of,
    judging_of,
    practised,
    submissions_of,
    with_place,
    with_progress,
)
from apps.code_assessment.readiness import Readiness, readiness
from apps.code_assessment.scoring import Group, groups_of
from apps.code_assessment.services import languages_for
from apps.code_assessment.wording import CATEGORY_TITLES, CHECKER_TITLES, DIFFICULTY_TITLES
from apps.core.modules import Text
from apps.core.problems import MissingError


@dataclass
class ProblemPage:
    """A problem in front of somebody; in an attempt it has neither hints nor an editorial."""

    key: str
    content: Content
    membership: Membership
    wanted_language: str = ""
    own: Problem | None = None
    attempt: Attempt | None = None
    # What was sent and could not be kept.
    typed_files: list[tuple[str, str]] | None = None

    @cached_property
    def readiness(self) -> Readiness:
        return readiness()

    @property
    def written_in(self) -> str:
        """The language of its texts, where it is known: that of the library."""
        return "en" if library_content(self.key) else ""

    @cached_property
    def languages(self) -> dict[str, str]:
        return languages_for(self.content, self.readiness, self.attempt)

    @cached_property
    def practised(self) -> Practised:
        return practised(self.membership, self.key)

    @cached_property
    def draft(self) -> Draft | None:
        """In the language asked for, or the one that was written last."""
        if self.attempt is None:
            return self.practised.draft_in(self.wanted_language)
        return draft_of(self.membership, self.key, self.wanted_language, self.attempt)

    @cached_property
    def language(self) -> str:
        for name in (self.wanted_language, self.draft.language if self.draft else ""):
            if name in self.languages:
                return name
        return next(iter(self.languages), "")

    @property
    def text(self) -> str:
        if self.draft is not None and self.draft.language == self.language:
            return self.draft.text
        return self.content.starter(self.language)

    @property
    def file_rows(self) -> list[tuple[str, str]]:
        """The files beside the program, and room for one more; none in languages whose programs are one file."""
        if self.language not in ENDINGS:
            return []
        is_here = self.draft is not None and self.draft.language == self.language
        kept = [(name, text) for name, text in self.draft.files] if self.draft is not None and is_here else []
        rows = kept if self.typed_files is None else self.typed_files
        return [*rows, ("", "")][:MOST_FILES]

    @property
    def most_files(self) -> int:
        return MOST_FILES

    @property
    def file_endings(self) -> str:
        return ", ".join(ENDINGS.get(self.language, ()))

    @property
    def starter(self) -> str:
        """What whoever starts over begins with."""
        return self.content.starter(self.language)

    @property
    def draft_version(self) -> int:
        return self.draft.version if self.draft is not None and self.draft.language == self.language else 0

    @property
    def submission_key(self) -> str:
        """Of the form that is shown: sent twice, it hands in once."""
        return str(uuid4())

    @cached_property
    def progress(self) -> ProblemProgress | None:
        return self.practised.progress if self.attempt is None else None

    @property
    def hints(self) -> tuple[str, ...]:
        """Those that were taken."""
        return self.content.hints[: self.progress.hints] if self.progress else ()

    @property
    def hints_left(self) -> int:
        return 0 if self.attempt else len(self.content.hints) - len(self.hints)

    @property
    def shows_editorial(self) -> bool:
        return self.progress is not None and self.progress.shows_editorial

    @cached_property
    def history(self) -> list[Submission]:
        if self.attempt is None:
            return with_progress(self.practised.history)
        return with_progress(history_of(self.membership, self.key, self.attempt)[:MOST_SHOWN])

    @property
    def steps(self) -> list[tuple[Submission, Submission | None]]:
        """What was handed in, each with the one before it."""
        return list(zip_longest(self.history, self.history[1:]))

    @cached_property
    def last(self) -> Submission | None:
        """What was run or handed in last: its result stands below the editor."""
        if self.attempt is None:
            found = self.practised.last
        else:
            rows = submissions_of(self.membership).filter(problem=self.key, attempt=self.attempt)
            found = rows.order_by("-created_at", "-pk").first()
        return with_place(found) if found else None

    @property
    def judging(self) -> Judging:
        """What everybody handed in for it, for those who may have it judged again."""
        return judging_of(self.key)

    @property
    def category_title(self) -> Text:
        return CATEGORY_TITLES[self.content.category]

    @property
    def difficulty_title(self) -> Text:
        return DIFFICULTY_TITLES[self.content.difficulty]

    @property
    def facts(self) -> list[tuple[Text, Text]]:
        limits = self.content.limits_for(self.language) if self.language else self.content.limits
        return [
            (_("Processor time for each test"), _("%(n)s ms") % {"n": limits.cpu_ms}),
            (_("Memory"), _("%(n)s MiB") % {"n": limits.memory_mib}),
            (_("Answers are compared"), self.compared),
            (_("Usual time"), _("%(n)s min") % {"n": self.content.expected_minutes}),
        ]

    @property
    def compared(self) -> Text:
        return (
            _("In a talk with another program") if self.content.is_interactive else CHECKER_TITLES[self.content.checker]
        )

    @property
    def versions(self) -> list[tuple[str, str]]:
        """What programs are compiled and run with, as it said itself in the sandbox."""
        known = self.readiness.languages
        return [(title, known[name]) for name, title in self.languages.items() if name in known]

    @property
    def groups(self) -> list[Group]:
        """Hidden tests by group, with the points that each gives."""
        return groups_of(self.content)


@dataclass(frozen=True)
class LookedAt:
    """A program with what tools noted on it."""

    submission: Submission | None

    @cached_property
    def inspection(self) -> Inspection | None:
        """None while nobody has looked."""
        return getattr(self.submission, "inspection", None)

    @cached_property
    def notes(self) -> list[Note]:
        return [Note.from_json(one) for one in self.inspection.notes] if self.inspection else []


@dataclass(frozen=True)
class ReportRow(LookedAt):
    """A problem of a report with the program that counts, and the pairs that the reader may look at."""

    row: dict[str, Any]
    likenesses: list[Likeness]

    @property
    def others(self) -> list[tuple[Likeness, Submission]]:
        """Each pair with the other program."""
        return [
            (one, one.other if one.one_id == self.submission.pk else one.one)
            for one in self.likenesses
            if self.submission
        ]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two programs side by side; no rows where they are too long for that."""

    before: Submission
    after: Submission
    rows: list[Row] | None

    @classmethod
    def of(cls, one: Submission, other: Submission) -> Self:
        before, after = sorted((one, other), key=lambda submission: submission.created_at)
        return cls(before, after, side_by_side(before.text, after.text))

    @property
    def sides(self) -> tuple[Submission, Submission]:
        return self.before, self.after

    @property
    def changes(self) -> int:
        """How many lines differ."""
        return sum(row.kind != SAME for row in self.rows or ())


def complaints_of(submission: Submission) -> list[Complaint]:
    """What the compiler says of the program, or else what ended the first sample that failed."""
    said = submission.compile_output
    if not said and submission.tests:
        failing = submission.first_failing or submission.tests[0]
        said = failing.get("stderr", "")
    if not said:
        return []
    try:
        content = content_of(submission.problem, submission.problem_version)
    except MissingError:
        return []
    return complaints(submission.language, said, is_function=content.is_function)
