"""What was bought and what it opens, as pure functions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.billing.services.bookings import shares
from apps.billing.wanted import NEVER_BEGAN, OPENED, Bought, best_of, wanted_for
from apps.marketplace.states import LicenseState

END = datetime(2026, 12, 1, tzinfo=UTC)
MISSED = datetime(2026, 11, 1, tzinfo=UTC)
STATUSES = [*OPENED, *NEVER_BEGAN, "invented_tomorrow"]
things = st.builds(
    Bought,
    status=st.sampled_from(STATUSES),
    seats=st.none() | st.integers(1, 50),
    ends_at=st.sampled_from([None, MISSED, END, END + timedelta(days=365)]),
    is_reversed=st.booleans(),
)


@pytest.mark.parametrize(
    ("status", "state", "ends_at"),
    [
        ("active", LicenseState.ACTIVE, END),
        ("trialing", LicenseState.TRIALING, END + timedelta(hours=1)),
        ("past_due", LicenseState.GRACE, MISSED),
        ("unpaid", LicenseState.READ_ONLY, MISSED),
        ("paused", LicenseState.CANCELED, END),
        ("canceled", LicenseState.CANCELED, END),
        ("invented_tomorrow", LicenseState.CANCELED, END),
    ],
)
def test_each_state_of_the_provider_opens_what_it_should(status: str, state: LicenseState, ends_at: datetime) -> None:
    found = wanted_for(Bought(status, 3, END, past_due_since=MISSED))
    assert found is not None
    assert (found.state, found.seats, found.ends_at) == (state, 3, ends_at)


@pytest.mark.parametrize(
    ("is_reversed", "ended_at", "ends_at"), [(False, MISSED, MISSED), (False, None, END), (True, MISSED, END)]
)
def test_what_was_canceled_ends_when_it_ended(
    *, is_reversed: bool, ended_at: datetime | None, ends_at: datetime
) -> None:
    found = wanted_for(Bought("canceled", 3, END, is_reversed=is_reversed, ended_at=ended_at))
    assert found is not None
    assert found.ends_at == ends_at


@pytest.mark.parametrize("status", ["active", "trialing"])
def test_what_is_open_does_not_end_when_something_before_it_did(status: str) -> None:
    found = wanted_for(Bought(status, 3, END, past_due_since=MISSED, ended_at=MISSED))
    assert found is not None
    assert found.ends_at is not None
    assert found.ends_at >= END


@pytest.mark.parametrize("status", sorted(NEVER_BEGAN))
def test_what_never_began_says_nothing(status: str) -> None:
    assert wanted_for(Bought(status, 3, END)) is None
    assert best_of([Bought(status, 3, END)]) is None


def test_money_that_went_back_takes_what_it_paid_for_whatever_the_subscription_says() -> None:
    found = wanted_for(Bought("active", 3, END, is_reversed=True))
    assert found is not None
    assert found.state == LicenseState.REVOKED


def test_of_several_the_one_that_opens_most_counts_and_lasts_longest() -> None:
    later = END + timedelta(days=30)
    old, new = Bought("canceled", 9, END), Bought("active", 2, END)
    assert best_of([old, new, Bought("active", 5, later)]) == wanted_for(Bought("active", 5, later))
    lifetime = Bought("active", 1, None)
    assert best_of([new, lifetime]) == wanted_for(lifetime)
    everybody = Bought("active", None, END)
    assert best_of([new, everybody, new]) == wanted_for(everybody)


@given(st.lists(things, max_size=5), st.randoms())
def test_order_never_matters(bought: list[Bought], random: object) -> None:
    shuffled = list(bought)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis calls it an object
    assert best_of(bought) == best_of(shuffled)
    assert best_of(bought * 2) == best_of(bought)


@given(st.integers(-(10**9), 10**9), st.lists(st.tuples(st.sampled_from("abc"), st.integers(-5, 10**6)), max_size=6))
def test_shares_sum_to_the_whole(total: int, weights: list[tuple[str, int]]) -> None:
    found = shares(total, weights)
    assert sum(found.values()) == total
    assert all(part >= 0 for part in found.values()) or total < 0
