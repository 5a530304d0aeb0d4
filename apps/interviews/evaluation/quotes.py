"""Quotes are evidence only when they stand in the answer; spaces, case and kinds of dashes and marks do not count."""

import re
import unicodedata

SPACE = re.compile(r"\s+")
SAME = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"})
FEWEST_CHARACTERS = 8
# Kinds of one character that count as the same.
KINDS = {"'": "['\u2018\u2019]", '"': '["\u201c\u201d]', "-": "[-\u2013\u2014]"}
ELLIPSIS = re.compile(r"^(?:\.\.\.|\u2026)\s*|\s*(?:\.\.\.|\u2026)$")


def plain(text: str) -> str:
    return SPACE.sub(" ", unicodedata.normalize("NFKC", text).translate(SAME)).strip().casefold()


def stands_in(quote: str, answer: str) -> bool:
    """True for a passage of the answer that is long enough to prove something, or is all of it."""
    wanted, whole = plain(ELLIPSIS.sub("", quote)), plain(answer)
    return bool(wanted) and wanted in whole and (len(wanted) >= FEWEST_CHARACTERS or wanted == whole)


def as_it_stands(quote: str, answer: str) -> str:
    """The passage in the answer's own letters, where it stands there; else as it was given."""
    words = ELLIPSIS.sub("", quote).translate(SAME).split()
    patterns = ("".join(KINDS.get(letter, re.escape(letter)) for letter in word) for word in words)
    found = re.search(r"\s+".join(patterns), answer, re.IGNORECASE)
    return found.group() if found else quote.strip()
