"""Word lists for the taggers: which phrases are technologies, skills, titles, places and so on.

A list holds hashes instead of phrases: a twentieth of the room, and a wrong hit in a hundred million.
"""

import json
import lzma
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
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

    def marks(self, words: Sequence[str]) -> list[list[str]]:
        """For every word the lists it stands in, whether it begins the phrase, and how long the phrase is."""
        marks: list[list[str]] = [[] for _ in words]
        for name, phrases in self.lists.items():
            if len(name) > 1:
                continue
            index = 0
            while index < len(words):
                size = longest_at(words, index, phrases)
                for step in range(size):
                    marks[index + step].append(f"{name}{'I' if step else 'B'}{min(size, LONGEST_MARK)}")
                index += size or 1
        return marks


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
