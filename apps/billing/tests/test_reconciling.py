"""Comparing with the provider: what was missed is mended by the clock or by hand, what stays different is an alarm."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from apps.accounts.models import Membership
from apps.billing.health import check_webhooks
from apps.billing.metrics import measure_billing
from apps.billing.models import Account, Order, Reconciliation
from apps.billing.services import reconcile
from apps.billing.tests.simulated import Simulator
from apps.billing.tests.stories import SEATS, buy
from apps.core.models import QueuedTask
from apps.core.queue import later
from apps.core.queue.worker import run_all_due
from apps.marketplace.models import License

pytestmark = pytest.mark.django_db


def clock_strikes(name: str) -> None:
    """The task of that name is queued by the clock, and done with all that it queues itself."""
    with transaction.atomic():
        later(name)
    run_all_due()
    assert set(QueuedTask.objects.values_list("state", flat=True)) == {"done"}


def seats_of(member: Membership) -> tuple[str, int | None]:
    found = License.objects.get(tenant=member.tenant, module="cv_analysis")
    return found.state, found.seat_limit


@pytest.fixture
def unheard(ada: Membership, payer: Account, stripe: Simulator) -> Order:
    """Ada has bought two seats, and no event of it has arrived."""
    return buy(ada, stripe, SEATS, 2)


@pytest.mark.parametrize("name", ["billing.reconcile_day", "billing.reconcile_all"])
def test_purchase_of_which_nothing_was_heard_is_found_by_the_clock(name: str, unheard: Order, ada: Membership) -> None:
    clock_strikes(name)

    unheard.refresh_from_db()
    run = Reconciliation.objects.get()
    found = {one["what"]: (one["was"], one["is"]) for one in run.differences}
    assert (unheard.state, seats_of(ada)) == ("paid", ("active", 2))
    assert (run.is_whole, run.unanswered) == (name == "billing.reconcile_all", [])
    assert found[f"order {unheard.pk}"] == ("open", "paid")
    assert {one["account"] for one in run.differences} == {str(unheard.account_id)}
    assert f"subscription {unheard.subscription_id}" in found

    clock_strikes(name)
    assert [len(run.differences) for run in Reconciliation.objects.all()] == [0, len(found)]


def test_command_says_what_differed_and_what_was_not_answered(
    unheard: Order, payer: Account, stripe: Simulator
) -> None:
    stripe.control("faults", kind="500", times=3, method="GET", path="/v1/invoices")
    said, complained = StringIO(), StringIO()

    call_command("reconcile_billing", stdout=said, stderr=complained)

    run, lines = Reconciliation.objects.get(), said.getvalue().splitlines()
    assert complained.getvalue() == "not answered: invoice: payment-provider-failed\n"
    assert run.unanswered == ["invoice: payment-provider-failed"]
    assert f"{payer.pk} order {unheard.pk}: open -> paid" in lines
    assert lines[-1] == f"{run.checked} compared, {len(lines) - 1} differences"

    call_command("reconcile_billing", "--day", stdout=said)
    of_a_day = Reconciliation.objects.first()
    assert of_a_day is not None
    assert (of_a_day.is_whole, of_a_day.differences, of_a_day.unanswered) == (False, [], [])
    assert said.getvalue().splitlines()[-1] == f"{of_a_day.checked} compared, 0 differences"


def test_page_that_was_never_written_down_is_found_and_one_that_is_gone_is_noted(
    unheard: Order, ada: Membership
) -> None:
    Order.objects.filter(pk=unheard.pk).update(session_id="cs_test_gone")

    run = reconcile(whole=True)

    found = Order.objects.get(pk=unheard.pk)
    assert run.unanswered == ["checkout.session cs_test_gone: payment-object-gone"]
    assert (found.session_id, found.state, seats_of(ada)) == (unheard.session_id, "paid", ("active", 2))
    again = reconcile(whole=True)
    assert (again.unanswered, again.differences) == ([], [])


def test_difference_that_stays_is_an_alarm_until_somebody_has_mended_it(payer: Account, stripe: Simulator) -> None:
    def looked() -> tuple[bool, float]:
        """Whether payments are well, and what is measured, after one more comparison."""
        clock_strikes("billing.reconcile_all")
        [drift] = [one.value for one in measure_billing() if one.metric.name == "rostrum_billing_drift"]
        return check_webhooks().ok, drift

    Account.objects.filter(pk=payer.pk).update(credit_seconds=7200)
    assert [looked(), looked()] == [(True, 0), (False, 1)]
    assert check_webhooks().detail == "1 differences stay; see the reconciliations in the admin."
    [found] = Reconciliation.objects.all()[0].differences
    assert found == {"account": str(payer.pk), "what": "credits", "was": "(7200, 0, 0)", "is": "(0, 0)"}

    Account.objects.filter(pk=payer.pk).update(credit_seconds=0)
    assert looked() == (True, 0)
