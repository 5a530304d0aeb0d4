"""Reads CVs from files or from standard input and writes what was found as JSON lines; no database is touched."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.cv_analysis.parsing import ParseOutcome, outcome_of_text, parse_file


class Command(BaseCommand):
    help = (
        "Parses CVs. One JSON line per file: id, status, ms, pred. "
        'With --jsonl, reads {"id","file" or "text"} lines from standard input or from the files given.'
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        parser.add_argument("--jsonl", action="store_true", help="the input is JSON lines, not CVs")
        parser.add_argument(
            "--as-of",
            type=date.fromisoformat,
            default=None,
            metavar="DATE",
            help='what "present" means, as YYYY-MM-DD; today when not given',
        )

    def handle(self, *args: Any, **options: Any) -> None:
        as_of: date = options["as_of"] or date.today()  # noqa: DTZ011 -- the reader's calendar day is meant
        if not options["files"] and not options["jsonl"]:
            raise CommandError("Name at least one file, or use --jsonl and write lines to standard input.")
        outcomes = (
            from_lines(options["files"], as_of)
            if options["jsonl"]
            else ((str(path), outcome_of_file(path, as_of)) for path in options["files"])
        )
        for key, outcome in outcomes:
            self.stdout.write(line_of(key, outcome))
            self.stdout.flush()


def from_lines(files: list[Path], as_of: date) -> Iterator[tuple[object, ParseOutcome]]:
    """Parse what each JSON line names; a relative file stands beside the file of lines, or in the current folder."""
    sources: list[Path | None] = [*files] or [None]
    for source in sources:
        lines = source.open(encoding="utf-8") if source else sys.stdin
        folder = source.parent if source else Path()
        with lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                try:
                    wanted = json.loads(line)
                    key = wanted["id"]
                    text, file = wanted.get("text"), wanted.get("file")
                except (ValueError, KeyError, AttributeError, TypeError) as error:
                    raise CommandError(f'Line {number}: write {{"id", "file" or "text"}} as JSON.') from error
                if isinstance(text, str):
                    yield key, outcome_of_text(text, as_of=as_of)
                elif isinstance(file, str):
                    yield key, outcome_of_file(folder / file, as_of)
                else:
                    raise CommandError(f'Line {number}: "file" or "text" is missing.')


def outcome_of_file(path: Path, as_of: date) -> ParseOutcome:
    """A file that is missing or locked must not end the batch."""
    try:
        return parse_file(path, as_of=as_of)
    except OSError:
        return ParseOutcome("corrupt", "unreadable")


def line_of(key: object, outcome: ParseOutcome) -> str:
    """One answer, on one line."""
    answer: dict[str, object] = {"id": key, "status": outcome.status, "ms": round(outcome.ms, 1)}
    if outcome.error_code:
        answer["error_code"] = outcome.error_code
    answer["pred"] = outcome.parsed.prediction() if outcome.parsed else {}
    return json.dumps(answer, ensure_ascii=False)
