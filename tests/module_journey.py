"""What a tenant meets on its way into a module; run as a program in a project of its own, prints what it saw.

`python module_journey.py LABEL`, in a project that `manage.py prepare` has made ready, demo people included.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import django
from django.db import transaction
from django.test import Client
from django.utils.functional import cached_property

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
sys.path.insert(0, str(Path.cwd()))
django.setup()

from apps.accounts.models import Membership
from apps.accounts.tokens import token_pair
from apps.core.modules import get_module
from apps.core.queue import later
from apps.core.queue.worker import run_all_due
from apps.core.scope import scope
from apps.marketplace.models import Usage


class Journey:
    """Ada of Acme, a browser and an API client, and a module that nobody has a license for."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.slug = get_module(label).slug
        self.ada = Membership.objects.select_related("user", "tenant").get(user__email="ada@acme.example")
        self.browser = Client(SERVER_NAME="localhost")
        self.browser.force_login(self.ada.user, backend="apps.accounts.backends.MemberBackend")

    @cached_property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {token_pair(self.ada)['access']}"}

    def page(self, path: str) -> Any:
        return self.browser.get(f"/t/acme/{path}")

    def api(self, path: str, body: dict[str, Any] | None = None) -> Any:
        client = Client(SERVER_NAME="localhost", headers=self.bearer)
        if body is None:
            return client.get(path)
        return client.post(path, json.dumps(body), content_type="application/json")

    def look(self) -> dict[str, Any]:
        """What every door of the module says, and whether the navigation leads to it."""
        entries = f"{self.slug}/entries/"
        return {
            "page": self.page(f"{self.slug}/").status_code,
            "api": self.api(f"/api/v1/{entries}").status_code,
            "api without version": self.api(f"/api/{entries}").status_code,
            "api of the tenant": self.page(f"api/v1/{entries}").status_code,
            "in navigation": f'href="/t/acme/{self.slug}/"' in self.page("").content.decode(),
            "task": self.task_state(),
        }

    def task_state(self) -> list[str]:
        """The end of a task that was queued by somebody who did not ask first."""
        with scope(self.ada.tenant), transaction.atomic():
            row = later(f"{self.label}.count_entry", entry_id=uuid4())
        run_all_due()
        row.refresh_from_db()
        return [row.state, row.problem_code]

    def use(self) -> dict[str, Any]:
        """An entry made on the page and one made over the API, and what becomes of them."""
        by_page = self.browser.post(f"/t/acme/{self.slug}/", {"title": "By hand"})
        by_api = self.api(f"/api/v1/{self.slug}/entries/", {"title": "By program"})
        run_all_due()
        listed = self.api(f"/api/v1/{self.slug}/entries/").json()
        page = self.page(f"{self.slug}/").content.decode()
        return {
            "made": [by_page.status_code, by_api.status_code],
            "listed": [entry["title"] for entry in listed["results"]],
            "shown": ["By hand" in page, "By program" in page],
            "counted": list(Usage.objects.filter(module=self.label).values_list("meter", "used")),
            "in the admin": [
                f'href="/t/acme/admin/{self.label}/entry/"' in self.page("admin/").content.decode(),
                "By program" in self.page(f"admin/{self.label}/entry/").content.decode(),
            ],
            "in the API's description": f"/api/v1/{self.slug}/entries/" in self.api("/api/v1/schema/").content.decode(),
        }

    def show(self) -> dict[str, Any]:
        """What the marketplace and the table of rights say of the module."""
        page = self.page(f"marketplace/{self.label}/").content.decode()
        rights = [right.name for right in get_module(self.label).permissions]
        matrix = self.page("settings/roles/").content.decode()
        rows = json.dumps(self.api("/api/v1/auth/roles/").json())
        return {
            "its page": [
                str(get_module(self.label).title) in page,
                "Version 0.1" in page,
                "The first version." in page,
            ],
            "its rights": rights,
            "in the table of rights": [
                all(str(right.title) in matrix for right in get_module(self.label).permissions),
                all(f'"{name}"' in rows for name in rights),
            ],
        }

    def run(self) -> dict[str, Any]:
        offered = [offer["id"] for offer in self.api("/api/v1/modules/marketplace/").json()["results"]]
        seen: dict[str, Any] = {"offered": self.label in offered, "without license": self.look()}
        seen["shown"] = self.show()
        seen["trial"] = self.api(f"/api/v1/modules/{self.label}/activate/", {}).status_code
        seen["with license"] = self.look()
        seen["use"] = self.use()
        seen["switched off"] = self.api(f"/api/v1/modules/{self.label}/deactivate/", {}).status_code
        seen["afterwards"] = self.look()
        return seen


if __name__ == "__main__":
    print(json.dumps(Journey(sys.argv[1]).run()))
