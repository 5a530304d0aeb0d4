"""Measures what the documents claim, each figure beside its peer in the same run."""

import json
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

FOLDER = settings.BASE_DIR / "benchmarks"


def names() -> list[str]:
    """Every file of benchmarks/ that measures something."""
    return sorted(file.stem for file in FOLDER.glob("*.py") if "def run(" in file.read_text(encoding="utf-8"))


class Command(BaseCommand):
    help = "Run the benchmarks named, or all of them; --json prints a line of JSON a figure."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(names())}")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = options["names"] or names()
        if unknown := set(wanted) - set(names()):
            raise CommandError(f"No benchmark is called {', '.join(sorted(unknown))}. There are: {', '.join(names())}.")
        for figure in self._figures(wanted):
            self.stdout.write(json.dumps(figure) if options["json"] else self._line(figure))

    @staticmethod
    def _figures(wanted: list[str]) -> Iterator[dict[str, Any]]:
        for name in wanted:
            for figure in import_module(f"benchmarks.{name}").run():
                yield {
                    "name": figure.name,
                    "value": figure.value,
                    "unit": figure.unit,
                    "peer": figure.peer,
                    "peer_value": figure.peer_value,
                    "ratio": figure.ratio,
                }

    @staticmethod
    def _line(figure: dict[str, Any]) -> str:
        line = f"{figure['name']}: {figure['value']:g} {figure['unit']}"
        if figure["peer_value"] is None:
            return line
        return f"{line} ({figure['peer']}: {figure['peer_value']:g}, ratio {figure['ratio']})"
