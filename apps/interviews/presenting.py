"""Interviews as pages show them: rules in words, answers with what was found, reports with their formulas."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.interviews.configuration import PERCENT_OF_A_HINT, Setup
from apps.interviews.evaluation.model import Evaluation, Note
from apps.interviews.evaluation.wording import words_for
from apps.interviews.library import item_of
from apps.interviews.models import Event, Question, Session
from apps.interviews.queries import FEWEST_FOR_PERCENTILE, percentile_of
from apps.interviews.reporting import readiness
from apps.interviews.shipped import KIND_TITLES, LEVEL_TITLES, QUESTION_TITLES, ROLE_TITLES
from apps.interviews.speaking import Interviewer

Text = str | Promise
MINUTE = 60
STEPS = (gettext_lazy("Choose"), gettext_lazy("Look at the questions"), gettext_lazy("Answer"))
CRITERIA: dict[str, Text] = {
    "relevance": gettext_lazy("Relevance"),
    "examples": gettext_lazy("Specific examples"),
    "structure": gettext_lazy("Clarity and structure"),
    "accuracy": gettext_lazy("Technical accuracy"),
    "alignment": gettext_lazy("Alignment with the job"),
}
STAR: dict[str, Text] = {
    "situation": gettext_lazy("Situation"),
    "task": gettext_lazy("Task"),
    "action": gettext_lazy("Action"),
    "result": gettext_lazy("Result"),
}
# Title and formula of each part of a report.
PARTS: dict[str, tuple[Text, Text]] = {
    "technical": (gettext_lazy("Technical"), gettext_lazy("mean of the scores of all questions of the trade")),
    "communication": (
        gettext_lazy("Communication"),
        gettext_lazy("mean of “clarity and structure” over all answers"),
    ),
    "problem_solving": (
        gettext_lazy("Problem solving"),
        gettext_lazy("mean of the scores of cases, system designs and coding tasks"),
    ),
    "behavioural": (gettext_lazy("Behavioural"), gettext_lazy("mean of the scores of behavioural questions")),
    "confidence": (
        gettext_lazy("Knowing oneself"),
        gettext_lazy("100 less the mean distance between own confidence (1 to 5 as 0 to 100) and score"),
    ),
}
READINESS: dict[str, Text] = {
    "ready": gettext_lazy("Ready for this level: try the next one."),
    "nearly": gettext_lazy("Nearly there: practise the weak topics, then repeat this level."),
    "not-yet": gettext_lazy("Not there yet: begin with the plan below."),
}
ICONS = {
    Event.Kind.STARTED: "play",
    Event.Kind.ASKED: "message-circle-question-mark",
    Event.Kind.HINT: "lightbulb",
    Event.Kind.ANSWERED: "check",
    Event.Kind.TIMED_OUT: "timer",
    Event.Kind.SKIPPED: "arrow-right",
    Event.Kind.EVALUATED: "target",
    Event.Kind.PAUSED: "clock",
    Event.Kind.RESUMED: "play",
    Event.Kind.REVIEWED: "user-check",
    Event.Kind.COMPLETED: "circle-check",
    Event.Kind.ABANDONED: "x",
}


def steps_of_setup(current: int) -> list[tuple[Text, str]]:
    """(title, state) of each step before the first answer."""
    return [
        (title, "done" if place < current else "current" if place == current else "")
        for place, title in enumerate(STEPS, 1)
    ]


def rules_of(session: Session) -> list[Text]:
    """What holds in this interview, to be read before it begins."""
    setup = Setup.from_json(session.setup)
    rules: list[Text] = [
        _("Each question has its own time by the server's clock. When it ends, what stands there is handed in."),
        _("Skipping a question counts as 0 points."),
    ]
    if setup.total_seconds:
        minutes = round(setup.total_seconds * setup.time_factor) // MINUTE
        rules.append(_("All questions together: %(n)s minutes at most.") % {"n": minutes})
    if setup.has_hints:
        rules.append(_("A hint costs %(n)s percent of its question's points.") % {"n": PERCENT_OF_A_HINT})
    if setup.follow_ups:
        rules.append(
            _("When an answer leaves something out, up to %(n)s follow-up questions ask for it.")
            % {"n": setup.follow_ups}
        )
    if setup.difficulty == "adaptive":
        rules.append(_("The difficulty follows your answers: the questions below may change."))
    if setup.has_pauses:
        rules.append(_("You may pause; the clock stops then."))
    rules.append(_("Closing the page loses nothing: what you type is saved as you go."))
    return rules


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion of an evaluation, in words."""

    title: Text
    points: int | None
    weight: int
    reasons: list[str]
    quotes: tuple[str, ...]


