"""Changing what was bought: more seats now, fewer at the end of the period, another plan, an end and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.billing import reading
from apps.billing.catalogue import MODULE, PERSONAL, PLAN, Item, main_unit
from apps.billing.models import Account, Order, Subscription, SubscriptionItem
from apps.billing.provider import ProviderRefusedError, provider
from apps.billing.services.applying import apply_found
from apps.billing.services.gathering import Gathering
from apps.billing.services.locks import payer_lock
from apps.billing.services.prices import price_id_of
from apps.core.problems import ProblemError
from apps.core.queue import finish, later_many
from apps.marketplace.models import Seat

OVER = frozenset({"canceled", "incomplete_expired"})
PRORATE, LATER = "always_invoice", "none"
# Early enough for the invoice of the next period, late enough that hardly any of this one is lost.
BEFORE_THE_END = timedelta(minutes=30)
# What the provider calls a payment that its owner has to confirm, which nobody can do in the middle of a change.
ASKS_OWNER = frozenset({"subscription_payment_intent_requires_action", "authentication_required"})


class SubscriptionOverError(ProblemError):
    code = "subscription-over"
    title = _("This subscription is over.")
    status = 409


class NothingChangesError(ProblemError):
    code = "nothing-changes"
    title = _("Nothing would change.")
    status = 409


@dataclass(frozen=True, slots=True)
class Quote:
    """What a change costs now and from the next period on; `would_lose` are those without a seat then."""

    due_now: Decimal
    per_period: Decimal
    currency: str
    from_: datetime
    is_now: bool
    would_lose: tuple[str, ...] = ()
    lines: tuple[tuple[str, Decimal], ...] = ()


def _live(subscription: Subscription) -> Subscription:
    if subscription.status in OVER:
        raise SubscriptionOverError(_("Buy it anew in the marketplace."))
    return subscription


def _once(subscription: Subscription, *what: object) -> str:
    """The same change, from the same state, is made once."""
    text = f"{subscription.pk} {subscription.updated_at.isoformat()} {what}"
    return sha256(text.encode()).hexdigest()


def change_seats(item: SubscriptionItem, *, seats: int) -> None:
    """More seats are there and paid for, in proportion, at once; fewer from the next period on."""
    subscription = _live(item.subscription)
    if seats == (item.quantity if item.next_quantity is None else item.next_quantity):
        raise NothingChangesError
    if seats < item.quantity:
        _change_later(item, seats)
    else:
        params = {"items": [{"id": item.stripe_id, "quantity": seats}], "proration_behavior": PRORATE}
        _change_and_pay(subscription, params, "seats", item.stripe_id, seats)
        _change_later(item, None)
        refresh(subscription)


def _change_and_pay(subscription: Subscription, params: dict[str, Any], *what: object) -> None:
    """Make a change that costs something at once, or leave everything as it was when the payment is refused.

    Where a bank wants its owner to confirm the payment, the change is made, and who pays is told where to confirm it.
    """
    try:
        paid = params | {"payment_behavior": "error_if_incomplete"}
        provider().change("subscription", subscription.stripe_id, paid, key=_once(subscription, *what))
    except ProviderRefusedError as problem:
        # The provider repeats its answer to a call that it knows: the next try is another one.
        _touch(subscription)
        if problem.reason not in ASKS_OWNER:
            raise
        provider().change("subscription", subscription.stripe_id, params, key=_once(subscription, *what))


@transaction.atomic
def _touch(subscription: Subscription) -> None:
    subscription.save(update_fields=["updated_at"])


@transaction.atomic
def _change_later(item: SubscriptionItem, seats: int | None) -> None:
    SubscriptionItem.objects.filter(pk=item.pk).update(next_quantity=seats, updated_at=timezone.now())
    if seats is not None:
        changes = {"seats": (item.quantity, seats)}
        record("billing.seats-changed", target=item.subscription, label=item.key, changes=changes)


def quote_seats(item: SubscriptionItem, *, seats: int) -> Quote:
    """What so many would cost, before anything is changed."""
    subscription, currency = _live(item.subscription), item.subscription.currency
    others = sum(one.unit_amount * one.quantity for one in subscription.items.exclude(pk=item.pk))
    per_period = main_unit(others + item.unit_amount * seats, currency)
    if seats <= item.quantity:
        return Quote(Decimal(0), per_period, currency, item.period_end, False, tuple(_would_lose(item, seats)))
    preview = provider().preview(
        {
            "customer": str(subscription.account.customer_id),
            "subscription": subscription.stripe_id,
            "subscription_details": {
                "items": [{"id": item.stripe_id, "quantity": seats}],
                "proration_behavior": PRORATE,
            },
        }
    )
    due = main_unit(int(preview.get("amount_due") or 0), currency)
    lines = tuple((line.description, main_unit(line.amount, currency)) for line in reading.invoice_lines(preview))
    return Quote(due, per_period, currency, timezone.now(), True, lines=lines)


def _would_lose(item: SubscriptionItem, seats: int) -> list[str]:
    """Those whose seats were given last, as they are the first to go."""
    _kind, module, _period = item.key.split(":") if item.key.startswith(f"{MODULE}:") else ("", "", "")
    rows = Seat.objects.filter(license__tenant_id=item.subscription.account.tenant_id, license__module=module)
    newest = rows.select_related("membership__user").order_by("-created_at", "-pk")
    return [str(seat.membership.user) for seat in newest[: max(rows.count() - seats, 0)]]


def change_plan_item(item: SubscriptionItem, *, to: Item) -> None:
    """Another plan: a larger one now and in proportion, a smaller one is credited on the next invoice."""
    subscription = _live(item.subscription)
    if item.key == to.key:
        raise NothingChangesError
    if to.kind not in {PLAN, PERSONAL} or not item.key.startswith(f"{to.kind}:"):
        raise ProblemError(_("Only a plan can become another plan."))
    is_larger = to.unit_amount > item.unit_amount
    params = {
        "items": [{"id": item.stripe_id, "price": price_id_of(to), "quantity": 1}],
        "proration_behavior": PRORATE if is_larger else "create_prorations",
    }
    what = ("plan", item.stripe_id, to.key)
    if is_larger:
        _change_and_pay(subscription, params, *what)
    else:
        provider().change("subscription", subscription.stripe_id, params, key=_once(subscription, *what))
    refresh(subscription)


def cancel_subscription(subscription: Subscription) -> None:
    """End it with what is paid for; everything stays open until then."""
    if _live(subscription).cancel_at_period_end:
        return
    _set_end(subscription, ends=True)
    _note(subscription, "billing.canceled")


def reactivate_subscription(subscription: Subscription) -> None:
    """Take a cancellation back before its day."""
    if not _live(subscription).cancel_at_period_end:
        return
    _set_end(subscription, ends=False)
    _note(subscription, "billing.reactivated")


def _set_end(subscription: Subscription, *, ends: bool) -> None:
    params: dict[str, Any] = {"cancel_at_period_end": ends}
    key = _once(subscription, "end", ends)
    provider().change("subscription", subscription.stripe_id, params, key=key)
    refresh(subscription)


@transaction.atomic
def _note(subscription: Subscription, action: str) -> None:
    record(action, target=subscription, label=subscription.stripe_id)


def refresh(subscription: Subscription) -> None:
    """Apply what the provider says of it now, without waiting to be told."""
    account = subscription.account
    refresh_object(account, "subscription", subscription.stripe_id)
    subscription.refresh_from_db()


def refresh_object(account: Account, kind: str, object_id: str) -> None:
    """Fetch and apply one object with what hangs on it, under the payer's lock."""
    with refreshing(account, kind, object_id):
        pass


