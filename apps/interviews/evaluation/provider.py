"""The evaluation by a language model: it points at passages, the server checks that they stand there and sums."""

import re
from typing import Literal

from pydantic import BaseModel, Field

from apps.ai.services import Answer, ask_whole
from apps.core.scope import TenantLike

from .alignment import own_sentences
from .local import evaluate_locally
from .model import Asked, Criterion, Evaluation, Finding, Note, weighted
from .quotes import stands_in
from .rubric import PERSONAL
from .words import sentences

PROMPT = "interviews.evaluate-v1"
FEATURE = "interviews.evaluate"
ALGORITHM = f"{PROMPT}+quotes-1"
LONGEST_REASON, LONGEST_PROSE = 400, 1200
MOST_REWORDINGS = 3
# What no model may say of anybody here; the sentence is left out.
ABOUT_PEOPLE = re.compile(
    r"\b(?:hir(?:e|ed|es|ing)|(?:recommend|reject|invite)\w* (?:this |the |him|her|them)|next round|(?:un)?suitable for"
    r"|(?:strong|weak|good|bad|ideal|poor) (?:candidate|fit|hire)|personality|self-confiden\w*|nervous\w*|anxious"
    r"|einstellen|einzustellen|(?:un)?geeignet für|nächste runde|persönlichkeit|selbstbewusst\w*|nervös\w*)\b",
    re.IGNORECASE,
)


class JudgedCriterion(BaseModel):
    """Points for a criterion and the passages that they rest on."""

    name: Literal["relevance", "examples", "structure", "accuracy", "alignment"]
    points: int = Field(ge=0, le=100)
    reason: str
    quotes: list[str]


class JudgedPoint(BaseModel):
    """Whether the answer makes a point, by its number."""

    number: int
    is_made: bool
    quote: str


class Rewording(BaseModel):
    """A sentence of the answer, and how it could be said better."""

    before: str
    after: str


class Judged(BaseModel):
    """All that a model is asked for; a total is not among it."""

    criteria: list[JudgedCriterion]
    points: list[JudgedPoint]
    rewordings: list[Rewording]
    comment: str


def evaluate(asked: Asked, answer: str, *, tenant: TenantLike, seconds: float, is_private: bool = False) -> Evaluation:
    """By a provider if one answers within that many seconds, else locally; never inside a transaction.

    What is private is kept in no record of the call.
    """
    local = evaluate_locally(asked, answer)
    text, spans = own_sentences(asked.question, answer)
    if not local.is_estimate or not spans:
        return local
    said = ask_whole(
        PROMPT,
        Judged,
        tenant=tenant,
        data=_data(asked, answer, local),
        feature=FEATURE,
        seconds=seconds,
        is_private=is_private,
    )
    return local if said.value is None else checked(asked, text, local, said)


def _data(asked: Asked, answer: str, local: Evaluation) -> dict[str, str]:
    applies = [one.name for one in local.criteria if one.points is not None]
    return {
        "Question": asked.question,
        "Points": "\n".join(f"{number}. {point}" for number, point in enumerate(asked.points, start=1)) or "none",
        "Criteria": ", ".join(applies),
        "Skills of the job": ", ".join(asked.job_skills) or "not known",
        "Answer": answer,
    }


def checked(asked: Asked, text: str, local: Evaluation, said: Answer[Judged]) -> Evaluation:
    """What a model said, as far as it rests on the answer's `text`; which criteria apply is decided here."""
    judged = said.value
    if judged is None:
        return local
    criteria = tuple(_criterion(one, judged, text) for one in local.criteria)
    findings = _findings(asked, judged, text)
    matched = [finding for finding in findings if finding.is_matched]
    correctness = round(100 * len(matched) / len(findings)) if findings and asked.kind not in PERSONAL else None
    met = tuple(Note("point_met", {"point": finding.point, "quote": finding.quote}) for finding in matched)
    missing = tuple(Note("point_missing", {"point": one.point}) for one in findings if not one.is_matched)
    return Evaluation(
        score=weighted(criteria),
        correctness=correctness,
        criteria=criteria,
        findings=findings,
        strengths=met or local.strengths,
        improvements=(*missing, *(note for note in local.improvements if note.code != "point_missing")),
        rewording=tuple(
            (one.before, one.after)
            for one in judged.rewordings[:MOST_REWORDINGS]
            if stands_in(one.before, text) and one.after.strip() and not ABOUT_PEOPLE.search(one.after)
        ),
        star=local.star,
        prose=about_the_answer(judged.comment)[:LONGEST_PROSE],
        engine=" ".join(part for part in (said.provider, said.model) if part),
        algorithm=ALGORITHM,
        is_estimate=False,
        cost=str(said.cost),
    )


def _criterion(frame: Criterion, judged: Judged, text: str) -> Criterion:
    """The model's points if a passage of the answer bears them, else none."""
    if frame.points is None:
        return frame
    one = next((given for given in judged.criteria if given.name == frame.name), None)
    quotes = tuple(dict.fromkeys(quote for quote in one.quotes if stands_in(quote, text))) if one else ()
    if one is None or not quotes:
        return Criterion(frame.name, frame.weight, 0, (Note("no_evidence"),))
    reason = about_the_answer(one.reason)[:LONGEST_REASON]
    reasons = [Note("said_by_model", {"text": reason})] if reason else []
    if frame.name == "accuracy" and any(note.code == "read_not_run" for note in frame.reasons):
        reasons.append(Note("read_not_run"))
    return Criterion(frame.name, frame.weight, one.points, tuple(reasons), quotes)


def _findings(asked: Asked, judged: Judged, text: str) -> tuple[Finding, ...]:
    found = []
    for number, point in enumerate(asked.points, start=1):
        one = next((given for given in judged.points if given.number == number), None)
        is_made = one is not None and one.is_made and stands_in(one.quote, text)
        found.append(Finding(point, is_made, float(is_made), one.quote if one is not None and is_made else ""))
    return tuple(found)


def about_the_answer(text: str) -> str:
    """Without the sentences that speak about a person or what to do with them."""
    kept = (text[start:end] for start, end in sentences(text))
    return " ".join(sentence for sentence in kept if not ABOUT_PEOPLE.search(sentence))
