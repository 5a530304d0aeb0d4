"""The suite itself: each mistake that it is there for is found, and what is not broken is left in peace."""

from typing import Any

import pytest

from tests.isolation import broken, naming
from tests.isolation.conftest import MakeProbe
from tests.isolation.credentials import CREDENTIALS
from tests.isolation.probing import Report
from tests.routes import routes_of

BROKEN = {route: found for route, found in routes_of("tests.isolation.broken").items() if "broken/" in route}


@pytest.fixture(autouse=True)
def _mounted(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ROOT_URLCONF = "tests.isolation.broken"
    for place, model in broken.NAMES.items():
        monkeypatch.setitem(naming.NAMES, place, model)


def kinds(report: Report) -> set[tuple[str, str]]:
    """What was found, by the route's own word."""
    return {(found.question.split("broken/")[1].split("/")[0], found.kind) for found in report.findings}


BY_PAGES = {
    ("lists-all", "leaked"),
    ("leaks", "leaked"),
    ("leaks", "differs from an unknown id"),
    ("tells", "differs from an unknown id"),
    ("writes", "changed"),
    ("file", "changed"),
    ("falls-over", "server error"),
}
BY_API = {("header", "leaked"), ("body", "changed")}


def test_every_mistake_is_found_in_the_own_workspace(probe: MakeProbe) -> None:
    found = {name: kinds(probe(name).with_their_ids(BROKEN, "/t/acme/")) for name in CREDENTIALS}

    # Pages know sessions only.
    assert found == {name: BY_API | (BY_PAGES if name == "session" else set()) for name in CREDENTIALS}


def test_a_door_that_stands_open_is_found(probe: MakeProbe) -> None:
    found = {name: kinds(probe(name).at_their_address(BROKEN, "/t/beta/")) for name in CREDENTIALS}

    assert found == {name: {("open", "let in")} for name in CREDENTIALS}


def test_a_route_that_names_something_unknown_is_refused(monkeypatch: pytest.MonkeyPatch, probe: MakeProbe) -> None:
    monkeypatch.delitem(naming.NAMES, "broken/leaks/{pk}")

    with pytest.raises(naming.UncoveredError, match=r"broken/leaks/\{pk\}"):
        probe("session").with_their_ids(BROKEN, "/t/acme/")
