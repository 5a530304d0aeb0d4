"""Quotes are evidence only when they stand in the answer; spaces, case and kinds of dashes and marks do not count."""

import re
import unicodedata

SPACE = re.compile(r"\s+")
SAME = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"})
FEWEST_CHARACTERS = 8
ELLIPSIS = re.compile(r"^(?:\.\.\.|\u2026)\s*|\s*(?:\.\.\.|\u2026)$")


def plain(text: str) -> str:
    return SPACE.sub(" ", unicodedata.normalize("NFKC", text).translate(SAME)).strip().casefold()


def stands_in(quote: str, answer: str) -> bool:
    """True for a passage of the answer that is long enough to prove something, or is all of it."""
    wanted, whole = plain(ELLIPSIS.sub("", quote)), plain(answer)
    return bool(wanted) and wanted in whole and (len(wanted) >= FEWEST_CHARACTERS or wanted == whole)
