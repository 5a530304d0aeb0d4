"""Reads job postings from standard input and writes what they ask for as JSON lines; no database is touched."""

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.cv_analysis.parsing.postings import parse_job, warm_up


class Command(BaseCommand):
    help = (
        'Parses job postings. Reads {"id","text"} lines from standard input or from the files given, '
        "and writes one JSON line for each: id, ms, pred."
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        parser.add_argument("--jsonl", action="store_true", help="the input is JSON lines; needed for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["jsonl"]:
            raise CommandError("Use --jsonl, and write lines to standard input or name files of lines.")
        warm_up()
        for key, text in wanted_postings(options["files"]):
            started = time.perf_counter()
            job = parse_job(text)
            ms = (time.perf_counter() - started) * 1000
            answer = {"id": key, "ms": round(ms, 1), "pred": job.prediction()}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            self.stdout.flush()


def wanted_postings(files: list[Path]) -> Iterator[tuple[object, str]]:
    """The id and the text of each line."""
    sources: list[Path | None] = [*files] or [None]
    for source in sources:
        try:
            lines = source.open(encoding="utf-8") if source else sys.stdin
        except OSError as error:
            raise CommandError(f"{source}: cannot be read.") from error
        with lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield posting_of(line, number)


def posting_of(line: str, number: int) -> tuple[object, str]:
    try:
        wanted = json.loads(line)
        key, text = wanted["id"], wanted["text"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CommandError(f'Line {number}: write {{"id", "text"}} as JSON.') from error
    if not isinstance(text, str):
        raise CommandError(f'Line {number}: "text" must be a string.')
    return key, text
