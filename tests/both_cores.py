"""Lets several processes share the test run: each has a database and a broker's database of its own, and whole files.

Loaded by pyproject.toml before Django's settings are read; where one process runs alone nothing is shared.
"""

import os
import posix
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from xdist.scheduler import LoadScopeScheduling

PROJECT = Path(__file__).resolve().parent.parent
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
# Those that share what is dear to make go to one process, and first, as they take longest.
TOGETHER = {
    "tests/browser/": "browser",
    "apps/core/tests/test_build_ui.py": "browser",
    "tests/test_design_tokens.py": "browser",
    "tests/isolation/": "isolation",
}
# Their cases share nothing and take longer than most files.
APART = ("apps/billing/tests/test_any_history.py", "apps/billing/tests/test_orders_of_events.py")
# Walks over everything, and times: what they run is what other tests look at, and counting its lines takes half as long
# again.
NOT_MEASURED = (
    *("tests/browser/", "tests/isolation/", "tests/test_admin_sites.py", "tests/test_admin_tables.py"),
    *("tests/test_api_schema.py", "tests/test_isolation.py", "tests/test_links.py", "tests/test_page_states.py"),
    *("tests/test_rights_matrix.py", "tests/test_staff_roles.py", "tests/test_statements.py"),
    "apps/accounts/tests/test_sign_in_timing.py",
)


def _leave_quickly() -> None:
    """A fork of the whole test process would write down all lines that were counted so far, again, before it ends."""
    os._exit = posix._exit


os.register_at_fork(after_in_child=_leave_quickly)
if WORKER and "REDIS_URL" in os.environ:
    os.environ["REDIS_URL"] = urlunsplit(urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{WORKER}"))


def group_of(file: str) -> str:
    """What has to stay with the tests of a file: most often nothing but themselves."""
    return next((group for start, group in TOGETHER.items() if file.startswith(start)), file)


def without_times(value: object) -> str:
    """What a case of a test is called: the same in all processes, though they begin at different moments."""
    if isinstance(value, dict):
        return ",".join(f"{name}={without_times(one)}" for name, one in value.items())
    return "then" if isinstance(value, datetime) else str(value)


class WholeFiles(LoadScopeScheduling):
    """Hands out what belongs together in one piece, in the order of collection; most often a file."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return nodeid if file in APART else group_of(file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> WholeFiles:
    return WholeFiles(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Order is made after all others, as pytest-django makes one of its own."""
    files = {item: item.path.relative_to(PROJECT).as_posix() for item in items}
    for item, file in files.items():
        if file.startswith(NOT_MEASURED):
            item.add_marker(pytest.mark.no_cover)
    yield
    if "PYTEST_XDIST_WORKER" in os.environ:
        first = list(dict.fromkeys(TOGETHER.values()))
        items.sort(key=lambda item: first.index(group) if (group := group_of(files[item])) in first else len(first))
