"""Makes the word lists that the taggers of job postings look into."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.cv_analysis.parsing.postings.lexicon import FILE, pack
from apps.cv_analysis.parsing.postings.sources import read_lists


class Command(BaseCommand):
    help = "Builds data/postings/lexicon.json.xz from ESCO, the list of technologies and lists of words."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--esco", type=Path, required=True, help="folder with skills.tsv")
        parser.add_argument(
            "--words", type=Path, required=True, help="folder with titles.tsv, degrees.tsv, places.tsv …"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lists = read_lists(options["esco"], options["words"])
        except FileNotFoundError as error:
            raise CommandError(f"Not found: {error.filename}") from error
        FILE.parent.mkdir(parents=True, exist_ok=True)
        FILE.write_bytes(pack(lists))
        for name, phrases in lists.items():
            self.stdout.write(f"{name}: {len(phrases.hashes)} phrases")
        self.stdout.write(f"{FILE.name}: {FILE.stat().st_size // 1024} KB")