class AnswerPage:
    """A question with its answer and everything that was found in it."""

    def __init__(self, question: Question, session: Session) -> None:
        self.question, self.session = question, session
        self.evaluation = Evaluation.from_json(question.evaluation) if question.evaluation else None

    @property
    def is_waiting(self) -> bool:
        return self.question.awaits_evaluation

    @property
    def kind_title(self) -> Text:
        return QUESTION_TITLES[self.question.kind]

    @cached_property
    def lines(self) -> list[Line]:
        found = self.evaluation.criteria if self.evaluation else ()
        return [
            Line(CRITERIA.get(one.name, one.name), one.points, one.weight, _said(one.reasons), one.quotes)
            for one in found
        ]

    @property
    def matched(self) -> list[Any]:
        return [one for one in self.evaluation.findings if one.is_matched] if self.evaluation else []

    @property
    def missing(self) -> list[Any]:
        return [one for one in self.evaluation.findings if not one.is_matched] if self.evaluation else []

    @property
    def strengths(self) -> list[str]:
        return _said(self.evaluation.strengths, but="point_met") if self.evaluation else []

    @property
    def improvements(self) -> list[str]:
        return _said(self.evaluation.improvements, but="point_missing") if self.evaluation else []

    @property
    def star(self) -> list[tuple[Text, str]]:
        """(part, its words in the answer or nothing)."""
        found = self.evaluation.star if self.evaluation else None
        return [(STAR[name], quote) for name, quote in found.items()] if found else []

    @property
    def reaction(self) -> Text:
        """What the interviewer says to it, to whoever practises; readers of an assessment are not spoken to."""
        return Interviewer(self.session).on(self.question) if self.session.is_practice and self.evaluation else ""

    @property
    def origin(self) -> str:
        """Who wrote the question, where that was a language model and it is no follow-up."""
        return "" if self.question.follows_id else str(self.question.asked.get("origin", ""))

    @property
    def ideal(self) -> str:
        return str(self.question.asked["answer"])

    @property
    def minutes(self) -> str:
        """How long it took, as 2:05."""
        return f"{self.question.seconds_spent // MINUTE}:{self.question.seconds_spent % MINUTE:02}"

    @property
    def calibration(self) -> Text:
        """How the own confidence compares with the score."""
        score, own = self.question.final_score, self.question.confidence
        if score is None or own is None:
            return ""
        distance = (own - 1) * 25 - score
        words = {"own": own, "score": score}
        if distance > 25:  # noqa: PLR2004 -- one step of the scale
            return (
                _("You gave yourself %(own)s of 5, the answer reached %(score)s of 100: surer than the answer.") % words
            )
        if distance < -25:  # noqa: PLR2004 -- one step of the scale
            return (
                _("You gave yourself %(own)s of 5, the answer reached %(score)s of 100: better than you thought.")
                % words
            )
        return _("You gave yourself %(own)s of 5, the answer reached %(score)s of 100: well judged.") % words


def _said(notes: tuple[Note, ...], *, but: str = "") -> list[str]:
    """In words, without what the page shows as a list of points."""
    return [words_for(note) for note in notes if note.code != but]


class ResultPage:
    """What a finished interview came to."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.report: dict[str, Any] = session.report if session.score is not None else {}

    @cached_property
    def answers(self) -> list[AnswerPage]:
        rows = self.session.questions.exclude(state=Question.State.UNREACHED).order_by("position")
        return [AnswerPage(one, self.session) for one in rows.select_related("reviewed_by")]

    @property
    def parts(self) -> list[tuple[Text, int, Text]]:
        """(title, points, formula)."""
        found = self.report.get("parts", {})
        return [(title, found[name], formula) for name, (title, formula) in PARTS.items() if name in found]

    @property
    def skills(self) -> list[tuple[str, int]]:
        return sorted(self.report.get("skills", {}).items(), key=lambda one: (-one[1], one[0]))

    @property
    def radar(self) -> dict[str, Any]:
        """Labels and one series, for three parts at least: fewer make no area."""
        if len(self.parts) < 3:  # noqa: PLR2004 -- a triangle
            return {}
        return {
            "labels": [str(title) for title, _points, _formula in self.parts],
            "series": [(_("This interview"), [points for _title, points, _formula in self.parts])],
        }

    @property
    def readiness(self) -> Text:
        """Of practice only: nothing here says whether to hire."""
        if not self.session.is_practice or self.session.score is None:
            return ""
        return READINESS[readiness(self.session.score)]

    @property
    def closing(self) -> Text:
        """The interviewer's last words, to whoever practised to the end."""
        is_held = self.session.is_practice and self.session.state == Session.State.COMPLETED
        return Interviewer(self.session).closing if is_held else ""

    @property
    def level(self) -> Text:
        return LEVEL_TITLES.get(str(self.report.get("level", "")), "")

    @cached_property
    def percentile(self) -> int | None:
        return percentile_of(self.session)

    @property
    def fewest(self) -> int:
        return FEWEST_FOR_PERCENTILE

    @property
    def plan(self) -> list[tuple[str, list[Any]]]:
        """(skill, questions of the library to practise)."""
        return [
            (one["skill"], [item for slug in one["items"] if (item := item_of(slug))])
            for one in self.report.get("plan", ())
        ]

    @property
    def facts(self) -> list[tuple[Text, Text]]:
        one = self.session
        minutes = round(self.report.get("seconds", 0) / MINUTE)
        return [
            (_("Role"), ROLE_TITLES.get(one.role, one.role)),
            (_("Level"), LEVEL_TITLES[one.level]),
            (_("Kind"), KIND_TITLES[one.kind]),
            (_("Time"), format_lazy("{} {}", minutes, _("minutes"))),
        ]


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the replay."""

    title: str
    at: Any
    icon: str
    question: str
    text: str


def replay_of(session: Session) -> list[Step]:
    """Everything that happened, the first thing first."""
    rows = session.events.select_related("question")
    return [
        Step(
            title=one.get_kind_display(),
            at=one.at,
            icon=ICONS.get(Event.Kind(one.kind), ""),
            question=one.question.text if one.question and one.kind == Event.Kind.ASKED else "",
            text=str(one.data.get("text", "")) if isinstance(one.data, dict) else "",
        )
        for one in rows
    ]
