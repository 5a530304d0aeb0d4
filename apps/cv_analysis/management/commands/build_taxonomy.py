"""Makes the skill list of the CV parser from ESCO and from labelled CVs."""

import gzip
import json
import re
from argparse import ArgumentParser
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from apps.cv_analysis.parsing.document import clean
from apps.cv_analysis.parsing.taxonomy import FILE, is_whole_word, key_of, lowered

MAX_LABEL_WORDS = 6
MIN_PRECISION = 0.5
MIN_DOCUMENTS = 2
MAX_SKILL_WORDS, MAX_PRODUCT_WORDS = 4, 2
SHORT, VERY_SHORT = 4, 2  # characters: such words are often something else
LABEL_FIELDS = {"skills": "domain", "skills_tech": "technology", "skills_soft": "soft"}
SIGNED = re.compile(r"[A-Z].*[A-Z]|[\d+#]")


@dataclass(slots=True)
class Entry:
    """A concept while it is collected; `marks` says for each label how it may be found in running text."""

    id: str
    name: str
    category: str
    labels: dict[str, str] = field(default_factory=dict)
    is_product: bool = False

    def line(self) -> str:
        labels = "|".join(f"{mark}{label}" for label, mark in self.labels.items())
        return f"{self.id}\t{self.name}\t{self.category}\t{labels}"


class Command(BaseCommand):
    help = "Builds data/skills.tsv.gz from the ESCO tables and a file of labelled CVs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--esco", type=Path, required=True, help="folder with skills.tsv and its companions")
        parser.add_argument("--labels", type=Path, required=True, help="JSON lines with text and gold labels")

    def handle(self, *args: Any, **options: Any) -> None:
        with options["labels"].open(encoding="utf-8") as file:
            documents = [json.loads(line) for line in file if line.strip()]
        lines = build(options["esco"], [doc for doc in documents if doc["source"].startswith("dotin")])
        text = "# id, name, category, labels; made by build_taxonomy, see README.md\n" + "\n".join(lines) + "\n"
        # A fixed time keeps the file the same when its content is.
        FILE.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
        self.stdout.write(f"{len(lines)} skills, {FILE.stat().st_size // 1024} KB")


def build(esco: Path, documents: list[dict[str, Any]]) -> list[str]:
    """The lines of the skill list, in the order of ids."""
    entries, by_key = esco_entries(esco)
    spellings, categories = labelled_skills(documents)
    marks = running_marks(documents, spellings, categories)
    products = {key_of(name): name for entry in entries if (name := product_name(entry))}
    refused = {key for key in spellings if key not in marks}
    for key, name in products.items():
        if key not in refused and len(key) >= SHORT:
            by_key[key].labels[name] = "!"
    for key in sorted(spellings):
        name = spellings[key].most_common(1)[0][0]
        entry = by_key.get(key)
        if entry is None:
            entry = by_key[key] = Entry(f"cv:{key}", name, categories[key])
            entries.append(entry)
        elif categories[key] != "domain":
            entry.category = categories[key]
        entry.labels.setdefault(name, "")
        if mark := marks.get(key):
            entry.labels[name] = mark
    return [entry.line() for entry in sorted(entries, key=lambda entry: entry.id)]


def esco_entries(folder: Path) -> tuple[list[Entry], dict[str, Entry]]:
    """ESCO's concepts; a label shared by two concepts belongs to the one that has it as its own name."""
    digital = set((folder / "digital_skills.txt").read_text(encoding="utf-8").split())
    transversal = set((folder / "transversal_skills.txt").read_text(encoding="utf-8").split())
    entries: list[Entry] = []
    by_key: dict[str, Entry] = {}
    rows = [line.split("\t") for line in (folder / "skills.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    others: list[tuple[Entry, list[str]]] = []
    for concept_id, label, groups, other in rows:
        category = "technology" if concept_id in digital else "domain"
        if concept_id in transversal or groups.startswith(("T", "A")):
            category = "soft"
        plain = re.sub(r"\s*\((?:computer|programming|software)[^)]*\)$", "", label)
        entry = Entry(concept_id, plain, category, {plain: ""}, is_product=plain != label and plain[0].isupper())
        entries.append(entry)
        by_key.setdefault(key_of(plain), entry)
        others.append((entry, other.split(" | ")))
    for entry, labels in others:
        for label in labels:
            key = key_of(label)
            if label and len(label.split()) <= MAX_LABEL_WORDS and key not in by_key and "|" not in label:
                by_key[key] = entry
                entry.labels[label] = ""
    return entries, by_key


def product_name(entry: Entry) -> str | None:
    """ESCO's own label when it is the name of a product or language: those are safe to find in running text."""
    is_name = (
        entry.category == "technology" and len(entry.name.split()) <= MAX_PRODUCT_WORDS and SIGNED.search(entry.name)
    )
    return entry.name if is_name or entry.is_product else None


def labelled_skills(documents: Iterable[dict[str, Any]]) -> tuple[dict[str, Counter[str]], dict[str, str]]:
    """Spellings and category of each skill that people marked in CVs."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        for name, category in LABEL_FIELDS.items():
            for raw in document["gold"].get(name) or []:
                label = " ".join(clean(raw).split()).strip(".,;:-•()/& ")
                if (
                    len(key_of(label)) < 1
                    or len(label.split()) > MAX_SKILL_WORDS
                    or "|" in label
                    or not re.search("[A-Za-z]", label)
                ):
                    continue
                spellings[key_of(label)][label] += 1
                votes[key_of(label)][category] += 1 if category == "domain" else 2
    return spellings, {key: max(sorted(count), key=lambda name: count[name]) for key, count in votes.items()}


def running_marks(
    documents: list[dict[str, Any]], spellings: dict[str, Counter[str]], categories: dict[str, str]
) -> dict[str, str]:
    """Which skills may be looked for in running text: those whose mentions people marked as a skill often enough."""
    texts = [
        (
            clean(document["text"]),
            {key_of(label) for name in LABEL_FIELDS for label in document["gold"].get(name) or []},
        )
        for document in documents
        if "text" in document and document["gold"].get("skills")
    ]
    lowers = [lowered(text) for text, _ in texts]
    marks: dict[str, str] = {}
    for key, counted in spellings.items():
        name = counted.most_common(1)[0][0]
        seen: dict[str, list[bool]] = {"=": [], "!": []}
        for (text, labels), lower in zip(texts, lowers, strict=True):
            if lowered(name) in lower and occurs(lowered(name), lower):
                seen["="].append(key in labels)
                if occurs(name, text):
                    seen["!"].append(key in labels)
        single = len(key) < VERY_SHORT or (len(key) < SHORT and name.islower())
        for mark in ("!",) if len(key) < SHORT else ("=", "!"):
            right, total = sum(seen[mark]), len(seen[mark])
            if single or total < 1 or right / total < MIN_PRECISION:
                continue
            if right >= MIN_DOCUMENTS or (categories[key] == "technology" and SIGNED.search(name)):
                marks[key] = mark
                break
    return marks


def occurs(term: str, text: str) -> bool:
    position = text.find(term)
    while position >= 0:
        if is_whole_word(text, position, position + len(term)):
            return True
        position = text.find(term, position + 1)
    return False
