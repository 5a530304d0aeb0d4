"""Makes the table of which skills are near each other, from ESCO and the list of technologies."""

import gzip
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from apps.cv_analysis.parsing.taxonomy import key_of
from apps.cv_analysis.scoring.closeness import FILE

HEAD = "# ids of one skill; numbers of lines: broader, implied, related; made by build_closeness, see README.md\n"


@dataclass(slots=True)
class Node:
    """A skill under all its ids; the sets hold ids."""

    ids: list[str]
    labels: int = 0
    broader: set[str] = field(default_factory=set)
    implied: set[str] = field(default_factory=set)
    related: set[str] = field(default_factory=set)


class Command(BaseCommand):
    help = "Builds data/closeness.tsv.gz from the ESCO tables and the list of technologies."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--esco", type=Path, required=True, help="folder with skills.tsv and its companions")
        parser.add_argument("--technologies", type=Path, required=True, help="TSV of id, name, category, parent, …")

    def handle(self, *args: Any, **options: Any) -> None:
        nodes = joined(technologies(options["technologies"]), esco(options["esco"]))
        text = HEAD + "".join(f"{line}\n" for line in lines_of(nodes))
        # A fixed time keeps the file the same when its content is.
        FILE.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
        self.stdout.write(f"{text.count(chr(10)) - 1} skills, {FILE.stat().st_size // 1024} KB")


def rows(file: Path) -> Iterator[list[str]]:
    for line in file.read_text(encoding="utf-8").splitlines()[1:]:
        yield line.split("\t")


def technologies(file: Path) -> list[tuple[Node, list[str]]]:
    """Each technology with its spellings; whoever has it has what it names as related."""
    found = []
    for row in rows(file):
        tech_id, name, _category, parent, related, labels = (*row, "", "")[:6]
        node = Node([tech_id], broader={parent} - {""}, implied=set(related.split("|")) - {""})
        spellings = [label.lstrip("=!") for label in labels.split("|") if label]
        node.labels = len(spellings)
        found.append((node, [name, *spellings]))
    return found


def esco(folder: Path) -> list[tuple[Node, list[str]]]:
    """Each concept of ESCO with its own label, without the remark in brackets."""
    found: dict[str, tuple[Node, list[str]]] = {}
    for concept_id, label, _groups, other in rows(folder / "skills.tsv"):
        found[concept_id] = (Node([concept_id], labels=other.count(" | ") + 1), [label.split(" (")[0]])
    for concept_id, broader in rows(folder / "skill_broader.tsv"):
        found[concept_id][0].broader.add(broader)
    for concept_id, relation, related in rows(folder / "skill_relations.tsv"):
        node = found[concept_id][0]
        (node.implied if relation == "essential" else node.related).add(related)
    return list(found.values())


def joined(first: list[tuple[Node, list[str]]], second: Iterable[tuple[Node, list[str]]]) -> list[Node]:
    """One node for what both lists name alike."""
    by_key: dict[str, Node] = {}
    for node, labels in first:
        for label in labels:
            by_key.setdefault(key_of(label), node)
    nodes = [node for node, _labels in first]
    for node, labels in second:
        twin = by_key.get(key_of(labels[0]))
        if twin is None:
            nodes.append(node)
            continue
        twin.ids += node.ids
        twin.broader |= node.broader
        twin.implied |= node.implied
        twin.related |= node.related
    return nodes


def lines_of(nodes: list[Node]) -> Iterator[str]:
    """Connected nodes only, those with most spellings first: these are the ones that people have."""
    used: dict[str, bool] = defaultdict(bool)
    for node in nodes:
        links = node.broader | node.implied | node.related
        for name in (*links, *(node.ids if links or len(node.ids) > 1 else ())):
            used[name] = True
    kept = [node for node in nodes if any(used[name] for name in node.ids)]
    kept.sort(key=lambda node: (-node.labels, node.ids))
    number = {name: index for index, node in enumerate(kept) for name in node.ids}
    for index, node in enumerate(kept):
        columns = (node.broader, node.implied - node.broader, node.related - node.broader - node.implied)
        numbers = [sorted({number[name] for name in names if name in number} - {index}) for names in columns]
        yield "\t".join(["|".join(node.ids), *(" ".join(map(str, column)) for column in numbers)])
