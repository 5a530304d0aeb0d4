"""The figures of six customers over four months, every one of them worked out by hand."""

from datetime import timedelta

import pytest

from apps.billing.figures import Report, currencies, make_report
from apps.billing.tests.sold import (
    CODE,
    CV,
    NOW,
    company,
    failing_event,
    give_back,
    invoice,
    ledger_net,
    on,
    pay,
    sell_to_six,
    subscribe,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dollars() -> Report:
    sell_to_six()
    return make_report("USD", now=NOW, months=4)


@pytest.fixture
def euros() -> Report:
    sell_to_six()
    return make_report("EUR", now=NOW, months=4)


def test_recurring_revenue_of_each_month_and_what_moved_it(dollars: Report) -> None:
    """At the ends of the months, in cents.

    | | Jan | Feb | Mar | Apr | now |
    |---|---|---|---|---|---|
    | Ada | 2 x 2900 = 5800 | 5 x 2900 = 14500 | 14500 | 3 x 2900 = 8700 | 8700 (days of grace) |
    | Ben | 29000 / 12 = 2417 | 2417 | 2417 | 2417 | 2417 |
    | Cleo | 4900 | 0 | 0 | 4900 | 4900 |
    | Dan | 0 | 1900 | 0 (paid back) | 0 | 0 |
    | Eve | 0 | 7920 | 9900 | 9900 | 9900 |
    """
    found = [
        (str(one.month), one.opening, one.new, one.returned, one.expansion, one.contraction, one.churned, one.closing)
        for one in dollars.movements
    ]

    assert found == [
        ("2026-01", 0, 13117, 0, 0, 0, 0, 13117),
        ("2026-02", 13117, 9820, 0, 8700, 0, -4900, 26737),
        ("2026-03", 26737, 0, 0, 1980, 0, -1900, 26817),
        ("2026-04", 26817, 0, 4900, 0, -5800, 0, 25917),
        ("2026-05", 25917, 0, 0, 0, 0, 0, 25917),
    ]


def test_customers_churn_and_lifetime_value(dollars: Report) -> None:
    found = [
        (one.customers, one.customers_lost, one.customer_churn, one.revenue_churn, one.per_customer, one.lifetime_value)
        for one in dollars.movements
    ]

    assert found == [
        # 13117 / 3
        (3, 0, None, None, 4372, None),
        # 26737 / 4 by 1 of 3
        (4, 1, 1 / 3, 4900 / 13117, 6684, 20053),
        # 26817 / 3 by 1 of 4
        (3, 1, 1 / 4, 1900 / 26737, 8939, 35756),
        (4, 0, 0.0, 5800 / 26817, 6479, None),
        (4, 0, 0.0, 0.0, 6479, None),
    ]


def test_revenue_by_what_was_sold_is_the_ledgers(dollars: Report) -> None:
    found = [(str(one.month), one.name, one.gross, one.refunded, one.net) for one in dollars.earned]

    assert found == [
        ("2026-01", "plan:professional", 29000, 0, 29000),
        ("2026-01", "module:cv_analysis", 5800, 0, 5800),
        ("2026-01", "module:interviews", 4900, 0, 4900),
        # 5800, and 9321 - 3729 for the seats that came
        ("2026-02", "module:cv_analysis", 11392, 0, 11392),
        ("2026-02", "plan:starter", 7920, 0, 7920),
        ("2026-02", "module:code_assessment", 1900, 0, 1900),
        ("2026-03", "module:cv_analysis", 14500, 0, 14500),
        ("2026-03", "plan:starter", 9900, 0, 9900),
        ("2026-03", "credits", 4900, 0, 4900),
        ("2026-03", "module:code_assessment", 0, 1900, -1900),
        ("2026-03", "plan:professional", 0, 10000, -10000),
        ("2026-04", "plan:starter", 9900, 0, 9900),
        ("2026-04", "module:cv_analysis", 8700, 0, 8700),
        ("2026-04", "module:interviews", 4900, 0, 4900),
        ("2026-05", "module:interviews", 4900, 0, 4900),
    ]
    assert sum(one.net for one in dollars.earned) == ledger_net("USD") == 106712


def test_trials_that_ended_and_were_paid_for(dollars: Report) -> None:
    found = [
        (str(one.month), one.ended, one.paid, one.of_provider, one.paid_of_provider, one.conversion, one.is_final)
        for one in dollars.trials
    ]

    assert found == [
        ("2026-01", 1, 1, 0, 0, 1.0, True),
        ("2026-02", 1, 0, 1, 1, 0.5, True),
        # It was canceled two days before its end.
        ("2026-03", 0, 0, 1, 0, 0.0, True),
        # Who tried in April may still pay until the middle of May.
        ("2026-04", 0, 0, 0, 0, None, False),
        ("2026-05", 0, 0, 0, 0, None, False),
    ]


def test_payments_that_failed_and_those_that_came_in_all_the_same(dollars: Report) -> None:
    found = [
        (str(one.month), one.count, one.amount, one.recovered, one.recovered_amount, one.recovery)
        for one in dollars.failures
    ]

    assert found == [
        ("2026-01", 0, 0, 0, 0, None),
        ("2026-02", 0, 0, 0, 0, None),
        ("2026-03", 1, 4900, 0, 0, 0.0),
        ("2026-04", 1, 9900, 1, 9900, 1.0),
        ("2026-05", 0, 0, 0, 0, None),
    ]


def test_each_currency_has_figures_of_its_own(euros: Report) -> None:
    found = [(one.opening, one.new, one.churned, one.closing, one.customers) for one in euros.movements]

    assert currencies() == ["USD", "EUR"]
    assert found == [(0, 0, 0, 0, 0), (0, 0, 0, 0, 0), (0, 2500, 0, 2500, 1), (2500, 0, -2500, 0, 0), (0, 0, 0, 0, 0)]
    assert [(str(one.month), one.gross, one.refunded) for one in euros.earned] == [
        ("2026-03", 2500, 0),
        ("2026-04", 2500, 2500),
    ]
    assert ledger_net("EUR") == 2500
    assert sum(one.count for one in euros.failures) == 0


def test_a_shorter_look_back_shows_the_same_months_alike(dollars: Report) -> None:
    shorter = make_report("USD", now=NOW, months=1)

    assert shorter.movements == dollars.movements[-2:]
    assert shorter.failures == dollars.failures[-2:]
    assert shorter.trials == dollars.trials[-2:]
    assert [one for one in dollars.earned if one.month in shorter.timeline.months] == list(shorter.earned)


def test_a_month_that_was_told_stays_when_its_money_goes_back() -> None:
    dan = company("dan")
    invoice(dan, "dan_0", (CODE, 1, 1900, on(2, 15), on(3, 15)), at=on(2, 15))
    paid = pay(dan, "dan_0", 1900, at=on(2, 15), invoice_id="in_dan_0")
    told = make_report("USD", now=on(3, 2), months=1)

    give_back(paid, CODE, 1900, at=on(3, 3))
    later = make_report("USD", now=NOW, months=3)

    assert [one.closing for one in told.movements] == [1900, 1900]
    assert [one.closing for one in later.movements] == [1900, 0, 0, 0]


def test_what_is_not_paid_within_the_days_of_grace_counts_no_longer() -> None:
    ivy = company("ivy")
    subscribe(ivy, "ivy", status="past_due")
    invoice(ivy, "ivy_0", (CV, 1, 2900, on(4, 10), on(5, 10)), at=on(4, 10))

    within, after = (make_report("USD", now=on(5, day), months=2).movements[-1] for day in (16, 18))

    assert (within.closing, after.closing, after.churned) == (2900, 0, -2900)


def test_money_that_failed_at_first_is_known_by_the_providers_word() -> None:
    """A first try that failed, paid by hand: the provider counts one attempt, and the payment shows no trace."""
    ivy = company("ivy")
    invoice(ivy, "ivy_0", (CV, 1, 2900, on(4, 10), on(5, 10)), at=on(4, 10))
    invoice(ivy, "ivy_1", (CV, 1, 3900, on(4, 11), on(5, 11)), at=on(4, 11))
    pay(ivy, "ivy_2", 500, at=on(4, 12))
    failing_event("evt_1", type_="invoice.payment_failed", object_id="in_ivy_0")
    failing_event("evt_2", type_="payment_intent.payment_failed", object_id="pi_ivy_2")

    april = make_report("USD", now=NOW, months=2).failures[-2]

    assert (april.count, april.amount, april.recovered, april.recovered_amount) == (2, 3400, 2, 3400)


def test_a_trial_paid_after_the_days_in_which_it_counts_was_not_won_by_it() -> None:
    for name, late in (("kim", 14), ("lou", 15)):
        who = company(name)
        subscribe(who, name, trial_end=on(3, 1))
        paid = on(3, 1) + timedelta(days=late)
        invoice(who, f"{name}_0", (CV, 1, 2900, on(3, 1), on(4, 1)), at=paid)

    march = make_report("USD", now=NOW, months=4).trials[2]

    assert (march.of_provider, march.paid_of_provider, march.conversion) == (2, 1, 0.5)


def test_nothing_sold_is_nothing_and_no_mistake() -> None:
    found = make_report("USD", now=NOW, months=6)

    assert currencies() == []
    assert (len(found.movements), {one.closing for one in found.movements}, found.earned) == (7, {0}, ())
