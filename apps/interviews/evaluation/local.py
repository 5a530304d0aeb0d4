"""The evaluation that needs no key: an estimate by rules, which calls itself one and says nothing about people."""

import re

from .alignment import ALGORITHM, Estimate, estimate, own_sentences
from .choices import evaluate_choices
from .model import STAR_PARTS, Asked, Criterion, Evaluation, Note, weighted
from .rewording import reword
from .rubric import PERSONAL, Read, criteria_of
from .star import star_parts

MOST_NOTES = 6
GOOD, WEAK = 75, 50
WE = re.compile(r"\bwe\b|\bour team\b|\bwir\b", re.IGNORECASE)
OWN = re.compile(r"\bI\b|\b(?:my own|myself)\b|\bich\b")
PASSIVE = re.compile(
    r"\b(?:was|were|been|is being|are being) (?:\w+ly )?(?:\w{3,}ed|built|done|made|written|sent|set up)\b",
    re.IGNORECASE,
)
FIGURE = re.compile(r"\d")


def evaluate_locally(asked: Asked, answer: str) -> Evaluation:
    """Always gives an evaluation; raises EmbeddingsMissingError where the model of sentences is not installed."""
    if asked.kind == "multiple-choice" and asked.choices:
        return evaluate_choices(asked, answer)
    read = read_answer(asked, answer)
    criteria = criteria_of(read)
    return Evaluation(
        score=weighted(criteria),
        correctness=read.found.score if read.found.findings and asked.kind not in PERSONAL else None,
        criteria=criteria,
        findings=read.found.findings,
        strengths=strengths_of(read, criteria),
        improvements=improvements_of(read, criteria),
        rewording=reword(read.sentences),
        star=read.star,
        algorithm=ALGORITHM,
        is_estimate=True,
    )


def read_answer(asked: Asked, answer: str) -> Read:
    _text, spans = own_sentences(asked.question, answer)
    written = tuple(answer[start:end] for start, end in spans)
    return Read(asked, answer, written, _estimate(asked, answer), star_parts(written) if asked.is_star else None)


def _estimate(asked: Asked, answer: str) -> Estimate:
    """Against the points; a question that has none is compared with its model answer, without findings."""
    if asked.points or not asked.model_answer:
        return estimate(asked.question, asked.points, answer)
    whole = estimate(asked.question, (asked.model_answer,), answer)
    return Estimate(whole.score, (), whole.relevance)


def strengths_of(read: Read, criteria: tuple[Criterion, ...]) -> tuple[Note, ...]:
    notes = [
        Note("point_met", {"point": finding.point, "quote": finding.quote})
        for finding in sorted(read.found.findings, key=lambda finding: -finding.closeness)
        if finding.is_matched
    ]
    if read.star is not None and all(read.star.values()) and read.share > 0:
        notes.insert(0, Note("star_whole"))
    notes += [
        Note("good_criterion", {"criterion": one.name})
        for one in criteria
        if one.name in {"examples", "structure"} and one.points is not None and one.points >= GOOD
    ]
    return tuple(notes[:MOST_NOTES])


def improvements_of(read: Read, criteria: tuple[Criterion, ...]) -> tuple[Note, ...]:
    """What is missing first, then how it might be told better."""
    if not read.sentences:
        return (Note("nothing_said"),)
    notes = [
        Note("point_missing", {"point": finding.point}) for finding in read.found.findings if not finding.is_matched
    ]
    told = []
    if read.star is not None:
        told += [Note(f"star_missing_{part}") for part in STAR_PARTS if not read.star[part]]
    told += _of_wording(read)
    told += [
        reason
        for one in criteria
        if one.points is not None and one.points < GOOD
        for reason in one.reasons
        if reason.code in {"too_short", "too_long", "long_sentences", "no_connectives", "fillers", "nothing_specific"}
    ]
    # Both halves are seen even where much is missing.
    kept = max(MOST_NOTES - len(told), MOST_NOTES // 2)
    return tuple([*notes[:kept], *told][:MOST_NOTES])


def _of_wording(read: Read) -> list[Note]:
    """Sentences of a story that hide who did it or how much it was."""
    if not read.asked.is_star:
        return []
    notes = []
    hidden = next((one for one in read.sentences if WE.search(one) and not OWN.search(one)), None)
    if hidden is not None and not any(OWN.search(one) and WE.search(one) for one in read.sentences):
        notes.append(Note("we_without_i", {"quote": hidden}))
    passive = next((one for one in read.sentences if PASSIVE.search(one) and not OWN.search(one)), None)
    if passive is not None:
        notes.append(Note("passive", {"quote": passive}))
    if not FIGURE.search(read.answer):
        result = (read.star or {}).get("result", "")
        notes.append(Note("no_figure", {"quote": result or read.sentences[-1]}))
    return notes
