"""Trains the taggers that find skills and knowledge in job postings, or measures them by cross-validation."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.cv_analysis.parsing.postings.lexicon import load_lexicon
from apps.cv_analysis.parsing.postings.scoring import report
from apps.cv_analysis.parsing.postings.tagger import model_file
from apps.cv_analysis.parsing.postings.training import cross_validate, packed, read_postings, train_models


class Command(BaseCommand):
    help = (
        "Trains data/postings/*.crf.xz from a folder with train.json and dev.json; the same input gives the same bytes."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--data", type=Path, required=True, help="folder of labelled postings: train.json, dev.json"
        )
        parser.add_argument("--check", action="store_true", help="compare with the shipped models instead of writing")
        parser.add_argument("--evaluate", action="store_true", help="cross-validate instead of writing")

    def handle(self, *args: Any, **options: Any) -> None:
        files = [options["data"] / name for name in ("train.json", "dev.json")]
        if missing := [str(file) for file in files if not file.is_file()]:
            raise CommandError(f"Not found: {', '.join(missing)}")
        lexicon = load_lexicon()
        postings = [posting for file in files for posting in read_postings(file, lexicon)]
        if options["evaluate"]:
            self.stdout.write(report(cross_validate(postings, lexicon)))
            return
        for name, content in train_models(postings, lexicon).items():
            model = packed(content)
            file = model_file(name)
            if options["check"] and (not file.is_file() or file.read_bytes() != model):
                raise CommandError(f"{file.name} is not what this data gives; run train_job_model.")
            if not options["check"]:
                file.write_bytes(model)
            self.stdout.write(f"{file.name}: {len(model) // 1024} KB")
