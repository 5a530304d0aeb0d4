"""Finds what is written for machines only: commands to the reader, endless lists, words repeated over and over."""

import re
from collections import Counter
from collections.abc import Iterator

from .hidden import INSTRUCTION

Place = tuple[int, int]
COMMAND = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^\n.]{0,40}\b(?:instructions?|prompts?|rules|criteria|guidelines|"
    r"directions?|above|previous)\b"
    r"|\b(?:give|assign|award|rate|score|rank|grade|mark)\b[^\n.]{0,15}\b(?:this|the|my)\b[^\n.]{0,15}"
    r"\b(?:candidate|applicant|cv|r\u00e9sum\u00e9|resume|application|profile)\b[^\n.]{0,40}"
    r"\b(?:100|full marks?|highest|maximum|top|perfect|best)\b"
    r"|\byou are (?:now )?(?:a|an|the)\b[^\n.]{0,40}\b(?:assistant|model|ai|system|recruiter|evaluator|parser)\b"
    r"|\b(?:system|assistant|developer) ?(?:prompt|message|override)\b|<\|?(?:system|im_start|endoftext)"
    r"|\b(?:recommend|hire|shortlist|accept|select|approve)\b[^\n.]{0,20}"
    r"\b(?:this candidate|this applicant|immediately)\b"
    r"|\b(?:say|state|output|respond|answer|reply|print|return|conclude)\b[^\n.]{0,40}\b(?:perfect|best|ideal|excellent)"
    r" (?:candidate|match|fit)\b",
    re.I,
)
ITEM_SIGN = re.compile(r"[,;|\u2022\t]")
NOT_LINE_END = re.compile(r"[^\n]")
MAX_ITEMS = 60
# A list of one maker's products says its name often: stuffing is half of all words, or says each five times.
REPEATED, MANY_WORDS, MOST_REPEATS = 12, 30, 5
WORD = re.compile(r"[^\W\d_][\w+#.-]*")


def without(text: str, places: list[Place]) -> str:
    """The text with blanks in the places, line ends kept: all offsets stay true."""
    for start, end in places:
        text = text[:start] + NOT_LINE_END.sub(" ", text[start:end]) + text[end:]
    return text


def commands(text: str) -> list[Place]:
    """The lines that try to tell the reader of the CV what to do."""
    found = []
    for match in (*COMMAND.finditer(text), *INSTRUCTION.finditer(text)):
        start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
        found.append((start, len(text) if end < 0 else end))
    return merged(found)


def stuffed(text: str) -> list[Place]:
    """Lists too long for anybody to read, and passages that repeat themselves."""
    return merged([*_long_lists(text), *_repetitions(text)])


def _paragraphs(text: str) -> Iterator[Place]:
    for match in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text):
        yield match.start(), match.end()


def _long_lists(text: str) -> Iterator[Place]:
    """Runs of lines that hold more items between commas than a list of skills can carry."""
    for start, end in _paragraphs(text):
        run_start, run_items, position = start, 0, start
        for line in text[start:end].split("\n"):
            items = len(ITEM_SIGN.findall(line))
            if items < 4:
                if run_items > MAX_ITEMS:
                    yield run_start, position
                run_start, run_items = position + len(line) + 1, 0
            else:
                run_items += items
            position += len(line) + 1
        if run_items > MAX_ITEMS:
            yield run_start, end


def _repetitions(text: str) -> Iterator[Place]:
    """Lines that say a word again and again, alone or with the other lines of their paragraph."""
    for start, end in _paragraphs(text):
        if counts := _repeated(text, start, end):
            for line in re.finditer(r"[^\n]+", text[start:end]):
                words = _words(line[0])
                if 2 * sum(counts[word] >= MOST_REPEATS for word in words) >= len(words) > 0:
                    yield start + line.start(), start + line.end()
    for line in re.finditer(r"[^\n]+", text):
        if _repeated(text, line.start(), line.end()):
            yield line.start(), line.end()


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text) if len(word) > 1]


def _repeated(text: str, start: int, end: int) -> Counter[str] | None:
    """How often each word is said, if that is stuffing."""
    words = _words(text[start:end])
    if len(words) < REPEATED:
        return None
    counts = Counter(words)
    count = counts.most_common(1)[0][1]
    says_one_thing = count >= REPEATED and 2 * count >= len(words)
    says_few_things = len(words) >= MANY_WORDS and MOST_REPEATS * len(counts) <= len(words)
    return counts if says_one_thing or says_few_things else None


def merged(places: list[Place]) -> list[Place]:
    """In order and without overlap."""
    result: list[Place] = []
    for start, end in sorted(places):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def lies_in(place: Place, places: list[Place]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in places)
