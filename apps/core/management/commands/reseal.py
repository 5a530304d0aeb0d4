"""`manage.py reseal` lets an older secret key go: what it has sealed for years is sealed with today's."""

from argparse import ArgumentParser

from django.core.management import BaseCommand, CommandError

from apps.core.resealing import reseal


class Command(BaseCommand):
    help = (
        "Seal anew, with SECRET_KEY and in the newest form, what lies sealed in the database for years: second factors"
        " and keys of language models. Running it twice does no harm."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; end with 1 if there is something to do"
        )

    def handle(self, *args: object, check: bool, **options: object) -> None:
        done = reseal(only_counts=check)
        for purpose, count in sorted(done.found.items()):
            older, lost = done.older[purpose], done.lost[purpose]
            said = "would be sealed anew" if check else "sealed anew"
            self.stdout.write(f"{purpose}: {count} values, {older} {said}, {lost} cannot be opened")
        if done.lost:
            raise CommandError(
                "Some were sealed with a key that is neither SECRET_KEY nor in SECRET_KEY_FALLBACKS. Put that key back,"
                " or have the people set up their second step, and the workspaces their key, again."
            )
        if check and done.older:
            raise CommandError("Older keys are still needed: run manage.py reseal, then take them out.")
        self.stdout.write("Nothing needs an older key.")
