"""What holds for the figures whatever was sold: parts sum up, revenue is the ledger's, a seat is a seat."""

import random
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.billing.catalogue import items
from apps.billing.figures import make_report
from apps.billing.figures.lines import MonthlySum, PaidLine, SubscriptionState, in_force, is_whole, monthly
from apps.billing.figures.months import Month, Timeline
from apps.billing.figures.recurring import at_moments, movements
from apps.billing.figures.revenue import name_of, title_of
from apps.billing.services.ledger import book
from apps.billing.tests.sold import CV, NOW, PLAN_YEAR, company, ledger_net, on

TIMELINE = Timeline.until(NOW, count=12)
PAYERS = st.integers(1, 5).map(lambda number: UUID(int=number))
MOMENTS = st.integers(0, 13_000).map(lambda hours: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=hours))
THINGS = st.lists(
    st.builds(
        lambda payer, twelfths, start, days: MonthlySum(payer, twelfths, start, start + timedelta(days=days)),
        PAYERS,
        st.integers(-50_000, 200_000),
        MOMENTS,
        st.integers(0, 400),
    ),
    max_size=40,
)


def line(
    key: str, amount: int, start: datetime, end: datetime, *, quantity: int = 1, invoice: str = "in_1"
) -> PaidLine:
    return PaidLine(UUID(int=1), invoice, "sub_1", key, quantity, amount, start, end)


def worth(lines: list[PaidLine], at: datetime, **fields: object) -> int:
    """What the lines come to a month, in cents, at a moment."""
    known = {"states": {}, "listed": {}, "reversed_at": {}, "now": at} | fields
    things = in_force(lines, **known)  # type: ignore[arg-type]  # each as the test gave it
    return sum(one.twelfths for one in things if one.start < at <= one.end) // 12


@given(things=THINGS, first=st.dictionaries(PAYERS, MOMENTS))
@settings(max_examples=200, deadline=None)
def test_movements_sum_to_the_difference_between_months(things: list[MonthlySum], first: dict[UUID, datetime]) -> None:
    sums = at_moments(things, TIMELINE)
    found = movements(sums, TIMELINE, first_paid=first)

    for at, one in enumerate(found):
        assert one.opening == sum(of_payer[at] for of_payer in sums.values())
        assert one.closing == sum(of_payer[at + 1] for of_payer in sums.values())
        assert one.customers == sum(of_payer[at + 1] > 0 for of_payer in sums.values())
        assert min(one.new, one.returned, one.expansion) >= 0 >= max(one.contraction, one.churned)
    assert [one.closing for one in found[:-1]] == [one.opening for one in found[1:]]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(10))
