"""Reads answers from standard input and writes an estimate of each as JSON lines; no database is touched."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.ai.embeddings import EmbeddingsMissingError
from apps.interviews.evaluation.alignment import Estimate, estimate
from apps.interviews.evaluation.references import points_of

WANTED = ("question", "reference", "answer")


class Command(BaseCommand):
    help = (
        'Estimates how much of a reference answers hold. Reads {"id","question","reference","answer"} lines from'
        ' standard input and writes {"id","score","matched","missing"} lines; the score is 0 to 100.'
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        for number, line in enumerate(sys.stdin, start=1):
            if line.strip():
                key, found = estimate_of(line, number)
                said = {"id": key, "score": found.score, "matched": found.matched, "missing": found.missing}
                self.stdout.write(json.dumps(said, ensure_ascii=False))
                self.stdout.flush()


def estimate_of(line: str, number: int) -> tuple[object, Estimate]:
    """The id and the estimate of a line."""
    try:
        given = json.loads(line)
        key, texts = given["id"], [given[name] for name in WANTED]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        wanted = ", ".join(f'"{name}"' for name in ("id", *WANTED))
        raise CommandError(f"Line {number}: write {{{wanted}}} as JSON.") from error
    for name, text in zip(WANTED, texts, strict=True):
        if not isinstance(text, str):
            raise CommandError(f'Line {number}: "{name}" must be a string.')
    question, reference, answer = texts
    try:
        return key, estimate(question, points_of(reference), answer)
    except EmbeddingsMissingError as error:
        raise CommandError(str(error)) from error
