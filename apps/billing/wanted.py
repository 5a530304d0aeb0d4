"""From what was bought to what it opens: pure functions, the same answer whenever and however often they are asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apps.marketplace.states import LicenseState

# The provider's states of a subscription -> ours (its papers: "active", "past_due" and so on).
OPENED = {
    "trialing": LicenseState.TRIALING,
    "active": LicenseState.ACTIVE,
    "past_due": LicenseState.GRACE,
    "unpaid": LicenseState.READ_ONLY,
    "paused": LicenseState.CANCELED,
    "canceled": LicenseState.CANCELED,
}
# Nothing was ever bought by these: what was there before stays as it is.
NEVER_BEGAN = frozenset({"incomplete", "incomplete_expired"})
# Of several that were bought, the one that opens most counts.
RANKING = (
    LicenseState.REVOKED,
    LicenseState.CANCELED,
    LicenseState.READ_ONLY,
    LicenseState.GRACE,
    LicenseState.TRIALING,
    LicenseState.ACTIVE,
)
# The first invoice after a trial is a draft for an hour, and a message about it may come late.
LATE = timedelta(hours=1)
FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Bought:
    """One thing that was bought, as it is now; `seats` of None is everybody."""

    status: str
    seats: int | None
    ends_at: datetime | None
    # When a payment was first missed.
    past_due_since: datetime | None = None
    # Whether everything that was paid for it went back.
    is_reversed: bool = False
    # None of those that were bought once ever ends.
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """The license that there should be."""

    state: LicenseState
    seats: int | None
    ends_at: datetime | None


def wanted_for(bought: Bought) -> Wanted | None:
    """What one thing opens; None where it never began."""
    if bought.status in NEVER_BEGAN:
        return None
    # A state that the provider invents later opens nothing.
    state = LicenseState.REVOKED if bought.is_reversed else OPENED.get(bought.status, LicenseState.CANCELED)
    ends_at = bought.ends_at
    match state:
        case LicenseState.GRACE | LicenseState.READ_ONLY:
            ends_at = bought.past_due_since or bought.ends_at
        case LicenseState.TRIALING:
            ends_at = bought.ends_at + LATE if bought.ends_at else None
        case LicenseState.CANCELED:
            ends_at = bought.ended_at or bought.ends_at
    return Wanted(state, bought.seats, ends_at)


def best_of(all_bought: Iterable[Bought]) -> Wanted | None:
    """What several of the same thing open together: the state that opens most, and of equal ones what lasts longest."""
    found = [one for one in map(wanted_for, all_bought) if one is not None]
    return max(found, key=_rank) if found else None


def _rank(one: Wanted) -> tuple[int, datetime, float]:
    seats = float("inf") if one.seats is None else float(one.seats)
    return (RANKING.index(one.state), one.ends_at or FOREVER, seats)
