"""What is used is told to the provider's meters once, whoever dies in between, against the simulator."""

from datetime import timedelta
from typing import Any

import pytest
import requests
from django.utils import timezone

from apps.accounts.models import Membership
from apps.billing.models import Account, MeterReport
from apps.billing.provider import provider
from apps.billing.services import (
    account_of,
    capture_credits,
    ensure_customer,
    grant_credits,
    hold_credits,
    queue_meter_reports,
    sync_meters,
)
from apps.billing.services.metering import CREDITS_METER, meters, report_use, reported_until
from apps.billing.tests.simulated import KEY, Simulator
from apps.core.queue.worker import run_all_due
from apps.marketplace.models import License, Reservation
from apps.marketplace.services import capture, release, reserve

pytestmark = pytest.mark.django_db(transaction=False)
DAY = 24 * 3600


def customer(member: Membership) -> Account:
    payer = account_of(member)
    ensure_customer(payer, email=member.user.email, name=str(member.user))
    return payer


def used(member: Membership, key: str, *, amount: int = 1) -> Reservation:
    """CVs that were analysed."""
    held = reserve(member.tenant, module="cv_analysis", meter="analyses", key=key, amount=amount, member_id=member.pk)
    return capture(held)


def spent(payer: Account, key: str, *, minutes: int) -> None:
    hold_credits(payer, key=key, seconds=2 * 3600)
    capture_credits(payer, key=key, seconds=minutes * 60)


def counted(stripe: Simulator, payer: Account, event_name: str) -> float:
    """What the meter's own sums say of the customer."""
    meter = next(one for one in provider().each("billing.meter", status="active") if one["event_name"] == event_name)
    now = int(timezone.now().timestamp()) // 60 * 60
    # Other tests let the simulator's time go by, and what is old there counts as of its now.
    window = {"start_time": str(now - 30 * DAY), "end_time": str(now + 3000 * DAY)}
    asked = {"customer": str(payer.customer_id)} | window
    address = f"{stripe.base}/v1/billing/meters/{meter['id']}/event_summaries"
    rows: Any = requests.get(address, asked, auth=(KEY, ""), timeout=30).json()["data"]
    return float(sum(row["aggregated_value"] for row in rows))


def states() -> list[str]:
    return sorted(MeterReport.objects.values_list("state", flat=True))


@pytest.fixture
def payer(ada: Membership, licensed: License, stripe: Simulator) -> Account:
    return customer(ada)


def test_meters_are_made_from_the_declarations_once(ada: Membership, stripe: Simulator) -> None:
    sync_meters()

    there = [one["event_name"] for one in provider().each("billing.meter", status="active")]

    assert (sync_meters(), len(there)) == (0, len(set(there)))
    assert {one.event_name for one in meters()} <= set(there)
    assert {"cv_analysis_analyses", "interviews_interviews", CREDITS_METER} <= set(there)


def test_work_and_credits_are_told_once(ada: Membership, payer: Account, stripe: Simulator) -> None:
    used(ada, "cv 1")
    used(ada, "cv 2", amount=3)
    release(reserve(ada.tenant, module="cv_analysis", meter="analyses", key="cv 3", member_id=ada.pk))
    grant_credits(payer, number=5, source_key="order:1")
    spent(payer, "session", minutes=61)

    for _time in range(2):
        queue_meter_reports()
        run_all_due()

    assert states() == ["reported"] * 3
    assert counted(stripe, payer, "cv_analysis_analyses") == 4
    assert counted(stripe, payer, CREDITS_METER) == 2
    assert reported_until(payer) == MeterReport.objects.latest("used_at").used_at


def test_killed_between_the_telling_and_the_mark_it_is_counted_once(
    ada: Membership, payer: Account, stripe: Simulator
) -> None:
    for number in range(3):
        used(ada, f"cv {number}")
    queue_meter_reports()
    run_all_due()

    MeterReport.objects.update(state="waiting", reported_at=None)
    report_use(str(payer.pk))

    assert states() == ["reported"] * 3
    assert counted(stripe, payer, "cv_analysis_analyses") == 3


def test_provider_that_does_not_answer_is_told_later(ada: Membership, payer: Account, stripe: Simulator) -> None:
    sync_meters()
    used(ada, "cv 1")
    queue_meter_reports()
    stripe.control("faults", kind="500", times=3, method="POST", path="/v1/billing/meter_events")
    run_all_due()
    assert (states(), reported_until(payer)) == (["waiting"], None)

    queue_meter_reports()
    run_all_due()

    assert (states(), counted(stripe, payer, "cv_analysis_analyses")) == (["reported"], 1)


def test_answer_that_was_lost_does_not_count_twice(ada: Membership, payer: Account, stripe: Simulator) -> None:
    sync_meters()
    used(ada, "cv 1")
    stripe.control("faults", kind="after", times=1, method="POST", path="/v1/billing/meter_events")

    queue_meter_reports()
    run_all_due()

    assert (states(), counted(stripe, payer, "cv_analysis_analyses")) == (["reported"], 1)


def test_whom_the_provider_does_not_know_is_not_told_of(ada: Membership, licensed: License, stripe: Simulator) -> None:
    used(ada, "cv 1")
    assert (queue_meter_reports(), states()) == (0, [])

    customer(ada)

    assert (queue_meter_reports(), states()) == (1, ["waiting"])


def test_each_person_of_the_community_is_told_of_for_themselves(
    dan: Membership, licensed: License, stripe: Simulator, community: Any
) -> None:
    payer = customer(dan)
    company = Account.objects.get_or_create(tenant=community, membership=None)[0]
    held = reserve(community, module="cv_analysis", meter="analyses", key="own", member_id=dan.pk)
    capture(held)

    queue_meter_reports()

    assert list(MeterReport.objects.values_list("account", "identifier")) == [(payer.pk, held.pk)]
    assert company.meter_reports.count() == 0


def test_what_is_too_old_counts_as_of_now_and_what_is_refused_says_why(
    ada: Membership, payer: Account, stripe: Simulator
) -> None:
    sync_meters()
    old, odd = used(ada, "cv 1"), used(ada, "cv 2")
    queue_meter_reports()
    MeterReport.objects.filter(identifier=old.pk).update(used_at=timezone.now() - timedelta(days=40))
    MeterReport.objects.filter(identifier=odd.pk).update(meter="nobody_counts_this")

    run_all_due()

    assert MeterReport.objects.get(identifier=old.pk).state == "reported"
    refused = MeterReport.objects.get(identifier=odd.pk)
    assert (refused.state, "nobody_counts_this" in refused.problem) == ("refused", True)


def test_nothing_is_told_where_nothing_is_sold(ada: Membership, settings: Any) -> None:
    settings.STRIPE_SECRET_KEY = ""

    assert queue_meter_reports() == 0
