"""Trains the model that marks titles, companies, degrees, schools, years and skills in CVs."""

import gzip
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.cv_analysis.parsing.tagging.tagger import MODEL
from apps.cv_analysis.parsing.tagging.training import example_of, labelled_documents, train


class Command(BaseCommand):
    help = "Trains data/cv-model.crfsuite.gz from a folder of labelled CVs; the same folder gives the same bytes."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="holds gold.jsonl and the files that it names")
        parser.add_argument("--check", action="store_true", help="compare with the model that is there, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (options["folder"] / "gold.jsonl").is_file():
            raise CommandError(f"{options['folder']} holds no gold.jsonl: name the folder of the labelled CVs.")
        examples = [example for labelled in labelled_documents(options["folder"]) if (example := example_of(labelled))]
        # A fixed time keeps the file the same when its content is.
        packed = gzip.compress(train(examples), compresslevel=9, mtime=0)
        if options["check"]:
            if packed != MODEL.read_bytes():
                raise CommandError("The model is not what these CVs give: run the command without --check.")
            self.stdout.write("The model is what these CVs give.")
            return
        MODEL.write_bytes(packed)
        self.stdout.write(f"{len(examples)} CVs, {len(packed) // 1024} KB")
