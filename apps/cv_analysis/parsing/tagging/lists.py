"""Word lists that tell the tagger what a phrase may be: titles, organisations, degrees, places, names, skills."""

import gzip
import re
import sys
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
        self._kinds: dict[str, tuple[str, ...]] = {}
        for line in lines:
            phrase, kind = line.split("\t")
            self._kinds[phrase] = (*self._kinds.get(phrase, ()), sys.intern(kind))
        # Few combinations of kinds exist: each is kept once.
        known: dict[tuple[str, ...], tuple[str, ...]] = {}
        for phrase, found in list(self._kinds.items()):
            self._kinds[phrase] = known.setdefault(found, found)
            # Every beginning of a phrase is known too, as nothing: where one is missing, no phrase goes on.
            for end in END.finditer(phrase):
                self._kinds.setdefault(phrase[: end.start()], ())

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


@cache
def load_lists() -> WordLists:
    with gzip.open(FILE, "rt", encoding="utf-8") as file:
        return WordLists(line.rstrip("\n") for line in file if line.strip() and not line.startswith("#"))
