"""Word lists that tell the tagger what a phrase may be: titles, organisations, degrees, places, names, skills."""

import gzip
import re
from collections.abc import Iterable, Iterator
from functools import cache

from apps.cv_analysis.parsing.taxonomy import DATA, lowered

FILE = DATA / "words.tsv.gz"
# Where whole words may begin and end: not within a longer word, C++ or ASP.NET.
BEGIN = re.compile(r"(?<![\w@#])(?=\S)")
END = re.compile(r"(?<=\S)(?![\w+#@]|[.'][^\W_])")


class WordLists:
    """Finds all phrases of all lists, word by word."""

    def __init__(self, lines: Iterable[str]) -> None:
        kinds: dict[str, tuple[str, ...]] = {}
        # Few combinations of kinds exist: each is kept once.
        known: dict[str | tuple[str, ...], tuple[str, ...]] = {}
        for line in lines:
            phrase, _, kind = line.partition("\t")
            before = kinds.get(phrase)
            if before is None:
                kinds[phrase] = known.get(kind) or known.setdefault(kind, (kind,))
            else:
                found = (*before, kind)
                kinds[phrase] = known.setdefault(found, found)
        # Every beginning of a phrase is known too, as nothing: where one is missing, no phrase goes on.
        for phrase in list(kinds):
            for end in ends_within(phrase):
                kinds.setdefault(phrase[:end], ())
        self._kinds = kinds
        self._longest = max(map(len, kinds), default=0)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The longest phrases of each kind: start, end, kind."""
        low = lowered(text)
        ends = [match.start() for match in END.finditer(text)]
        known = self._kinds
        found: dict[str, list[tuple[int, int]]] = {}
        number = 0
        for match in BEGIN.finditer(text):
            first = match.start()
            while number < len(ends) and ends[number] <= first:
                number += 1
            for at in range(number, len(ends)):
                # A word without an end, copied from each of its beginnings, would take hours.
                if ends[at] - first > self._longest:
                    break
                kinds = known.get(low[first : ends[at]])
                if kinds is None:
                    break
                for kind in kinds:
                    found.setdefault(kind, []).append((first, ends[at]))
        for kind, places in found.items():
            reached = -1
            for first, last in sorted(places, key=lambda place: (place[0], -place[1])):
                if last > reached:
                    yield first, last, kind
                    reached = last


def ends_within(phrase: str) -> Iterator[int]:
    """Where a whole word may end before the phrase does."""
    if phrase.isalnum():
        return
    if phrase.replace(" ", "").isalnum():
        # The same as below, without looking at each letter.
        at = phrase.find(" ")
        while at >= 0:
            yield at
            at = phrase.find(" ", at + 1)
        return
    for match in END.finditer(phrase):
        yield match.start()


@cache
def load_lists() -> WordLists:
    text = gzip.decompress(FILE.read_bytes()).decode()
    return WordLists(line for line in text.splitlines() if line and not line.startswith("#"))
