"""What is told of use where the provider is not as expected, and what the clock does with credits and subscriptions."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from pytest_django import Settings

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.billing import gateway
from apps.billing.models import Account, MeterReport, Subscription
from apps.billing.provider import ProviderRefusedError, Thing, _loaded, provider
from apps.billing.queries import credit_state
from apps.billing.services import (
    account_of,
    change_seats,
    code_of,
    grant_credits,
    queue_ends_of_closed,
    queue_meter_reports,
    reconcile,
    redeem_code,
    sync_meters,
)
from apps.billing.services.metering import CREDITS_METER, TOO_OLD, meters, report_use
from apps.billing.services.monthly import months_back
from apps.billing.tests.rows import billed, subscribed
from apps.billing.tests.simulated import KEY, Simulator, simulator_running
from apps.billing.tests.stories import SEATS, buy
from apps.billing.tests.test_metering import counted, customer, spent, states, used
from apps.billing.tests.test_reconciling import clock_strikes
from apps.core.queue.worker import run_all_due
from apps.marketplace.models import License
from apps.tenants.closing import close_tenant, reopen_tenant
from apps.tenants.models import Tenant
from apps.tenants.queries import forget_tenants
from tests.people import NewMember

pytestmark = pytest.mark.django_db
ANALYSES = "cv_analysis_analyses"


def balance(payer: Account) -> int:
    payer.refresh_from_db()
    return credit_state(payer).balance


def refusals() -> dict[str, str]:
    """Why what was refused was, by meter."""
    return dict(MeterReport.objects.filter(state="refused").values_list("meter", "problem"))


@pytest.fixture
def empty(tmp_path: Path, settings: Settings) -> Iterator[Simulator]:
    """A provider where nothing was ever made."""
    with simulator_running(tmp_path / "stripe") as running:
        settings.STRIPE_API_BASE, settings.STRIPE_SECRET_KEY, settings.STRIPE_LIVE = running.base, KEY, False
        _loaded.cache_clear()
        yield running


def make_meter(name: str) -> None:
    params = {"display_name": name, "event_name": name, "default_aggregation": {"formula": "sum"}}
    gateway.Stripe().create("billing.meter", params, key=str(uuid4()))


def meters_there() -> list[str]:
    return sorted(one["event_name"] for one in provider().each("billing.meter", status="active"))


def test_meters_are_made_with_the_first_report_and_one_that_is_switched_off_refuses(
    ada: Membership, licensed: License, empty: Simulator
) -> None:
    payer = customer(ada)
    used(ada, "cv 1", amount=3)
    assert meters_there() == []

    clock_strikes("billing.queue_meter_reports")
    assert (states(), counted(empty, payer, ANALYSES)) == (["reported"], 3)
    assert meters_there() == sorted(one.event_name for one in meters())

    for meter in provider().each("billing.meter", status="active"):
        provider().do("billing.meter", "deactivate", meter["id"], {}, key=str(uuid4()))
    used(ada, "cv 2")
    clock_strikes("billing.queue_meter_reports")
    assert refusals() == {ANALYSES: f"No active meter found for event_name {ANALYSES}."}


class _Overtaken(gateway.Stripe):
    """Between the question which meters there are and the making of them somebody else makes them all."""

    def each(self, kind: str, **filters: Any) -> Iterator[Thing]:
        there = list(super().each(kind, **filters))
        if kind == "billing.meter" and not there:
            for meter in meters():
                make_meter(meter.event_name)
        return iter(there)


def test_meters_that_somebody_else_makes_at_once_are_there_once(empty: Simulator, settings: Settings) -> None:
    settings.BILLING_PROVIDER = f"{__name__}._Overtaken"

    sync_meters()

    assert meters_there() == sorted(one.event_name for one in meters())


class _FullOfMeters(gateway.Stripe):
    """An account that can have no more meters."""

    def create(self, kind: str, params: Mapping[str, Any], *, key: str) -> Thing:
        if kind == "billing.meter":
            raise ProviderRefusedError("You have reached the limit of active meters.", reason="meter_limit")
        return super().create(kind, params, key=key)


def test_meter_that_cannot_be_made_says_why_and_holds_up_no_other(
    ada: Membership, licensed: License, empty: Simulator, settings: Settings
) -> None:
    make_meter(CREDITS_METER)
    settings.BILLING_PROVIDER = f"{__name__}._FullOfMeters"
    payer = customer(ada)
    used(ada, "cv 1")
    grant_credits(payer, number=5, source_key="order:1")
    spent(payer, "session", minutes=61)

    clock_strikes("billing.queue_meter_reports")

    assert (states(), counted(empty, payer, CREDITS_METER)) == (["refused", "reported"], 2)
    assert refusals() == {ANALYSES: "You have reached the limit of active meters."}


class _LooksAtAgeFirst(gateway.Stripe):
    """Refuses what is old before it looks at anything else."""

    def create(self, kind: str, params: Mapping[str, Any], *, key: str) -> Thing:
        long_ago = timezone.now() - timedelta(days=35)
        if kind == "billing.meter_event" and params.get("timestamp", long_ago.timestamp()) < long_ago.timestamp():
            raise ProviderRefusedError("The timestamp is too far in the past.", reason=TOO_OLD)
        return super().create(kind, params, key=key)


def test_what_was_told_long_ago_is_not_counted_again_as_of_now(
    ada: Membership, licensed: License, stripe: Simulator, settings: Settings
) -> None:
    payer = customer(ada)
    sync_meters()
    used(ada, "cv 1")
    odd = used(ada, "cv 2")
    queue_meter_reports()
    MeterReport.objects.filter(identifier=odd.pk).update(meter="nobody_counts_this")
    run_all_due()
    assert (states(), counted(stripe, payer, ANALYSES)) == (["refused", "reported"], 1)

    settings.BILLING_PROVIDER = f"{__name__}._LooksAtAgeFirst"
    MeterReport.objects.update(state="waiting", problem="", used_at=timezone.now() - timedelta(days=40))
    report_use(str(payer.pk))

    assert (states(), counted(stripe, payer, ANALYSES)) == (["refused", "reported"], 1)
    assert refusals() == {"nobody_counts_this": "No active meter found for event_name nobody_counts_this."}


def test_people_who_never_bought_are_not_told_of_with_others_of_the_community(
    dan: Membership, licensed: License, stripe: Simulator, community: Tenant, new_member: NewMember
) -> None:
    payer, eve = customer(dan), new_member("eve", community, Role.CANDIDATE)
    used(eve, "of Eve")
    used(dan, "of Dan", amount=2)

    queue_meter_reports()

    assert list(MeterReport.objects.values_list("account", "value")) == [(payer.pk, 2)]


def test_credits_that_are_over_end_by_the_clock(payer: Account) -> None:
    now = timezone.now()
    grant_credits(payer, number=5, source_key="order:1", expires_at=now - timedelta(seconds=1))
    grant_credits(payer, number=2, source_key="order:2", expires_at=now + timedelta(days=1))

    clock_strikes("billing.expire_credits")

    assert balance(payer) == 2


def test_each_month_of_this_year_gives_by_the_clock_and_none_of_the_last(payer: Account) -> None:
    key, now = "plan:professional:year", timezone.now()
    subscription = subscribed(payer, (key, 1), stripe_id="sub_year")
    line = {"key": key, "description": "", "quantity": 1, "amount": 79000}
    for number, begun in (("last", months_back(now, 13)), ("this", months_back(now, 1))):
        period = {"period_start": begun.isoformat(), "period_end": months_back(begun, -12).isoformat()}
        billed(payer, number, subscription_id=subscription.stripe_id, lines=[line | period], issued_at=begun)

    for _time in range(2):
        clock_strikes("billing.grant_months")

    assert list(payer.lots.values_list("seconds", "title")) == [(5 * 3600, key)]
    assert balance(payer) == 5


def test_newcomer_whose_address_is_confirmed_meanwhile_is_welcomed_by_the_clock(
    ada: Membership, cleo: Membership, settings: Settings
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    address = EmailAddress.objects.create(user=cleo.user, email=cleo.user.email, verified=False, primary=True)
    redeem_code(cleo, code=code_of(account_of(ada)).code)
    clock_strikes("billing.welcome_newcomers")
    assert balance(account_of(cleo)) == 0

    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    clock_strikes("billing.welcome_newcomers")

    assert balance(account_of(cleo)) == 1


@pytest.fixture
def subscription(ada: Membership, stripe: Simulator) -> Subscription:
    """Five seats of Acme's."""
    buy(ada, stripe, SEATS, 5)
    reconcile(whole=True)
    return Subscription.objects.get()


