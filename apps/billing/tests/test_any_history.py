"""Whatever happens, in whatever order, and wherever a process ends on the way: what was bought is what is open."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, seed
from hypothesis.stateful import run_state_machine_as_test

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.billing import provider as provider_file
from apps.billing.services import account_of
from apps.billing.services.prices import price_id_of
from apps.billing.tests.crashes import CrashingStripe
from apps.billing.tests.history import SHOP, Workspace
from apps.billing.tests.signing import NEXT_SECRET, SECRET
from apps.billing.tests.simulated import KEY, Simulator, simulator_running
from tests.people import NewMember

pytestmark = pytest.mark.django_db
# `make long-histories` asks for 2,000.
EXAMPLES = int(os.environ.get("HISTORIES", "60"))
# A simulator that knows hundreds of customers takes longer to tell of them all.
EACH = 10


@pytest.mark.parametrize("part", range(EXAMPLES // EACH))
def test_any_history_ends_well(
    part: int, ada: Membership, cleo: Membership, new_member: NewMember, tmp_path: Path, settings: Any
) -> None:
    settings.STRIPE_SECRET_KEY, settings.STRIPE_LIVE = KEY, False
    settings.STRIPE_WEBHOOK_SECRETS = [SECRET, NEXT_SECRET]
    colleagues = [new_member(f"colleague{number}", ada.tenant, Role.MEMBER) for number in range(4)]
    with simulator_running(tmp_path) as stripe, _provider_at(stripe, settings):
        for item in SHOP:
            price_id_of(item)
        stranger = account_of(cleo)

        class Here(Workspace):
            def __init__(self) -> None:
                super().__init__(ada, colleagues, stranger, stripe)

        run_state_machine_as_test(seed(part)(Here), settings=_settings())


@contextmanager
def _provider_at(stripe: Simulator, settings: Any) -> Iterator[None]:
    """The library remembers the address with which it was loaded."""
    settings.STRIPE_API_BASE = stripe.base
    loaded = CrashingStripe()
    with patch.object(provider_file, "_loaded", lambda path: loaded):
        yield
    loaded.hang_up()


def _settings() -> hypothesis.settings:
    return hypothesis.settings(
        max_examples=EACH,
        stateful_step_count=8,
        deadline=None,
        database=None,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
