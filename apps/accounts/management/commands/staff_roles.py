"""Makes the roles of platform staff."""

from typing import Any

from django.core.management.base import BaseCommand

from apps.accounts.services.staff import make_staff_roles
from apps.accounts.staff import ROLES


class Command(BaseCommand):
    help = "Make the groups Support, Billing, Operator and Auditor as this version says; a start does it by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        make_staff_roles()
        self.stdout.write(f"The roles {', '.join(ROLES)} are as this version says.")