def test_revenue_is_the_ledgers_to_the_cent(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- no secret
    account, keys = company("ada"), [*(item.key for item in items()), "other", "module:gone:month"]
    for number in range(60):
        unit, amount = chance.choice(["USD", "EUR"]), chance.randint(-5000, 20_000) or 1
        name = f"{chance.choice(['revenue', 'revenue', 'refunds'])}:{chance.choice(keys)}"
        # Within the months that are looked at, to the first and the last moment of them.
        at = chance.choice([on(1, 1, 0), on(5, 10, 11), on(1, 31, 23), on(chance.randint(1, 4), chance.randint(1, 28))])
        entries = {("stripe", unit): amount, (name, unit): -amount}
        book(account, source_key=f"payment:{number}", kind="payment", entries=entries, happened_at=at)

    for unit in ("USD", "EUR"):
        found = make_report(unit, now=NOW, months=4).earned
        assert sum(one.net for one in found) == ledger_net(unit) != 0
        assert sum(one.gross for one in found) == ledger_net(unit, ["revenue:"])
        assert sum(one.refunded for one in found) == -ledger_net(unit, ["refunds:"])


@pytest.mark.parametrize(
    ("start", "end", "whole"),
    [
        ("2026-01-10", "2026-02-10", True),
        # The last day of a month, at which Stripe keeps a subscription of the 31st.
        ("2026-01-31", "2026-02-28", True),
        ("2026-02-28", "2026-03-31", True),
        ("2026-03-31", "2026-04-30", True),
        ("2026-02-20", "2026-03-10", False),
        ("2026-02-10", "2026-02-11", False),
    ],
)
def test_whole_periods_are_told_from_parts(start: str, end: str, whole: bool) -> None:  # noqa: FBT001 -- a parameter
    first, last = (datetime.fromisoformat(day).replace(tzinfo=UTC) for day in (start, end))

    assert is_whole(line(CV, 2900, first, last)) is whole


@pytest.mark.parametrize(("days", "seats"), [(20, 5), (1, 5), (9, 1), (17, 250)])
def test_seats_that_came_midway_count_as_many_as_they_are(days: int, seats: int) -> None:
    """However short what was left of the period, and however its price was rounded."""
    start, change, end = on(3, 10), on(4, 10) - timedelta(days=days), on(4, 10)
    share = days / 31
    more = [
        line(CV, -round(2 * 2900 * share), change, end, quantity=2),
        line(CV, round(seats * 2900 * share), change, end, quantity=seats),
    ]
    last_minute = on(4, 10, 9)

    assert worth([line(CV, 5800, start, end, quantity=2), *more], last_minute) == seats * 2900


def test_a_plan_that_came_midway_counts_with_the_price_of_the_list() -> None:
    start, change, end = on(4, 1), on(4, 28), on(5, 1)
    lines = [
        line("plan:starter:month", 2900, start, end),
        line("plan:starter:month", -round(2900 * 3 / 30), change, end),
        line("plan:professional:month", round(7900 * 3 / 30) + 1, change, end),
    ]

    listed = {"plan:professional:month": [9900, 7900]}
    assert worth(lines, on(4, 30), listed=listed) == 7900
    # Without a list, ten times what the three days cost.
    assert worth(lines, on(4, 30)) == 7910


def test_discount_of_a_part_is_kept_where_it_is_more_than_rounding() -> None:
    half = line(CV, 1160, on(4, 16), on(5, 1))

    assert monthly(half, [(2900, 1)]) == 2320 * 12


def test_a_year_is_a_twelfth_each_month_until_the_subscription_ends() -> None:
    year = [line(PLAN_YEAR, 29000, on(1, 31), datetime(2027, 1, 31, 10, tzinfo=UTC))]
    ended = {"sub_1": SubscriptionState("canceled", on(3, 1))}

    assert worth(year, on(12, 1)) == 29000 // 12
    assert [worth(year, at, states=ended) for at in (on(2, 28), on(3, 1, 11))] == [29000 // 12, 0]


def test_what_was_paid_back_counts_until_then() -> None:
    month = [line(CV, 2900, on(4, 1), on(5, 1))]

    found = [worth(month, at, reversed_at={"in_1": on(4, 15)}) for at in (on(4, 14), on(4, 16))]

    assert found == [2900, 0]


def test_price_that_is_none_of_ours_counts_by_its_period() -> None:
    quarter = line("", 9000, on(1, 1), on(4, 1))

    assert monthly(quarter) == 3000 * 12


@pytest.mark.parametrize(
    ("key", "name", "title"),
    [
        ("module:cv_analysis:year", "module:cv_analysis", "CV analysis"),
        ("module:gone_away:month", "module:gone_away", "gone away"),
        ("plan:starter:month", "plan:starter", "Starter"),
        ("credits:15:once", "credits", "Credits"),
        ("single:interviews.technical-hard:once", "single:interviews", "Interview simulation, one by one"),
        ("other", "other", "Something else"),
    ],
)
def test_things_are_counted_under_names_that_people_know(key: str, name: str, title: str) -> None:
    assert (name_of(key), title_of(name)) == (name, title)


def test_months_are_those_of_utc() -> None:
    first = datetime(2026, 5, 1, 1, tzinfo=UTC).astimezone(timezone(timedelta(hours=-3)))
    timeline = Timeline.until(first, count=2)

    assert [str(month) for month in timeline.months] == ["2026-03", "2026-04", "2026-05"]
    assert [timeline.place(at) for at in (on(2, 28), on(3, 1, 0), on(4, 30), on(5, 1, 0), on(6, 1, 0))] == [
        *(None, 0, 1, 2, None),
    ]
    assert (Month(2026, 1).plus(-1), Month(2025, 12).plus(14)) == (Month(2025, 12), Month(2027, 2))
