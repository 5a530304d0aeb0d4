"""Makes the tagger's model from labelled CVs: labels are looked up in the text, and a CRF learns from all tokens."""

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from apps.cv_analysis.parsing import extract
from apps.cv_analysis.parsing.document import Document
from apps.cv_analysis.parsing.education import find_education
from apps.cv_analysis.parsing.extract.result import Extraction
from apps.cv_analysis.parsing.records import find_experience
from apps.cv_analysis.parsing.sections import Section, split_sections
from apps.cv_analysis.parsing.taxonomy import load_taxonomy
from apps.cv_analysis.parsing.tokens import Token, tokens_of

from .features import rows_of
from .hints import hints_of
from .lists import load_lists

# Keys of the gold standard and their labels; of two that hold the same words, the first wins.
LABELS = {
    "titles": "T",
    "companies": "C",
    "degrees": "D",
    "institutions": "I",
    "skills_tech": "K",
    "skills_soft": "S",
    "skills": "W",
}
# c1 leaves out features that say little, c2 keeps the others small; set by cross-validation.
SETTINGS = {"c1": 0.05, "c2": 0.3, "max_iterations": 90, "feature.minfreq": 1}
FOLDS = 5
# Tokens between a school or degree and the year it ended.
NEAR_SCHOOL = 25
# A long CV with hardly a label was not read by anybody.
LONG_TEXT, FEW_LABELS = 5000, 3
# Nor were the skills labelled where none is and so many technologies are named.
MANY_KNOWN = 10
NOT_KEY = re.compile(r"[^\w+#]+")


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled document: what the tagger sees of each token, and what it should say."""

    id: str
    features: list[list[str]]
    labels: list[str]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document of the gold standard with its extracted text."""

    id: str
    source: str
    extraction: Extraction
    has_pages: bool
    gold: Mapping[str, Any]

    @property
    def fold(self) -> int:
        """The same person as text and as file is in the same fold."""
        return zlib.crc32(self.id.removeprefix("file-").encode()) % FOLDS


def labelled_documents(folder: Path) -> Iterator[Labelled]:
    """All documents of a folder with gold.jsonl, read from their files where they are files."""
    with (folder / "gold.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row.get("text") is not None:
                extraction, has_pages = Extraction((row["text"],), has_content=False), False
            else:
                extraction, has_pages = extract(folder / row["file"])
            yield Labelled(row["id"], row["source"], extraction, has_pages, row["gold"])


def example_of(labelled: Labelled) -> Example | None:
    """None for a document that nobody labelled."""
    document = Document(labelled.extraction, has_pages=labelled.has_pages)
    if len(document.text) > LONG_TEXT and sum(len(labelled.gold.get(key) or []) for key in LABELS) < FEW_LABELS:
        return None
    sections = split_sections(document)
    if labelled.gold.get("skills") is None and known_technologies(document.text) >= MANY_KNOWN:
        return None
    hints = hints_of(document, find_experience(document, sections), find_education(document, sections))
    tokens, features = rows_of(document, sections, hints)
    return Example(labelled.id, features, labels_of(tokens, labelled.gold, sections))


def known_technologies(text: str) -> int:
    return sum(kind == "tech" for _, _, kind in load_lists().find(text))


def labels_of(tokens: Sequence[Token], gold: Mapping[str, Any], sections: Iterable[Section]) -> list[str]:
    """Each value at each place where it stands; the longest first, so that parts of it are not labelled again."""
    labels = ["O"] * len(tokens)
    for first, last, label in sorted(places_of_values(tokens, gold), key=lambda place: place[0] - place[1]):
        if all(found == "O" for found in labels[first:last]):
            labels[first] = f"B-{label}"
            labels[first + 1 : last] = [f"I-{label}"] * (last - first - 1)
    years = {str(year)[:4] for year in gold.get("grad_years") or []}
    schools = [(section.start, section.end) for section in sections if section.kind == "education"]
    of_school = [label[2:] in {"D", "I"} for label in labels]
    for index, token in enumerate(tokens):
        if token.text in years and labels[index] == "O":
            near = any(of_school[max(0, index - NEAR_SCHOOL) : index + NEAR_SCHOOL])
            if near or any(start <= token.start < end for start, end in schools):
                labels[index] = "B-Y"
    return labels


def places_of_values(tokens: Sequence[Token], gold: Mapping[str, Any]) -> Iterator[tuple[int, int, str]]:
    """First token, token after the last, and label, for all values in the order of LABELS."""
    keys = [key_of_word(token.text) for token in tokens]
    words = [index for index, key in enumerate(keys) if key]
    firsts: dict[str, list[int]] = {}
    for position, index in enumerate(words):
        firsts.setdefault(keys[index], []).append(position)
    named: set[str] = set()
    for name, label in LABELS.items():
        for value in gold.get(name) or []:
            wanted = [key for token in tokens_of(str(value)) if (key := key_of_word(token.text))]
            whole = " ".join(wanted)
            if not wanted or (label == "W" and whole in named):
                continue
            if label in {"K", "S"}:
                named.add(whole)
            # Who labelled only skills in general left it open which of them are technologies.
            finer = "K" if label == "W" and "skills_tech" not in gold and is_technology(str(value)) else label
            for position in firsts.get(wanted[0], []):
                found = words[position : position + len(wanted)]
                if [keys[index] for index in found] == wanted and is_written(tokens[found[0]].text, str(value)):
                    yield found[0], found[-1] + 1, finer


def is_technology(value: str) -> bool:
    concept = load_taxonomy().lookup(value)
    return concept is not None and concept.category == "technology"


def key_of_word(word: str) -> str:
    return NOT_KEY.sub("", word.lower())


def is_written(word: str, value: str) -> bool:
    """Short values such as "C" and "R" are meant only in their own letters."""
    return len(value) > 2 or word.upper() == value.upper() == word


def train(examples: Iterable[Example]) -> bytes:
    """The model as bytes; the same examples in the same order give the same."""
    from pycrfsuite import Trainer

    trainer = Trainer(verbose=False)
    for example in examples:
        trainer.append(example.features, example.labels)
    trainer.set_params(SETTINGS)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        trainer.train(str(path))
        return path.read_bytes()
