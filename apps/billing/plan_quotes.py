"""What another plan would cost, before anything is changed."""

from decimal import Decimal

from django.utils import timezone

from apps.billing import reading
from apps.billing.catalogue import Item, main_unit
from apps.billing.models import SubscriptionItem
from apps.billing.provider import provider
from apps.billing.services import NothingChangesError, Quote
from apps.billing.services.prices import price_id_of
from apps.billing.services.subscriptions import PRORATE


def quote_plan(item: SubscriptionItem, *, to: Item) -> Quote:
    """A larger plan now and in proportion; of a smaller one the difference is credited on the next invoice."""
    if item.key == to.key:
        raise NothingChangesError
    subscription, currency = item.subscription, item.subscription.currency
    others = sum(one.unit_amount * one.quantity for one in subscription.items.exclude(pk=item.pk))
    per_period = main_unit(others + to.unit_amount, currency)
    if to.unit_amount <= item.unit_amount:
        return Quote(Decimal(0), per_period, currency, timezone.now(), is_now=False)
    preview = provider().preview(
        {
            "customer": str(subscription.account.customer_id),
            "subscription": subscription.stripe_id,
            "subscription_details": {
                "items": [{"id": item.stripe_id, "price": price_id_of(to), "quantity": 1}],
                "proration_behavior": PRORATE,
            },
        }
    )
    due = main_unit(int(preview.get("amount_due") or 0), currency)
    lines = tuple((line.description, main_unit(line.amount, currency)) for line in reading.invoice_lines(preview))
    return Quote(due, per_period, currency, timezone.now(), is_now=True, lines=lines)
