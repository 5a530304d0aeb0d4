"""Measures the spans found in labelled postings by models that have not seen them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.cv_analysis.parsing.postings.lexicon import load_lexicon
from apps.cv_analysis.parsing.postings.scoring import report
from apps.cv_analysis.parsing.postings.training import read_postings, transfer


class Command(BaseCommand):
    help = "Trains on train.json of a folder, scores exact spans on its dev.json, and prints a table."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--data", type=Path, required=True, help="folder of labelled postings: train.json, dev.json"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files = [options["data"] / name for name in ("train.json", "dev.json")]
        if missing := [str(file) for file in files if not file.is_file()]:
            raise CommandError(f"Not found: {', '.join(missing)}")
        lexicon = load_lexicon()
        seen, unseen = (read_postings(file, lexicon) for file in files)
        self.stdout.write(report(transfer(seen, unseen, lexicon)))
