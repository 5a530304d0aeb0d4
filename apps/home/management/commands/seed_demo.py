"""Makes the demo company and its people."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.home.services import prepare_community, seed_demo


class Command(BaseCommand):
    help = "Make the demo company, its people and the practice community; what is there already stays."

    def handle(self, *args: Any, **options: Any) -> None:
        prepare_community()
        self.stdout.write(f"The demo logins are in {seed_demo()}.")