@contextmanager
def refreshing(account: Account, kind: str, object_id: str) -> Iterator[Account]:
    """The same, with what is done inside in the same transaction, before anything is applied."""
    with payer_lock(str(account.customer_id)):
        found = Gathering().gather(kind, object_id)
        with finish():
            row = Account.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=account.pk)
            yield row
            apply_found(row, found)


def refresh_order(order: Order) -> None:
    """Whoever comes back from the checkout waits for this page, not for a message: ask how it went."""
    refresh_object(order.account, "checkout.session", str(order.session_id))


def subscription_by_id(pk: str) -> Subscription:
    return Subscription.objects.select_related("account__tenant").prefetch_related("items").get(pk=pk)


def make_later_changes(subscription: Subscription) -> bool:
    """Bring down what was to be fewer from the next period on, shortly before it begins; says whether anything was."""
    items = [one for one in subscription.items.all() if one.next_quantity is not None]
    if not items or subscription.status in OVER:
        return False
    params = {
        "items": [_later(one) for one in items],
        "proration_behavior": LATER,
    }
    key = _once(subscription, "later", [(one.stripe_id, one.next_quantity, one.period_end) for one in items])
    provider().change("subscription", subscription.stripe_id, params, key=key)
    with refreshing(subscription.account, "subscription", subscription.stripe_id):
        SubscriptionItem.objects.filter(pk__in=[one.pk for one in items]).update(next_quantity=None)
    return True


def _later(item: SubscriptionItem) -> dict[str, Any]:
    gone = item.next_quantity == 0
    return {"id": item.stripe_id} | ({"deleted": True} if gone else {"quantity": item.next_quantity})


@transaction.atomic
def queue_later_changes() -> int:
    """Of the subscriptions whose next period is near; says how many."""
    near = timezone.now() + BEFORE_THE_END
    found = Subscription.objects.filter(items__next_quantity__isnull=False, items__period_end__lte=near)
    pks = list(found.exclude(status__in=OVER).values_list("pk", flat=True).distinct())
    later_many("billing.make_later_changes", [{"subscription_id": pk} for pk in pks])
    return len(pks)