def test_fewer_seats_come_by_the_clock_shortly_before_the_next_period(
    ada: Membership, subscription: Subscription
) -> None:
    def seats() -> tuple[int | None, int, int | None]:
        """Of the license, of the subscription, and from the next period on."""
        item = subscription.items.get()
        license_ = License.objects.get(tenant=ada.tenant, module="cv_analysis")
        return license_.seat_limit, item.quantity, item.next_quantity

    change_seats(subscription.items.get(), seats=2)
    clock_strikes("billing.queue_later_changes")
    assert seats() == (5, 5, 2)

    subscription.items.update(period_end=timezone.now() + timedelta(minutes=20))
    clock_strikes("billing.queue_later_changes")

    there = provider().fetch("subscription", subscription.stripe_id)["items"]["data"]
    assert (seats(), [item["quantity"] for item in there]) == ((2, 2, None), [2])


def test_workspace_that_comes_back_in_time_goes_on_paying(ada: Membership, subscription: Subscription) -> None:
    def ends() -> tuple[bool, bool]:
        """Here and at the provider."""
        subscription.refresh_from_db()
        there = provider().fetch("subscription", subscription.stripe_id)
        return subscription.cancel_at_period_end, there["cancel_at_period_end"]

    close_tenant(ada.tenant)
    assert queue_ends_of_closed() == 1
    reopen_tenant(ada.tenant)
    forget_tenants()
    run_all_due()
    assert ends() == (False, False)

    close_tenant(ada.tenant)
    forget_tenants()
    clock_strikes("billing.queue_ends_of_closed")
    assert ends() == (True, True)
