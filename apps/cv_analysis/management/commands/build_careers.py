"""Makes the table of occupations with their names, usual skills and next steps, from ESCO and data/careers.txt."""

import gzip
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.cv_analysis.parsing.taxonomy import load_taxonomy
from apps.cv_analysis.scoring.careers import FILE

SOURCE = FILE.with_name("careers.txt")
HEAD = (
    "# id, name, ISCO-08 code, other names (= ours), skills (name=id), ids of what comes next; made by build_careers\n"
)


class Command(BaseCommand):
    help = "Builds data/careers.tsv.gz from ESCO's occupations and data/careers.txt."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--esco", type=Path, required=True, help="folder with occupations.tsv")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [
            line.split("\t")
            for line in (options["esco"] / "occupations.tsv").read_text(encoding="utf-8").splitlines()[1:]
        ]
        text = HEAD + "".join(f"{line}\n" for line in lines_of(rows))
        # A fixed time keeps the file the same when its content is.
        FILE.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
        self.stdout.write(f"{len(rows)} occupations, {FILE.stat().st_size // 1024} KB")


def steps() -> Iterator[tuple[str, list[str], list[str]]]:
    """Occupation, skills and next occupations of each line of our own list."""
    for line in SOURCE.read_text(encoding="utf-8").splitlines():
        if line and line[0] not in "#~":
            name, _colon, rest = line.partition(": ")
            skills, _arrow, following = rest.partition(" > ")
            yield name, skills.split(", "), following.split(", ")


def other_names() -> dict[str, list[str]]:
    """What our list calls an occupation, too."""
    found: dict[str, list[str]] = {}
    for line in SOURCE.read_text(encoding="utf-8").splitlines():
        if line.startswith("~ "):
            names, _colon, occupation = line[2:].partition(": ")
            found.setdefault(occupation, []).extend(names.split(", "))
    return found


def lines_of(rows: list[list[str]]) -> Iterator[str]:
    ids = {row[1]: row[0] for row in rows}
    known = {name: (skills, following) for name, skills, following in steps()}
    ours = other_names()
    named = {name for name, (_skills, following) in known.items() for name in (name, *following)} | set(ours)
    if unknown := sorted(named - set(ids)):
        raise CommandError(f"ESCO has no occupation named {', '.join(unknown)}")
    for one_id, name, isco, others in sorted(rows):
        skills, following = known.get(name, ([], []))
        pairs = "|".join(f"{skill}={_id_of(skill)}" for skill in skills)
        names = [*(f"={other}" for other in ours.get(name, ())), *filter(None, others.split(" | "))]
        yield "\t".join((one_id, name, isco, "|".join(names), pairs, " ".join(ids[step] for step in following)))


def _id_of(skill: str) -> str:
    """Empty for a skill that the taxonomy lacks: it is compared by its name."""
    concept = load_taxonomy().lookup(skill)
    return concept.id if concept else ""
