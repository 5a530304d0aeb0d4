"""A product of real processes, and the table of what was measured."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from rest_framework_simplejwt.tokens import AccessToken

from apps.accounts.models import Membership
from apps.accounts.tokens import token_pair
from apps.marketplace.services import assign_seat
from apps.tenants.models import Tenant
from tests.chaos.figures import Figure, Figures, table
from tests.chaos.visitors import Visitor
from tests.killed_product import Product
from tests.people import Grant
from tests.queue_processes import Broker, Processes, ringing_at

# They take minutes, hurt processes and use both cores: only who asks for them gets them.
# The soak comes in a short form.
if "CHAOS" not in os.environ:
    collect_ignore_glob = ["test_[!s]*.py"]

TAKEN = pytest.StashKey[list[Figure]]()
BESIDE = pytest.StashKey[list[str]]()
SEATS = 50


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a product of real processes runs, whom it knows, and what can be done to it."""

    folder: Path
    broker: Broker
    processes: Processes
    tenant: Tenant
    token: str

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def media(self) -> Path:
        return self.home / "media"

    def product(self, **variables: str) -> Product:
        """Web process, worker and clock, with files of their own and times as in the product."""
        return Product(self.processes, **self.variables(), **variables)

    def variables(self) -> dict[str, str]:
        return {
            "ROSTRUM_HOME": str(self.home),
            "QUEUE_LEASE_SECONDS": "15",
            "QUEUE_RETRY_SECONDS": "2",
            # Databases of tests leave this out, and then lose what they had confirmed when they are killed.
            "PGOPTIONS": "-c synchronous_commit=on",
        }

    def visitor(self, product: Product) -> Visitor:
        """A member who may upload CVs."""
        return Visitor(product.url, self.token)


@pytest.fixture
def stand(
    committed: None, tmp_path: Path, acme: Tenant, ada: Membership, grant: Grant, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Stand]:
    # Longer than anything here takes.
    monkeypatch.setattr(AccessToken, "lifetime", timedelta(hours=6))
    assign_seat(grant(acme, seat_limit=SEATS), membership=ada)
    (tmp_path / "home").mkdir()
    broker = Broker(tmp_path)
    broker.start()
    try:
        with ringing_at(broker.url), Processes(tmp_path, broker.url) as processes:
            yield Stand(tmp_path, broker, processes, acme, token_pair(ada)["access"])
    finally:
        broker.kill()


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Iterator[Figures]:
    """Of the fault that the test's docstring names; a demand that is missed fails it once all are taken."""
    taken = Figures((request.function.__doc__ or request.function.__name__).strip().split("\n")[0].removesuffix("."))
    yield taken
    request.config.stash.setdefault(TAKEN, []).extend(taken.taken)
    request.config.stash.setdefault(BESIDE, []).extend(taken.beside)
    missed = [f"{one.what}: {one.measured}, demanded {one.demand}" for one in taken.missed()]
    assert not missed, "; ".join(missed)


@pytest.hookimpl
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    taken = [*config.stash.setdefault(TAKEN, [])]
    for state in ("passed", "failed", "error") if "CHAOS" in os.environ else ():
        for report in terminalreporter.stats.get(state, []):
            if report.when == "call" and "tests/chaos/" not in report.nodeid:
                name = report.nodeid.rpartition("::")[2].removeprefix("test_").replace("_", " ")
                taken.append(Figure(name, "its assertions", state, "passed", state == "passed"))
    if taken:
        terminalreporter.section("faults")
        lines = [*table(taken), "", *config.stash.get(BESIDE, [])]
        terminalreporter.write("\n".join(lines) + "\n")
