"""What time makes of a license, to the second, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from apps.marketplace.states import GRACE, OPEN_STATES, PASSING, READ_ONLY, LicenseState, state_at

END = datetime(2026, 3, 31, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAYS_7, DAYS_37 = timedelta(days=7), timedelta(days=37)


@pytest.mark.parametrize(
    ("state", "after", "becomes"),
    [
        *((state, -SECOND, state) for state in LicenseState),
        ("trialing", timedelta(0), "expired"),
        ("trialing", DAYS_37, "expired"),
        ("active", timedelta(0), "grace"),
        ("active", DAYS_7 - SECOND, "grace"),
        ("active", DAYS_7, "read_only"),
        ("active", DAYS_37 - SECOND, "read_only"),
        ("active", DAYS_37, "expired"),
        ("active", DAYS_37 * 10, "expired"),
        # What was written down already is never taken back by time.
        ("grace", timedelta(0), "grace"),
        ("grace", DAYS_7, "read_only"),
        ("read_only", timedelta(0), "read_only"),
        ("read_only", DAYS_7, "read_only"),
        ("read_only", DAYS_37, "expired"),
        *((state, DAYS_37, state) for state in ("expired", "deactivated", "canceled", "revoked")),
    ],
)
def test_state_after_its_end(state: str, after: timedelta, becomes: str) -> None:
    assert state_at(state, END, END + after) == becomes


@pytest.mark.parametrize("state", LicenseState)
def test_what_has_no_end_stays(state: LicenseState) -> None:
    assert state_at(state, None, END) is state


def test_a_week_everything_is_open_and_a_month_more_it_can_be_read() -> None:
    assert (DAYS_7, timedelta(days=30)) == (GRACE, READ_ONLY)
    assert {str(state) for state in OPEN_STATES} == {"trialing", "active", "grace"}
    assert {str(state) for state in PASSING} == {"trialing", "active", "grace", "read_only"}
