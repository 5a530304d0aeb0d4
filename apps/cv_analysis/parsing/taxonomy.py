"""The list of known skills, read once when first needed."""

import gzip
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
FILE = DATA / "skills.tsv.gz"
NOT_KEY = re.compile(r"[^\w+#]+")


@dataclass(frozen=True, slots=True)
class Concept:
    """A skill with its permanent id; `key` is what its spellings share."""

    id: str
    key: str
    name: str
    category: str
    group: str = ""


class Taxonomy:
    """Looks up spellings, and finds in running text those that are safe to find there."""

    def __init__(self, lines: Iterable[str]) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        self._by_key: dict[str, Concept] = {}
        terms: list[str] = []
        self._terms: list[tuple[Concept, str | None]] = []
        for line in lines:
            concept_id, name, category, group, labels = line.split("\t")
            concept = Concept(concept_id, concept_id, name, category, group)
            for marked in labels.split("|"):
                # "=" marks a spelling to look for in running text, "!" one that must also match in case.
                label = marked.lstrip("=!")
                self._by_key.setdefault(key_of(label), concept)
                if label != marked:
                    terms.append(lowered(label))
                    self._terms.append((concept, label if marked.startswith("!") else None))
        self._automaton = AhoCorasick(terms, matchkind=MatchKind.LeftmostLongest)

    def lookup(self, name: str) -> Concept | None:
        return self._by_key.get(key_of(name))

    def concepts(self) -> list[Concept]:
        """Every skill once."""
        return list({concept.id: concept for concept in self._by_key.values()}.values())

    def find_terms(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, Concept]]:
        """Whole-word matches in part of a text."""
        part = text[start:end]
        for index, first, last in self._automaton.find_matches_as_indexes(lowered(part)):
            concept, exact = self._terms[index]
            if not is_whole_word(part, first, last) or (exact is not None and part[first:last] != exact):
                continue
            yield start + first, start + last, concept


def lowered(text: str) -> str:
    """Lower case of the same length, so that offsets stay true."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def key_of(name: str) -> str:
    """What spellings of one skill share: "Node.js", "NodeJS" and "node js" are the same."""
    low = name.lower()
    joined = low.replace(" ", "")
    # Nearly all are letters, digits and blanks.
    return joined if joined.isalnum() else NOT_KEY.sub("", low) or low


def is_whole_word(text: str, first: int, last: int) -> bool:
    """Not a part of a longer word, of C++ or of ASP.NET."""
    before = text[first - 1] if first else " "
    after = text[last] if last < len(text) else " "
    beyond = text[last + 1] if last + 1 < len(text) else " "
    if before.isalnum() or before in "_@#" or after.isalnum() or after in "_+#@":
        return False
    return not (after in ".-'" and beyond.isalnum() and after != "-")


@cache
def load_taxonomy() -> Taxonomy:
    with gzip.open(FILE, "rt", encoding="utf-8") as file:
        return Taxonomy(line.rstrip("\n") for line in file if line.strip() and not line.startswith("#"))
