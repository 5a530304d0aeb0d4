"""Lists the questions of the library that are nearest to each other, for whoever writes and revises them."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.ai.embeddings import EmbeddingsMissingError
from apps.interviews.library import all_items
from apps.interviews.library.likeness import SAME, closest_pairs


class Command(BaseCommand):
    help = f"Pairs of questions that mean nearly the same, the nearest first; {SAME} and more are refused by the tests."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--above", type=float, default=0.75, help="the least closeness (0 to 1) to list")
        parser.add_argument("--most", type=int, default=30, help="how many pairs to list")

    def handle(self, *args: Any, above: float, most: int, **options: Any) -> None:
        items = all_items()
        try:
            pairs = closest_pairs({slug: item.text for slug, item in items.items()}, above=above)
        except EmbeddingsMissingError as error:
            raise CommandError(str(error)) from error
        for pair in pairs[:most]:
            self.stdout.write(f"{pair.closeness:.3f}  {pair.one}  {pair.other}")
        self.stdout.write(f"{len(pairs)} pairs of {len(items)} questions are at least {above:g} near.")
