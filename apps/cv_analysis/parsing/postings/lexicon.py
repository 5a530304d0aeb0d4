"""Word lists for the taggers: which phrases are technologies, skills, titles, places and so on.

A list holds hashes instead of phrases: a twentieth of the room, and a wrong hit in a hundred million.
"""

import json
import lzma
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from zlib import crc32

FOLDER = Path(__file__).resolve().parent.parent.parent / "data" / "postings"
FILE = FOLDER / "lexicon.json.xz"
LONGEST_MARK = 3


@dataclass(frozen=True, slots=True)
class PhraseList:
    """Phrases of at most `longest` words."""

    hashes: frozenset[int]
    longest: int

    def __contains__(self, phrase: object) -> bool:
        return isinstance(phrase, str) and crc32(phrase.encode()) in self.hashes


class Lexicon:
    """The lists by name. Lists named by one letter are for the taggers."""

    def __init__(self, lists: dict[str, PhraseList]) -> None:
        self.lists = lists
        # All lists of the taggers in one table, so that a phrase is looked up once and not in each.
        self._names: dict[int, str] = {}
        for name, phrases in lists.items():
            if len(name) == 1:
                for phrase in phrases.hashes:
                    self._names[phrase] = self._names.get(phrase, "") + name
        self._longest = max((phrases.longest for name, phrases in lists.items() if len(name) == 1), default=0)
        self._marks_of = lru_cache(maxsize=32)(self._find_marks)

    def marks(self, words: Sequence[str]) -> list[list[str]]:
        """For every word the lists it stands in, whether it begins the phrase, and how long the phrase is."""
        return self._marks_of(tuple(words))

    def _find_marks(self, words: tuple[str, ...]) -> list[list[str]]:
        longest = [self._phrases_at(words, index) for index in range(len(words))]
        marks: list[list[str]] = [[] for _ in words]
        for name in sorted({name for found in longest for name in found}):
            index = 0
            while index < len(words):
                size = longest[index].get(name, 0)
                for step in range(size):
                    marks[index + step].append(f"{name}{'I' if step else 'B'}{min(size, LONGEST_MARK)}")
                index += size or 1
        return marks

    def _phrases_at(self, words: tuple[str, ...], index: int) -> dict[str, int]:
        """The lists that hold a phrase beginning here, and the longest such phrase of each."""
        found: dict[str, int] = {}
        phrase = crc32(words[index].encode())
        for size in range(1, min(self._longest, len(words) - index) + 1):
            if size > 1:
                phrase = crc32(b" " + words[index + size - 1].encode(), phrase)
            for name in self._names.get(phrase, ""):
                if size <= self.lists[name].longest:
                    found[name] = size
        return found


def longest_at(words: Sequence[str], index: int, phrases: PhraseList) -> int:
    """How many words the longest phrase has that begins here; 0 when none does."""
    for size in range(min(phrases.longest, len(words) - index), 0, -1):
        if crc32(" ".join(words[index : index + size]).encode()) in phrases.hashes:
            return size
    return 0


def phrase_list(phrases: Iterable[str]) -> PhraseList:
    kept = set(phrases)
    return PhraseList(
        frozenset(crc32(phrase.encode()) for phrase in kept), max((len(phrase.split()) for phrase in kept), default=0)
    )


def pack(lists: dict[str, PhraseList]) -> bytes:
    """The lists as the bytes of their file; the same lists give the same bytes."""
    packed: dict[str, object] = {}
    for name, phrases in lists.items():
        ordered = sorted(phrases.hashes)
        steps = array("I", (after - before for before, after in zip([0, *ordered], ordered, strict=False)))
        packed[name] = [phrases.longest, b64encode(steps.tobytes()).decode()]
    return lzma.compress(json.dumps(packed, separators=(",", ":")).encode(), preset=9)


def unpack(content: bytes) -> Lexicon:
    return Lexicon(
        {
            name: PhraseList(frozenset(accumulate(array("I", b64decode(steps)))), longest)
            for name, (longest, steps) in json.loads(lzma.decompress(content)).items()
        }
    )


@cache
def load_lexicon() -> Lexicon:
    return unpack(FILE.read_bytes())
