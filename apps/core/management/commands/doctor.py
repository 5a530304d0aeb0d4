"""Says what works on this machine and what to do about the rest."""

import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Named checks of this machine, each failure with its cure; needs no database."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="Findings as JSON: name, ok, detail, cure.")

    def handle(self, *args: Any, json: bool, **options: Any) -> None:
        # The checks live with the supervisor, which also runs where Django is not installed yet.
        command = [sys.executable, "-m", "config.supervisor.doctor", "--home", str(settings.STATE_DIR)]
        if json:
            command.append("--json")
        done = subprocess.run(command, cwd=settings.BASE_DIR, check=False, capture_output=True, text=True)
        self.stdout.write(done.stdout, ending="")
        self.stderr.write(done.stderr, ending="")
        if done.returncode:
            sys.exit(done.returncode)
