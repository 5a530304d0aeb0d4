"""Makes the skill list of the CV parser from ESCO and from our own lists."""

import gzip
import re
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from apps.cv_analysis.parsing.taxonomy import DATA, FILE, key_of

TECHNOLOGIES, SOFT_SKILLS = DATA / "technologies.tsv.gz", DATA / "soft_skills.tsv"
MAX_LABEL_WORDS, MAX_PRODUCT_WORDS = 6, 2
SHORT = 4  # characters: shorter words are often something else
# What one knows rather than installs.
KNOWN_THINGS = frozenset({"concept", "methodology", "certification-body"})
MARKS = {"=!": "!", "=": "="}
SIGNED = re.compile(r"[A-Z].*[A-Z]|[\d+#]")


@dataclass(slots=True)
class Entry:
    """A concept while it is collected; `labels` says for each spelling how it may be found in running text."""

    id: str
    name: str
    category: str
    group: str = ""
    labels: dict[str, str] = field(default_factory=dict)

    def line(self) -> str:
        labels = "|".join(f"{mark}{label}" for label, mark in self.labels.items())
        return f"{self.id}\t{self.name}\t{self.category}\t{self.group}\t{labels}"


class Command(BaseCommand):
    help = "Builds data/skills.tsv.gz from the ESCO tables, data/technologies.tsv.gz and data/soft_skills.tsv."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--esco", type=Path, required=True, help="folder with skills.tsv and its companions")

    def handle(self, *args: Any, **options: Any) -> None:
        entries = merged([*technologies(), *soft_skills()], list(esco_entries(options["esco"])))
        text = "# id, name, category, group, labels; made by build_taxonomy, see README.md\n"
        text += "".join(f"{entry.line()}\n" for entry in entries)
        # A fixed time keeps the file the same when its content is.
        FILE.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
        self.stdout.write(f"{len(entries)} skills, {FILE.stat().st_size // 1024} KB")


def technologies() -> Iterator[Entry]:
    """Our own list; a label marked "=" may be looked for in running text, "=!" only in exactly its spelling."""
    with gzip.open(TECHNOLOGIES, "rt", encoding="utf-8") as file:
        for line in file:
            if line.startswith("#"):
                continue
            concept_id, name, group, _parent, _related, labels = line.rstrip("\n").split("\t")
            category = "domain" if group in KNOWN_THINGS else "technology"
            yield Entry(concept_id, name, category, group, marked_labels(labels))


def soft_skills() -> Iterator[Entry]:
    """What ESCO names in whole phrases only, as CVs write it."""
    for line in SOFT_SKILLS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            concept_id, name, labels = line.split("\t")
            yield Entry(concept_id, name, "soft", "social and personal skills", {name: "", **marked_labels(labels)})


def marked_labels(labels: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for marked in labels.split("|"):
        sign = next((sign for sign in MARKS if marked.startswith(sign)), "")
        found.setdefault(marked.removeprefix(sign), MARKS.get(sign, ""))
    return found


def esco_entries(folder: Path) -> Iterator[Entry]:
    """ESCO's concepts; those that name a product or a language may be found in running text under that name."""
    digital = set((folder / "digital_skills.txt").read_text(encoding="utf-8").split())
    transversal = set((folder / "transversal_skills.txt").read_text(encoding="utf-8").split())
    rows = [line.split("\t") for line in (folder / "groups.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    names = {code: label for code, _, label in rows}
    for line in (folder / "skills.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        concept_id, label, groups, other = line.split("\t")
        category = "technology" if concept_id in digital else "domain"
        if concept_id in transversal or groups.startswith(("T", "A")):
            category = "soft"
        plain = re.sub(r"\s*\((?:computer|programming|software)[^)]*\)$", "", label)
        group = next((names[code] for code in re.split(r"[ |,]+", groups) if code in names), "")
        entry = Entry(concept_id, plain, category, group)
        entry.labels[plain] = "!" if is_product(entry, was_explained=plain != label) else ""
        for synonym in other.split(" | "):
            if synonym and len(synonym.split()) <= MAX_LABEL_WORDS and "|" not in synonym:
                entry.labels.setdefault(synonym, "")
        yield entry


def is_product(entry: Entry, *, was_explained: bool) -> bool:
    """ "Python (computer programming)" and "SPARQL" are names of things; "manage musical staff" is none."""
    if len(key_of(entry.name)) < SHORT or entry.category != "technology":
        return False
    few = len(entry.name.split()) <= MAX_PRODUCT_WORDS
    return bool(few and SIGNED.search(entry.name)) or (was_explained and entry.name[0].isupper())


def merged(own: list[Entry], esco: list[Entry]) -> list[Entry]:
    """Both lists, in the order of ids; a spelling belongs to one concept: ours, or the one that it is the name of."""
    owner = {key_of(label): entry.id for entry in own for label in entry.labels}
    kept = [entry for entry in esco if key_of(entry.name) not in owner]
    for entry in kept:
        owner.setdefault(key_of(entry.name), entry.id)
    for entry in kept:
        entry.labels = {
            label: mark for label, mark in entry.labels.items() if owner.setdefault(key_of(label), entry.id) == entry.id
        }
    return sorted([*own, *kept], key=lambda entry: entry.id)
