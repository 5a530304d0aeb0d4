"""A change that costs something and whose payment is refused: nothing changes, and the next try is a new one."""

from uuid import uuid4

import pytest

from apps.accounts.models import Membership
from apps.billing.catalogue import MONTH, PLAN, item_of
from apps.billing.models import Order, SubscriptionItem
from apps.billing.provider import ProviderRefusedError, Thing, provider
from apps.billing.services import account_of, change_plan_item, change_seats
from apps.billing.tests.simulated import Simulator, deliver
from apps.billing.tests.stories import SEATS, buy, subscription_of
from apps.core.queue.worker import run_all_due
from apps.marketplace.models import License
from apps.tenants.models import Tenant

pytestmark = pytest.mark.django_db
ASKS_EACH_TIME = "pm_card_authenticationRequired"


def bought(order: Order, stripe: Simulator, before: str) -> SubscriptionItem:
    """What stands on its subscription, once everything was heard."""
    deliver(stripe.events(before), run_all_due)
    return SubscriptionItem.objects.get(subscription__stripe_id=subscription_of(order)["id"])


def there(item: SubscriptionItem) -> Thing:
    return provider().fetch("subscription", item.subscription.stripe_id)


def test_seats_whose_payment_is_refused_are_not_there_and_can_be_tried_again(
    ada: Membership, stripe: Simulator
) -> None:
    before = stripe.last_event()
    item = bought(buy(ada, stripe, SEATS, 2), stripe, before)
    stripe.control("customers/fail", customer=account_of(ada).customer_id, times=1)

    with pytest.raises(ProviderRefusedError):
        change_seats(item, seats=5)

    license_ = License.objects.get(tenant=ada.tenant, module="cv_analysis")
    assert (license_.state, license_.seat_limit) == ("active", 2)
    assert (there(item)["status"], there(item)["items"]["data"][0]["quantity"]) == ("active", 2)
    stripe.control("customers/fail", customer=account_of(ada).customer_id, times=0)
    change_seats(item, seats=5)
    license_.refresh_from_db()
    assert (license_.state, license_.seat_limit) == ("active", 5)


def test_larger_plan_whose_payment_is_refused_is_not_there(ada: Membership, stripe: Simulator) -> None:
    Tenant.objects.filter(pk=ada.tenant_id).update(plan="free")
    before = stripe.last_event()
    item = bought(buy(ada, stripe, item_of(PLAN, "starter", MONTH)), stripe, before)
    stripe.control("customers/fail", customer=account_of(ada).customer_id, times=1)

    with pytest.raises(ProviderRefusedError):
        change_plan_item(item, to=item_of(PLAN, "professional", MONTH))

    assert Tenant.objects.get(pk=ada.tenant_id).plan == "starter"
    stripe.control("customers/fail", customer=account_of(ada).customer_id, times=0)
    item.refresh_from_db()
    change_plan_item(item, to=item_of(PLAN, "professional", MONTH))
    assert Tenant.objects.get(pk=ada.tenant_id).plan == "professional"


def test_seats_that_a_bank_wants_confirmed_are_there_in_grace(ada: Membership, stripe: Simulator) -> None:
    before = stripe.last_event()
    item = bought(buy(ada, stripe, SEATS, 2), stripe, before)
    customer = str(account_of(ada).customer_id)
    method = provider().do("payment_method", "attach", ASKS_EACH_TIME, {"customer": customer}, key=str(uuid4()))
    default = {"default_payment_method": method["id"]}
    provider().change("subscription", item.subscription.stripe_id, default, key=str(uuid4()))

    change_seats(item, seats=5)

    license_ = License.objects.get(tenant=ada.tenant, module="cv_analysis")
    assert (there(item)["status"], license_.state, license_.seat_limit) == ("past_due", "grace", 5)
