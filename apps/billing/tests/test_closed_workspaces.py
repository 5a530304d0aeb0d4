"""A workspace that is closed pays no more, and the books outlive it."""

from collections.abc import Callable

import pytest

from apps.accounts.models import Membership
from apps.accounts.services import sign_up_company
from apps.billing.models import LedgerEntry, Subscription
from apps.billing.services import account_of, queue_ends_of_closed
from apps.billing.tests.simulated import Simulator, deliver
from apps.billing.tests.stories import SEATS, buy
from apps.core.queue.worker import run_all_due
from apps.marketplace.models import License
from apps.tenants.closing import close_tenant, erase_now
from apps.tenants.queries import forget_tenants
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def zoe(stripe: Simulator) -> Membership:
    """Owns a company that has bought seats."""
    owner = sign_up_company(company="Zebra Books", email="zoe@zebrabooks.example", password=PASSWORD, name="Zoe")
    account, before = account_of(owner), stripe.last_event()
    buy(owner, stripe, SEATS, 2)
    account.refresh_from_db()
    events = stripe.events(before)
    deliver([one for one in events if one["data"]["object"].get("customer") == account.customer_id], run_all_due)
    return owner


def test_closed_workspace_keeps_what_is_paid_and_nothing_is_renewed(
    zoe: Membership, run_queued: Callable[[], int]
) -> None:
    assert queue_ends_of_closed() == 0
    close_tenant(zoe.tenant)
    forget_tenants()

    assert queue_ends_of_closed() == 1
    run_queued()

    subscription = Subscription.objects.get()
    assert (subscription.status, subscription.cancel_at_period_end) == ("active", True)
    assert License.objects.get(tenant=zoe.tenant, module="cv_analysis").renews is False
    assert queue_ends_of_closed() == 0


def test_erased_workspace_is_canceled_at_once_and_its_books_stay(
    zoe: Membership, run_queued: Callable[[], int]
) -> None:
    booked = list(LedgerEntry.objects.order_by("id").values_list("id", "book", "amount"))
    close_tenant(zoe.tenant)
    erase_now(zoe.tenant, reason="As asked for.")
    run_queued()
    zoe.tenant.refresh_from_db()
    assert zoe.tenant.status == "erased"

    queue_ends_of_closed()
    run_queued()

    assert Subscription.objects.get().status == "canceled"
    assert list(LedgerEntry.objects.order_by("id").values_list("id", "book", "amount")) == booked
    assert booked
