"""The least years of experience that a posting asks for."""

import re
from collections.abc import Sequence

from .model import Found
from .parts import Passage

NUMBERS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
    )
} | {"a": 1, "twenty": 20}
NUMBER = r"(?:\d{1,2}(?:[.,]5)?|" + "|".join(word for word in NUMBERS if word not in {"zero", "a"}) + r"|a(?=\s+year))"
# Spaces are counted: between any number of them, several of these parts would try every way to share them.
LENGTH = re.compile(
    rf"(?<![\w$€£₹.,])(?P<low>{NUMBER})"
    rf"(?:\s{{0,9}}\(\s{{0,9}}\d{{1,2}}\s{{0,9}}\))?\s{{0,9}}(?:\+|plus\b|or more|and above)?"
    rf"(?:\s{{0,9}}(?:[-/]|\bto\b|\bor\b|\band\b)\s{{0,9}}(?P<high>{NUMBER})"
    rf"(?:\s{{0,9}}\(\s{{0,9}}\d{{1,2}}\s{{0,9}}\))?\s{{0,9}}\+?)?"
    r"[\s-]{0,9}(?:full\s+|calendar\s+|solid\s+|or more\s+)*(?P<unit>years?|yrs?|months?|PQE)\b'?\+?",
    re.IGNORECASE,
)
LABELLED = re.compile(
    rf"(?:^|[\n|•])[^\w\n]*(?:(?:work|total|minimum|min\.?|required|relevant)\s+)*(?:experience|exp\.?)\s*(?:level"
    rf"|required|range)?\s*[:-]\s*(?P<low>{NUMBER})\s*(?:\+|-|to)",
    re.IGNORECASE,
)
ABOUT_WORK = re.compile(
    r"experien|\bexp\b|track record|background|\bpractice\b|practi[cs]ing|working|worked|hands[- ]on"
    r"|post[- ](?:qualification|registration)"
    r"|\bpqe\b|qualified|industry|in (?:a|an|the) (?:similar|same|related|comparable|relevant)|\brole\b|employment"
    r"|\bas an? \w|teaching|driving|sales"
    r"|develop|engineer|manag|in the (?:field|trade)|you (?:have|bring)|years? \w+ing\b|years? (?:in|as)\b|\bmust\b"
    r"|at least|minimum|\bmin\.|requir|\bneed|candidates?\b"
    r"|proven|expertise|programming|nursing|cod(?:e|ing)",
    re.IGNORECASE,
)
ELSE = re.compile(
    r"years?\s+(?:old|of age|young|warranty|contract|fixed|degree|programme|program|course|apprenticeship|in business"
    r"|plan|term|certificate|diploma|anniversary|history)"
    r"|year[- ](?:old|contract|fixed|degree|program|course|term|plan|diploma)|\bage[ds]?\b|over the (?:last|past"
    r"|next)|\bnext \w+ years|(?:for|in) the (?:last|past)"
    r"|for (?:more than|over|nearly|almost|about)? ?\w+ years (?:we|our|the company)|founded|established|since \d{4}"
    r"|history|anniversary|years? ago|probation|contract (?:for|of)|fixed[- ]term"
    r"|maternity cover|holiday|vacation|every \w+ years|per year|a year\b|each year|renewable|in the uk for"
    r"|residents?\b|residency|limited to|vesting|extended|extension|appointed|period\b|granted|less than|fewer than"
    r"|no more than|up to"
    r"|university study|of (?:study|studies|education|schooling|college|university|training)|licen[cs]e (?:held )?for"
    r"|held (?:a|your)|within (?:the )?(?:first )?\w+ (?:years|months)|lasts?\b|duration|tenure of",
    re.IGNORECASE,
)
OURS = re.compile(
    r"\b(?:we|our|us|company|firm|business)\b(?!(?:'re|\s+are)?\s+(?:need|look|seek|requir|want|expect|ask|hir"
    r"|recruit))(?:\s+\S+){0,3}\s*$",
    re.IGNORECASE,
)
WELCOME = re.compile(r"ideally|preferabl|preferred|a plus|desirable|nice to have|bonus|advantage", re.IGNORECASE)
BEGINNERS = re.compile(
    r"no (?:prior |previous |work(?:ing)? |professional )*experience (?:is )?(?:necessary|needed|required|necessary)"
    r"|freshers?\b(?! food)|experience (?:is )?not (?:required|necessary|essential)",
    re.IGNORECASE,
)
MOST = 40
OUR_REACH = 80
SKIPPED_PARTS = frozenset({"offer", "about", "apply"})


def min_years(text: str, passages: Sequence[Passage]) -> Found[float] | None:
    """What the requirements ask; the longest of several demands, the first of several ways to meet one."""
    firm: list[Found[float]] = []
    soft: list[Found[float]] = []
    for passage in passages:
        found = years_in(text, passage)
        if found is None:
            continue
        sentence = text[passage.start : passage.end]
        is_soft = passage.part == "preferred" or WELCOME.search(sentence) is not None
        (soft if is_soft else firm).append(found)
    if firm:
        return max(firm, key=lambda item: item.value)
    labelled = LABELLED.search(text)
    if labelled:
        return Found(number(labelled["low"]), labelled.start("low"), labelled.end())
    if soft:
        return max(soft, key=lambda item: item.value)
    beginners = BEGINNERS.search(text)
    return Found(0.0, beginners.start(), beginners.end()) if beginners else None


def years_in(text: str, passage: Passage) -> Found[float] | None:
    """The first length of experience in a sentence."""
    if passage.part in SKIPPED_PARTS:
        return None
    sentence = text[passage.start : passage.end]
    for match in LENGTH.finditer(sentence):
        around = sentence[max(0, match.start() - 60) : match.end() + 60]
        near = sentence[max(0, match.start() - 24) : match.end() + 24]
        if ELSE.search(near) or OURS.search(sentence[max(0, match.start() - OUR_REACH) : match.start()]):
            continue
        if not ABOUT_WORK.search(around) and passage.part != "required":
            continue
        value = number(match["low"])
        if match["unit"].lower().startswith("month"):
            value = round(value / 12, 1)
        if value <= MOST:
            return Found(value, passage.start + match.start(), passage.start + match.end())
    return None


def number(word: str) -> float:
    value = NUMBERS.get(word.lower())
    return float(value if value is not None else word.replace(",", "."))
