"""A simulator for each file of tests, and one that is fresh."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import stripe

from stripe_simulator.tests.running import Running, running


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One for all tests of a file: what they make, they find by its id."""
    with running(tmp_path_factory.mktemp("simulator") / "state") as started:
        yield started


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Running]:
    """One for a test that moves time or counts what there is."""
    with running(tmp_path / "state") as started:
        yield started


@pytest.fixture
def client(simulator: Running) -> stripe.StripeClient:
    return simulator.client()
