"""What a language model says as a coach, and what of it the server lets through: passages that stand there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from apps.interviews.coaching.material import SOURCES, Material, Source, Told
from apps.interviews.evaluation.provider import ABOUT_PEOPLE
from apps.interviews.evaluation.quotes import as_it_stands, plain, stands_in
from apps.interviews.evaluation.words import sentences

LONGEST_TEXT, LONGEST_PASSAGE = 4000, 500
MOST_CITATIONS = 6
SCORE = re.compile(r"(?<!\d)(\d{1,3})\s*(?:/|of|out of|von|aus)\s*100(?!\d)", re.IGNORECASE)


class Citation(BaseModel):
    """A passage of the interview, copied word for word."""

    question: int
    source: Source
    passage: str


class CoachSaid(BaseModel):
    """All that a model is asked for."""

    text: str
    citations: list[Citation]


@dataclass(frozen=True, slots=True)
class Checked:
    """What may be shown; `dropped` passages stood nowhere."""

    text: str
    citations: tuple[Citation, ...]
    dropped: int


def checked(said: CoachSaid, material: Material) -> Checked:
    """Without passages that do not stand there, and without sentences on people, hiring or scores that nobody gave."""
    told = {one.number: one for one in material.questions}
    standing = [found for one in said.citations if (found := _standing(one, told.get(one.question)))]
    text = "\n".join(_lines(said.text.strip()[:LONGEST_TEXT], material.scores)).strip()
    dropped = len(said.citations) - len(standing)
    unlike = {(one.question, plain(one.passage)): one for one in reversed(standing)}
    return Checked(text, tuple(reversed(unlike.values()))[:MOST_CITATIONS], dropped)


def _standing(one: Citation, told: Told | None) -> Citation | None:
    """With the passage as it stands, looked for first where the model says; None where it stands nowhere."""
    if told is None:
        return None
    sources: tuple[Source, ...] = (one.source, *(name for name in SOURCES if name != one.source))
    for source in sources:
        for text in told.sources[source]:
            if stands_in(one.passage, text):
                passage = as_it_stands(one.passage, text)[:LONGEST_PASSAGE].rstrip()
                return Citation(question=one.question, source=source, passage=passage)
    return None


def _lines(text: str, scores: frozenset[int]) -> Iterator[str]:
    """The lines as they are, but for the sentences that may not be said."""
    for line in text.splitlines():
        pieces = [line[start:end] for start, end in sentences(line)]
        kept = [piece for piece in pieces if _may_be_said(piece, scores)]
        if len(kept) == len(pieces):
            yield line
        elif kept:
            yield " ".join(kept)


def _may_be_said(sentence: str, scores: frozenset[int]) -> bool:
    given = all(int(score) in scores for score in SCORE.findall(sentence))
    return given and not ABOUT_PEOPLE.search(sentence)
