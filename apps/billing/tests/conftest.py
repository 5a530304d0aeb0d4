"""Accounts with credits, and the simulator, for the tests of billing."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from apps.accounts.models import Membership
from apps.billing.models import Account
from apps.billing.provider import _loaded
from apps.billing.services import account_of
from apps.billing.tests.signing import NEXT_SECRET, SECRET
from apps.billing.tests.simulated import KEY, Simulator, simulator_running


@pytest.fixture
def payer(ada: Membership) -> Account:
    """Acme's account."""
    return account_of(ada)


@pytest.fixture(scope="session")
def _simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with simulator_running(tmp_path_factory.mktemp("stripe")) as running:
        yield running


@pytest.fixture
def stripe(_simulator: Simulator, settings: Settings) -> Simulator:
    """The simulator, which answers this test's product; its events are delivered by the test itself."""
    settings.STRIPE_API_BASE = _simulator.base
    settings.STRIPE_SECRET_KEY, settings.STRIPE_LIVE = KEY, False
    settings.STRIPE_WEBHOOK_SECRETS = [SECRET, NEXT_SECRET]
    # The client keeps the address with which it was made, and other folders of tests have a simulator of their own.
    _loaded.cache_clear()
    _simulator.control("calm")
    return _simulator
