"""The talk with the coach as its page shows it: turns with what they rest on, and why there is no answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.ai.base import Failure
from apps.interviews.models import CoachTurn, Session
from apps.interviews.services.coaching import BEYOND, MOST_TRIES

Text = str | Promise
# What there is to ask first; a form sends their words.
STARTERS: Sequence[Text] = (
    _("What should I practise first?"),
    _("Which of my answers was the weakest, and why?"),
    _("How could I have said my weakest answer better?"),
    _("What did I do well?"),
)
SOURCES: Mapping[str, Text] = {
    "answer": _("Your answer"),
    "point": _("A point of a good answer"),
    "feedback": _("Feedback"),
    "model-answer": _("A model answer"),
}
LEFT_OUT: Mapping[str, Text] = {
    "model-answers": _("The interview is long: the coach read it without the model answers."),
    "ends-of-answers": _("The interview is long: the coach read the beginning of each answer, and no model answers."),
    "best-answers": _(
        "The interview is very long: the coach read the beginnings of the answers with the lowest scores, and of the"
        " others the question and the score only."
    ),
}
WHY_NOT: Mapping[str, Text] = {
    Failure.NO_PROVIDER: _("No language model is set up any more."),
    Failure.OVER_BUDGET: _("The month's budget for language models is used up. It begins anew with the next month."),
    Failure.OVER_TIME: _("It took too long."),
    Failure.RATE_LIMITED: _("The language model takes no more questions at the moment. Try again in a minute."),
    Failure.RESTING: _("The language model failed several times and is left alone for a moment."),
    Failure.TOO_LONG: _("The interview or the answer was too long for the language model."),
    Failure.REFUSED: _("The language model refused to answer this."),
    BEYOND: _("What came back was about people or hiring, or named scores that nobody gave, so it is not shown."),
}
OTHERWISE: Text = _("The language model could not be reached, or gave no answer that can be used.")


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage with where it stands."""

    number: int
    source: Text
    passage: str
    question: str


class TurnPage:
    """A question to the coach, and what came of it."""

    def __init__(self, turn: CoachTurn, asked: Mapping[int, str]) -> None:
        self.turn, self._asked = turn, asked

    @property
    def citations(self) -> list[Shown]:
        return [
            Shown(one["question"], SOURCES[one["source"]], one["passage"], self._asked.get(one["question"], ""))
            for one in self.turn.citations
        ]

    @property
    def left_out(self) -> Text:
        return LEFT_OUT.get(self.turn.left_out, "")

    @property
    def failure(self) -> str:
        """Why there is no answer, as a code."""
        return Failure.OVER_TIME.value if self.turn.is_overdue else self.turn.failure

    @property
    def why_not(self) -> Text:
        """The same in words."""
        return WHY_NOT.get(self.failure, OTHERWISE)

    @property
    def may_try_again(self) -> bool:
        return self.turn.state_now == CoachTurn.State.FAILED and self.turn.tries < MOST_TRIES


class TalkPage:
    """All that was asked about an interview."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @cached_property
    def turns(self) -> list[TurnPage]:
        asked = {one.position: one.text for one in self.session.questions.only("position", "asked")}
        return [TurnPage(one, asked) for one in self.session.coach_turns.all()]

    @property
    def last(self) -> TurnPage | None:
        return self.turns[-1] if self.turns else None

    @property
    def is_waiting(self) -> bool:
        return self.last is not None and self.last.turn.is_waiting

    @property
    def starters(self) -> list[Text]:
        """Those that were not asked yet."""
        asked = {one.turn.question for one in self.turns}
        return [one for one in STARTERS if str(one) not in asked]
