"""What the coach is told of an interview: what its person sees of it, within a number of tokens. Values only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from apps.ai.base import estimated_tokens

# By the estimate of apps.ai.base, which is rather too high: half as many in English.
MOST_TOKENS = 16_000
MOST_TOKENS_OF_TALK = 3_000
LENGTHS = (2000, 1000, 500)
LONGEST_BRIEF = 200
Source = Literal["answer", "point", "feedback", "model-answer"]
SOURCES: tuple[Source, ...] = ("answer", "point", "feedback", "model-answer")


class LeftOut(StrEnum):
    """What a long interview was shortened by; each also leaves out what those before it do."""

    NOTHING = ""
    MODEL_ANSWERS = "model-answers"
    ENDS_OF_ANSWERS = "ends-of-answers"
    BEST_ANSWERS = "best-answers"


@dataclass(frozen=True, slots=True)
class Told:
    """A question of the interview, with all that may be cited of it."""

    number: int
    question: str
    score: int | None
    facts: Sequence[str] = ()
    answer: str = ""
    made: Sequence[str] = ()
    missing: Sequence[str] = ()
    feedback: Sequence[str] = ()
    model_answer: str = ""

    @property
    def sources(self) -> Mapping[Source, Sequence[str]]:
        """Where a passage can stand."""
        texts = ((self.answer,), (*self.made, *self.missing), self.feedback, (self.model_answer,))
        return dict(zip(SOURCES, texts, strict=True))

    def whole(self, *, longest: int | None = None, has_model_answer: bool = True) -> str:
        """All of it, with so much of the answer."""
        parts = [
            ("Asked", self.question),
            ("Facts", "; ".join(self.facts)),
            ("Points that the answer makes", _listed(self.made)),
            ("Points that are missing", _listed(self.missing)),
            ("Feedback", _listed(self.feedback)),
            ("Answer", shortened(self.answer, longest) or "(nothing)"),
            ("Model answer", self.model_answer if has_model_answer else ""),
        ]
        return "\n".join(f"{title}: {text}" for title, text in parts if text)

    @property
    def brief(self) -> str:
        """What was asked, and the score."""
        score = "no score" if self.score is None else f"{self.score} of 100"
        return f"Asked: {shortened(self.question, LONGEST_BRIEF)}\nFacts: {score}; the rest is left out here"


@dataclass(frozen=True, slots=True)
class Material:
    """An interview as the coach gets it; `scores` are all figures that it names."""

    overview: str
    questions: tuple[Told, ...]
    scores: frozenset[int] = field(default_factory=frozenset)

    def data(self, talk: Iterable[tuple[str, str]], question: str) -> tuple[dict[str, str], LeftOut]:
        """As the prompt takes it, and what was left out to make it fit."""
        room = MOST_TOKENS - estimated_tokens(self.overview)
        texts, left_out = fitted(self.questions, room)
        data = {"Interview": self.overview}
        data |= {f"Question {number}": text for number, text in texts}
        if spoken := _talk(talk):
            data["Talk so far"] = spoken
        return data | {"Asked now": question}, left_out


def shortened(text: str, longest: int | None) -> str:
    return text if longest is None or len(text) <= longest else f"{text[:longest].rstrip()} […]"


def fitted(questions: Sequence[Told], room: int) -> tuple[list[tuple[int, str]], LeftOut]:
    """Each question with its number, all alike as whole as there is room for.

    Where even short beginnings of the answers are too much, those with the best scores are only named.
    """
    steps: list[tuple[LeftOut, int | None, bool]] = [
        (LeftOut.NOTHING, None, True),
        (LeftOut.MODEL_ANSWERS, None, False),
        *((LeftOut.ENDS_OF_ANSWERS, length, False) for length in LENGTHS),
    ]
    for left_out, longest, has_model_answer in steps:
        texts = [(one.number, one.whole(longest=longest, has_model_answer=has_model_answer)) for one in questions]
        if sum(estimated_tokens(text) for _number, text in texts) <= room:
            return texts, left_out
    return _worst_first(questions, room), LeftOut.BEST_ANSWERS


def _worst_first(questions: Sequence[Told], room: int) -> list[tuple[int, str]]:
    """Every question named while there is room, then those with the lowest scores in full."""
    texts: dict[int, str] = {}
    for one in questions:
        if (size := estimated_tokens(one.brief)) <= room:
            texts[one.number], room = one.brief, room - size
    for one in sorted(questions, key=lambda one: one.score or 0):
        whole = one.whole(longest=LENGTHS[-1], has_model_answer=False)
        size = estimated_tokens(whole) - estimated_tokens(one.brief)
        if one.number in texts and size <= room:
            texts[one.number], room = whole, room - size
    return list(texts.items())


def _talk(talk: Iterable[tuple[str, str]]) -> str:
    """The last turns, as many as there is room for, the oldest first."""
    turns: list[str] = []
    room = MOST_TOKENS_OF_TALK
    for question, answer in reversed(list(talk)):
        turn = f"Person: {question}\nCoach: {answer}"
        room -= estimated_tokens(turn)
        if room < 0:
            break
        turns.append(turn)
    return "\n\n".join(reversed(turns))


def _listed(lines: Sequence[str]) -> str:
    return "".join(f"\n- {line}" for line in lines)
