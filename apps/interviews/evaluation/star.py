"""Situation, task, action, result: which of them an answer tells, by words that usually do; each with its sentence.

It says what stands in the text and nothing about whoever wrote it.
"""

import re
from collections.abc import Mapping, Sequence

from .model import STAR_PARTS

# Past tenses that do not end in -ed.
STRONG_PASTS = (
    "began|bought|broke|brought|built|came|caught|chose|cut|dealt|did|drew|drove|felt|fought|found|gave|got|grew|had|heard"
    "|held|kept|knew|laid|led|left|let|lost|made|meant|met|overcame|paid|put|ran|rang|read|rebuilt|rewrote|said|saw|sent|set|"
    "showed|sold|spent|spoke|stood|stuck|taught|told|took|thought|understood|went|won|withdrew|wrote"
)
ADVERBS = r"(?:\w+ly |then |first |also |never |still |even |only |just |therefore |soon |personally |myself )*"
WHOSE = r"(?:my|our|a|the) (?:\w+ )?"
PLACES = (
    "team|company|customer|client|manager|colleague|project|employer|product|shop|bank|hospital|job|role|year|month"
    "|department|internship|studies|university"
)
CUES: Mapping[str, re.Pattern[str]] = {
    "situation": re.compile(
        r"\b(?:when|while|during|once|ago|one day|at the time|back then"
        r"|last (?:year|month|week|spring|summer|autumn|winter)|(?:in|since|until) (?:19|20)\d\d"
        rf"|{WHOSE}(?:\w+ )?(?:{PLACES})|as an? \w+"
        r"|I (?:worked|was working|was an?|was the|joined|offered|sold)|there (?:was|were)|we (?:were|had|used|worked)"
        r"|als ich|damals|vor \w+ (?:jahren|monaten)|letztes jahr|in (?:meine[rm]|unsere[rm]))\b",
        re.IGNORECASE,
    ),
    "task": re.compile(
        r"\b(?:my (?:task|job|goal|role|aim|part|duty|responsibility|target|assignment)"
        r"|I (?:had to|needed to|was (?:asked|responsible|supposed|expected|told|in charge|to)|wanted to|decided to"
        r"|was given|owned|promised|saw that)"
        r"|(?:the|our|a) (?:\w+ )?(?:goal|task|challenge|problem|deadline|aim|question|risk|target|difficulty"
        r"|requirement|reason) (?:was|were|is|had)"
        r"|asked me|needed|expected|wanted|threatened|had to|must|should|due"
        r"|meine aufgabe|ich (?:sollte|musste)|das ziel|unser ziel)\b",
        re.IGNORECASE,
    ),
    "action": re.compile(
        rf"\bI {ADVERBS}(?:\w{{2,}}ed|{STRONG_PASTS})\b|\bich habe\b.{{0,80}}\b\w*(?:ge\w+(?:t|en)|iert)\b",
        re.IGNORECASE,
    ),
    "result": re.compile(
        r"\b(?:as a result|results?|resulted|in the end|finally|eventually|afterwards?|since then|from then on|later"
        r"|led to|reduced|increased|improved|dropped|rose|grew|fell|saved|halved|doubled|tripled|went (?:up|down)"
        r"|from \S+ to \S+|(?:\d+|ten|twenty|thirty|forty|fifty) ?(?:%|per ?cent)|today|now|still|without|on time"
        r"|we (?:won|shipped|delivered|finished|kept|lost|launched|released)|signed|renewed|learn(?:ed|t)|lesson"
        r"|next (?:time|month|year|quarter|release)|within \w+ \w+|ergebnis|dadurch|am ende|seitdem|gelernt)\b",
        re.IGNORECASE,
    ),
}


def star_parts(sentences: Sequence[str]) -> dict[str, str]:
    """Part -> the sentence that tells it, empty when none does: the first that fits, for the result the last."""
    found = {}
    for part in STAR_PARTS:
        # Whoever tells a result does so after the first sentence.
        order = list(reversed(sentences[1:])) if part == "result" else sentences
        found[part] = next((sentence for sentence in order if CUES[part].search(sentence)), "")
    return found
