"""Word lists that tell the tagger what a phrase may be: titles, organisations, degrees, places, names, skills."""

import gzip
import sys
from collections.abc import Iterable, Iterator
from functools import cache

from apps.cv_analysis.parsing.taxonomy import DATA, is_whole_word, lowered

FILE = DATA / "words.tsv.gz"


class WordLists:
    """Finds all phrases of all lists in one pass."""

    def __init__(self, lines: Iterable[str]) -> None:
        from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

        kinds: dict[str, tuple[str, ...]] = {}
        for line in lines:
            phrase, kind = line.split("\t")
            kinds[phrase] = (*kinds.get(phrase, ()), sys.intern(kind))
        # Few combinations of kinds exist: each is kept once.
        known: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._kinds = [known.setdefault(found, found) for found in kinds.values()]
        self._automaton = AhoCorasick(
            list(kinds), matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The longest phrases of each kind: start, end, kind."""
        low = lowered(text)
        found: dict[str, list[tuple[int, int]]] = {}
        for index, first, last in self._automaton.find_matches_as_indexes(low, overlapping=True):
            if is_whole_word(text, first, last):
                for kind in self._kinds[index]:
                    found.setdefault(kind, []).append((first, last))
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
