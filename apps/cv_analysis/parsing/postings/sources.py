"""Reads the tables that the word lists of the taggers are made of."""

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from apps.cv_analysis.parsing.taxonomy import DATA

from .features import folded
from .lexicon import PhraseList, phrase_list
from .signs import plain
from .tokens import token_of

TECHNOLOGIES = DATA / "technologies.tsv.gz"
LONGEST_PHRASE = 5
# How many labels of ESCO must begin or end with a word before it tells a skill.
VERB_LABELS, HEAD_LABELS, OBJECT_LABELS = 8, 6, 12
WORD_LISTS = {
    "J": ("titles.tsv", "titles_in_esco.tsv"),
    "D": ("degrees.tsv",),
    "F": ("fields.tsv",),
    "C": ("certifications.tsv",),
    "L": ("languages.tsv",),
    "A": ("action_verbs.txt",),
}
Phrase = list[str]


def read_lists(esco: Path, words: Path, technologies: Path = TECHNOLOGIES) -> dict[str, PhraseList]:
    """All lists by name; those named by one letter are features of the taggers."""
    safe, unsafe = technology_labels(technologies)
    knowledge, skills = esco_labels(esco / "skills.tsv")
    lists = {
        "T": safe,
        "U": unsafe,
        "K": knowledge,
        "S": skills,
        "V": frequent((phrase[0] for phrase in skills if len(phrase) > 1), VERB_LABELS),
        "H": frequent((phrase[-1] for phrase in knowledge if len(phrase) > 1), HEAD_LABELS),
        "Z": frequent((phrase[-1] for phrase in skills if len(phrase) > 1), OBJECT_LABELS),
    }
    for name, files in WORD_LISTS.items():
        lists[name] = [phrase_of(cells[0]) for file in files for cells in rows(words / file)]
    lists["places"] = list(place_names(words / "places.tsv"))
    return {name: as_list(phrases) for name, phrases in lists.items()}


def rows(file: Path) -> Iterator[list[str]]:
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                yield line.rstrip("\n").split("\t")


def phrase_of(label: str) -> Phrase:
    return [folded(token_of(word, 0).form) for word in plain(label).split()]


def as_list(phrases: Iterable[Phrase]) -> PhraseList:
    return phrase_list(" ".join(phrase) for phrase in phrases if 0 < len(phrase) <= LONGEST_PHRASE)


def technology_labels(file: Path) -> tuple[list[Phrase], list[Phrase]]:
    """Spellings that are safe to find in running text, and those that are words as well."""
    safe: list[Phrase] = []
    unsafe: list[Phrase] = []
    for cells in rows(file):
        for label in cells[-1].split("|"):
            (safe if label.startswith("=") else unsafe).append(phrase_of(label.lstrip("=!")))
    return safe, unsafe


def esco_labels(file: Path) -> tuple[list[Phrase], list[Phrase]]:
    """Labels of what one knows, and of what one does."""
    knowledge: list[Phrase] = []
    skills: list[Phrase] = []
    for _, label, groups, others in list(rows(file))[1:]:
        target = knowledge if groups.startswith("K") else skills
        for name in (label, *others.split(" | ")):
            target.append(phrase_of(re.sub(r"\s*\(.*?\)", "", name)))
    return knowledge, skills


def frequent(words: Iterable[str], least: int) -> list[Phrase]:
    return [[word] for word, count in Counter(words).items() if count >= least]


def place_names(file: Path) -> Iterator[Phrase]:
    for name, _, _, labels, _ in rows(file):
        for label in (name, *labels.split("|")):
            if len(label) > 2 or label.isupper():
                yield phrase_of(label)
