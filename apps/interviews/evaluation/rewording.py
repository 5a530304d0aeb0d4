"""Says a sentence of the answer more plainly, by rules: what weakens it is left out, long ways round are cut short."""

import re
from collections.abc import Sequence

MOST, FEWEST_WORDS = 3, 3
WEAK = (
    r"\b(?:I (?:just |really )?(?:think|guess|believe|suppose|feel like)(?: that)?,? )",
    r"\b(?:sort of|kind of|basically|literally|honestly|actually|you know|I mean|somehow|more or less|pretty much),? ?",
    r"\b(?:maybe|perhaps|probably),? ",
    r"^(?:so|well|um+|uh+|okay|ok|yeah|like),? (?=\w)",
    r"\b(?:um+|uh+),? ?",
)
SHORTER = (
    (r"\bdue to the fact that\b", "because"),
    (r"\bin order to\b", "to"),
    (r"\bat (?:that|this) point in time\b", "then"),
    (r"\ba (?:large|great|huge) (?:number|amount) of\b", "many"),
    (r"\bhas the ability to\b", "can"),
    (r"\bhave the ability to\b", "can"),
    (r"\butili[sz](e[sd]?|ing)\b", r"us\1"),
    (r"\bmade the decision to\b", "decided to"),
)


def reword(sentences: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Up to three sentences that can be said better, each with how."""
    found = []
    for sentence in sentences:
        better = plainly(sentence)
        if better != sentence and len(better.split()) >= FEWEST_WORDS:
            found.append((sentence, better))
    return tuple(found[:MOST])


def plainly(sentence: str) -> str:
    better = sentence
    for pattern in WEAK:
        better = re.sub(pattern, "", better, flags=re.IGNORECASE)
    for pattern, short in SHORTER:
        better = re.sub(pattern, short, better, flags=re.IGNORECASE)
    if better == sentence:
        return sentence
    better = re.sub(r"\s+", " ", better).strip()
    return better[:1].upper() + better[1:] if sentence[:1].isupper() else better
