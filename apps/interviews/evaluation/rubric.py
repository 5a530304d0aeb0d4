"""The criteria of the rubric by rules, each with the sentences that it rests on.

Nothing about form is worth anything in an answer that is not about the question: examples and structure count by as
much as the answer is relevant, up to `ABOUT_IT`. Stories meet the points of others less word for word than knowledge.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .alignment import Estimate
from .model import STAR_PARTS, Asked, Criterion, Note
from .words import words

PERSONAL = frozenset({"behavioural"})
# From this estimate on an answer is relevant, and from this relevance on form counts in full.
ABOUT_IT, ABOUT_IT_IN_STORIES = 65, 40
SPECIFIC = frozenset({"behavioural", "case", "system-design"})
ASKS_FOR_EXAMPLE = re.compile(
    r"\b(?:examples?|tell me about|describe (?:a|an|the) (?:time|situation|project|case|period)|have you|did you"
    r"|your own|in your (?:last|current|previous|work|project|team)|beispiel|erzählen sie|haben sie)\b",
    re.IGNORECASE,
)
# Several kinds of what makes a statement specific; each is worth less than the one before.
SPECIFICS: Mapping[str, re.Pattern[str]] = {
    "figure": re.compile(r"(?<![\w.])\d[\d.,]*\s?(?:%|[a-zA-Z€$]+)?"),
    "own_action": re.compile(
        r"\bI (?:\w+ly |then |first |also )*(?!need|seed|feed|speed)\w{2,}ed\b|\bich habe\b", re.IGNORECASE
    ),
    "example": re.compile(r"\b(?:for example|for instance|such as|e\.g\.|zum beispiel|z\. ?b\.)", re.IGNORECASE),
    "time": re.compile(
        r"\b(?:(?:19|20)\d\d|(?:january|february|march|april|may|june|july|august|september|october|november|december)"
        r"|(?:last|first|second|third|next|one|two|three|four|six)"
        r" (?:days?|weeks?|months?|quarters?|years?|hours?|minutes?))\b",
        re.IGNORECASE,
    ),
    "name": re.compile(r"(?<=[a-z,] )(?!I\b)[A-Z][A-Za-z]+"),
}
WORTH = (45, 30, 25)
CONNECTIVES = re.compile(
    r"\b(?:first(?:ly)?|second(?:ly)?|third(?:ly)?|then|next|finally|because|therefore|so that|however|whereas|but"
    r"|while|instead|for example|as a result|in the end|after(?:wards)?|before|if|when|on the other hand|zuerst|dann"
    r"|danach|weil|deshalb|außerdem|schließlich|zum beispiel)\b",
    re.IGNORECASE,
)
FILLERS = re.compile(
    r"\b(?:um+|uh+|you know|i mean|sort of|kind of|basically|literally|like,|stuff|things like that|whatever)\b",
    re.IGNORECASE,
)
FEWEST_WORDS, MOST_WORDS, LONG_SENTENCE, SENTENCES_THAT_NEED_ORDER = 25, 350, 34, 4
MANY_FILLERS = 4


@dataclass(frozen=True, slots=True)
class Read:
    """An answer as the criteria see it."""

    asked: Asked
    answer: str
    sentences: tuple[str, ...]
    found: Estimate
    star: Mapping[str, str] | None

    @property
    def about_it(self) -> int:
        return ABOUT_IT_IN_STORIES if self.asked.kind in PERSONAL else ABOUT_IT

    @property
    def share(self) -> float:
        """By how much form counts."""
        return min(1.0, relevance_of(self) / self.about_it)


def criteria_of(read: Read) -> tuple[Criterion, ...]:
    judged = {
        "relevance": relevance(read),
        "examples": examples(read),
        "structure": structure(read),
        "accuracy": accuracy(read),
        "alignment": alignment(read),
    }
    return tuple(
        Criterion(name, weight, *judged[name]) for name, weight in read.asked.weights.items() if name in judged
    )


Judged = tuple[int | None, tuple[Note, ...], tuple[str, ...]]
LEFT_OUT: Judged = (None, (), ())


def relevance_of(read: Read) -> int:
    """On the matter with most of its words, and with something said about it."""
    return round(read.found.relevance * min(1.0, read.found.score / read.about_it))


def relevance(read: Read) -> Judged:
    met = tuple(finding for finding in read.found.findings if finding.closeness > 0)
    best = sorted(met, key=lambda finding: -finding.closeness)[:2]
    reason = Note("on_topic", {"percent": str(read.found.relevance)}) if met else Note("off_topic")
    return relevance_of(read), (reason,), tuple(dict.fromkeys(finding.quote for finding in best))


def accuracy(read: Read) -> Judged:
    """What people did is not right or wrong; what they know is."""
    if read.asked.kind in PERSONAL or not read.found.findings:
        return LEFT_OUT
    matched = [finding for finding in read.found.findings if finding.is_matched]
    reasons = [Note("points_met", {"met": str(len(matched)), "all": str(len(read.found.findings))})]
    if read.asked.kind == "coding":
        reasons.append(Note("read_not_run"))
    return read.found.score, tuple(reasons), tuple(dict.fromkeys(finding.quote for finding in matched))


def examples(read: Read) -> Judged:
    if read.asked.kind not in SPECIFIC and not ASKS_FOR_EXAMPLE.search(read.asked.question):
        return LEFT_OUT
    points = 0
    reasons: list[Note] = []
    quotes: list[str] = []
    for kind, pattern in SPECIFICS.items():
        sentence = next((one for one in read.sentences if pattern.search(one)), None)
        if sentence is not None:
            points += WORTH[len(quotes)] if len(quotes) < len(WORTH) else 0
            reasons.append(Note(f"specific_{kind}"))
            quotes.append(sentence)
    if not quotes:
        reasons.append(Note("nothing_specific"))
    return round(points * read.share), tuple(reasons), tuple(dict.fromkeys(quotes))


def structure(read: Read) -> Judged:
    if read.asked.kind == "coding":
        return LEFT_OUT
    points, reasons = 100, []
    length = len(words(read.answer))
    for lost, note in _faults_of_form(read, length):
        points -= lost
        reasons.append(note)
    quotes = [next((one for one in read.sentences if CONNECTIVES.search(one)), "")]
    if read.star is not None:
        told = [part for part in STAR_PARTS if read.star[part]]
        points = round(0.4 * points + 60 * len(told) / len(STAR_PARTS))
        reasons.append(Note("star_told", {"told": str(len(told)), "all": str(len(STAR_PARTS))}))
        quotes = [read.star[part] for part in told]
    if not reasons:
        reasons.append(Note("well_formed"))
    return round(max(points, 0) * read.share), tuple(reasons), tuple(dict.fromkeys(quote for quote in quotes if quote))


def _faults_of_form(read: Read, length: int) -> list[tuple[int, Note]]:
    """What makes an answer hard to follow, and what each costs."""
    found = []
    if length < FEWEST_WORDS:
        missing = 1 - length / FEWEST_WORDS
        found.append((round(70 * missing), Note("too_short", {"words": str(length)})))
    if length > MOST_WORDS:
        found.append((20, Note("too_long", {"words": str(length)})))
    if read.sentences and length / len(read.sentences) > LONG_SENTENCE:
        found.append((20, Note("long_sentences", {"words": str(round(length / len(read.sentences)))})))
    if len(read.sentences) >= SENTENCES_THAT_NEED_ORDER and not CONNECTIVES.search(read.answer):
        found.append((20, Note("no_connectives")))
    fillers = FILLERS.findall(read.answer)
    if len(fillers) * 100 > MANY_FILLERS * max(length, 1):
        found.append((15, Note("fillers", {"words": ", ".join(sorted({one.lower().strip(",") for one in fillers}))})))
    return found


def alignment(read: Read) -> Judged:
    """Only where the question is about a skill that the job asks for: shown by what is right, or by naming it."""
    asked = {skill.casefold(): skill for skill in read.asked.skills}
    shared = [asked[skill.casefold()] for skill in read.asked.job_skills if skill.casefold() in asked]
    if not shared:
        return LEFT_OUT
    quotes: list[str] = []
    for skill in shared:
        named = re.compile(rf"(?<!\w){re.escape(skill)}(?!\w)", re.IGNORECASE)
        quotes += [sentence for sentence in read.sentences if named.search(sentence)][:1]
    shown = max(read.found.score, round(100 * len(quotes) / len(shared) * read.share))
    return shown, (Note("job_asks", {"skills": ", ".join(shared)}),), tuple(dict.fromkeys(quotes))
