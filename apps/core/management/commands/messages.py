"""Brings the .po files up to date with the sources, or says what they lack."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.core.translation.compiled import compile_stale
from apps.core.translation.sources import all_sources, languages, own_sources
from apps.core.translation.unmarked import unmarked_in_templates
from apps.core.translation.unmarked_code import unmarked_in_python


class Command(BaseCommand):
    help = "Collect the texts of the apps into their locale folders and compile these; --check changes nothing."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", help="Labels of apps, or `project`; without any, all in this tree.")
        parser.add_argument("--check", action="store_true", help="Name what is missing or left over, and fail.")

    def handle(self, *args: Any, names: list[str], check: bool, **options: Any) -> None:
        from apps.core.translation.catalogs import read_catalog, update  # noqa: PLC0415 -- Babel, which the other commands spare
        from apps.core.translation.faults import all_faults  # noqa: PLC0415 -- as above

        sources = own_sources(names)
        if unknown := set(names) - {source.name for source in sources}:
            raise CommandError(f"There is no app called {', '.join(sorted(unknown))}.")
        if not check:
            for language in languages():
                others = [read_catalog(source.po_file(language), language) for source in all_sources()]
                for source in sources:
                    if update(source, language, others):
                        self.stdout.write(f"{source.name}, {language}: brought up to date")
            compile_stale()
        faults = [
            *(f"not marked for translation: {place}" for place in unmarked_in_templates(sources)),
            *(f"not marked for translation: {place}" for place in unmarked_in_python(sources)),
            *all_faults(sources, languages()),
        ]
        for fault in faults:
            self.stdout.write(fault)
        if faults and check:
            raise CommandError("Mark what is not; run `manage.py messages`; translate what is empty in the .po files.")
