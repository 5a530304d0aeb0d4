"""Words and sentences of answers: which words carry meaning, and where a sentence begins and ends."""

import re
from functools import cache, lru_cache
from pathlib import Path

SENTENCE = re.compile(r"[^\n.!?;]*(?:[.!?;](?!\s|$)[^\n.!?;]*)*[.!?;]?")
WORD = re.compile(r"[^\W\d_][^\W\d_'\u2019-]*")
# What forms and notebooks put where an answer belongs.
PLACEHOLDER = re.compile(r"^\s*(?:your answer here|type your answer(?: here)?|answer\s*:)[ \t]*", re.IGNORECASE)
ENDINGS = (
    *("ization", "isation", "ations", "ation", "ingly", "ments", "ment", "ness", "edly", "ings", "ing", "ies", "ied"),
    *("ers", "er", "ed", "es", "ly", "s", "e"),
)
SHORTEST_STEM = 3


@cache
def function_words() -> frozenset[str]:
    """Words of English and German that hold sentences together and say nothing of their own."""
    text = (Path(__file__).parent / "function_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def carries_meaning(word: str) -> bool:
    return word.isalnum() and word not in function_words()


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its ending, good enough to see that two are forms of one."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence, line or clause after a semicolon stands, without the space around it."""
    found = []
    for match in SENTENCE.finditer(text):
        piece = match.group()
        start = match.start() + len(piece) - len(piece.lstrip())
        end = match.start() + len(piece.rstrip())
        if any(character.isalnum() for character in text[start:end]):
            found.append((start, end))
    return found


def words(text: str) -> list[str]:
    """Words of letters, in lower case."""
    return [word.lower() for word in WORD.findall(text)]


def without_placeholder(text: str) -> str:
    """The text with what a form wrote blanked out, so that places in it stay the same."""
    return PLACEHOLDER.sub(lambda match: " " * len(match.group()), text)
