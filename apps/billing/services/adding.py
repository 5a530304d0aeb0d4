"""Several modules on one subscription: one more, paid in proportion at once, and one taken off with its period."""

from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership
from apps.audit.services import record
from apps.billing import reading
from apps.billing.catalogue import MODULE, Item, item_of, main_unit
from apps.billing.joining import GOES_ON, is_extendable, period_of
from apps.billing.models import Account, Addition, Subscription, SubscriptionItem
from apps.billing.provider import ProviderRefusedError, provider
from apps.billing.services.beside import close_pages
from apps.billing.services.checkout import Line, NotForPeopleError, require_module_for_sale
from apps.billing.services.locks import payer_lock
from apps.billing.services.opening import open_what_was_bought
from apps.billing.services.prices import price_id_of
from apps.billing.services.subscriptions import ASKS_OWNER, OVER, PRORATE, Quote, SubscriptionOverError, refresh
from apps.core.problems import MissingError, ProblemError
from apps.marketplace.models import License
from apps.marketplace.services import assign_seat

# The provider forgets the keys of calls after a day.
SAME_CALL = timedelta(hours=23)


class NotAddableError(ProblemError):
    code = "subscription-not-extendable"
    title = _("Nothing can be added to this subscription at the moment.")
    status = 409


class LastItemError(ProblemError):
    code = "last-item"
    title = _("Nothing else is on this subscription.")
    status = 409


def line_for(subscription: Subscription, *, module: str, seats: int) -> Line:
    """Seats of the module at the price of the subscription's period; MissingError where it is not sold so."""
    item = item_of(MODULE, module, period_of(subscription))
    return Line(item, seats if item.per_seat else 1)


def _require_addable(subscription: Subscription, item: Item) -> None:
    account = subscription.account
    if account.membership_id is not None:
        raise NotForPeopleError(_("Found a workspace for your company to buy modules."))
    if subscription.status in OVER:
        raise SubscriptionOverError(_("Buy it anew in the marketplace."))
    if subscription.status not in GOES_ON:
        raise NotAddableError(_("Pay what is open first."))
    if not is_extendable(subscription):
        raise NotAddableError(_("It ends. Take the cancellation back, or buy the module by itself."))
    if item.currency != subscription.currency:
        raise NotAddableError(_("The prices are in different currencies. Buy the module by itself."))
    require_module_for_sale(account, account.tenant, item)


def quote_module(subscription: Subscription, line: Line) -> Quote:
    """What it costs for the rest of the period and from the next one on, before anything is changed."""
    _require_addable(subscription, line.item)
    currency = subscription.currency
    preview = provider().preview(
        {
            "customer": str(subscription.account.customer_id),
            "subscription": subscription.stripe_id,
            "subscription_details": {
                "items": [{"price": price_id_of(line.item), "quantity": line.quantity}],
                "proration_behavior": PRORATE,
            },
        }
    )
    per_period = sum(one.unit_amount * _next_of(one) for one in subscription.items.all()) + line.amount
    return Quote(
        main_unit(int(preview.get("amount_due") or 0), currency),
        main_unit(per_period, currency),
        currency,
        timezone.now(),
        is_now=True,
        lines=tuple((one.description, main_unit(one.amount, currency)) for one in reading.invoice_lines(preview)),
    )


def _next_of(item: SubscriptionItem) -> int:
    return item.quantity if item.next_quantity is None else item.next_quantity


def add_module(buyer: Membership, subscription: Subscription, line: Line, *, seat_buyer: bool = False) -> None:
    """Put it on and pay for it with the way to pay that is set; a payment that fails leaves everything as it was.

    Call it outside of transactions.
    """
    account = subscription.account
    with payer_lock(f"orders of {account.pk}"), payer_lock(str(account.customer_id)):
        # Of two who add the same at once, the second sees what the first did; a page for it can be paid no more.
        close_pages(account, [line.kept()])
        subscription.refresh_from_db()
        _require_addable(subscription, line.item)
        addition = _written(subscription, buyer, line)
        params = {
            "items": [{"price": price_id_of(line.item), "quantity": line.quantity}],
            "proration_behavior": PRORATE,
            "payment_behavior": "error_if_incomplete",
        }
        key = str(addition.idempotency_key)
        try:
            provider().change("subscription", subscription.stripe_id, params, key=key)
        except ProviderRefusedError as problem:
            _end(addition, Addition.State.FAILED, str(problem.detail or problem.title))
            if problem.reason in ASKS_OWNER:
                raise ProviderRefusedError(
                    str(_("Your bank wants you to confirm the payment: buy the module by itself, where you can.")),
                    reason=problem.reason,
                ) from problem
            raise
        refresh(subscription)
    _end(addition, Addition.State.DONE)
    if seat_buyer:
        _seat(buyer, line.item.name)


@transaction.atomic
def _written(subscription: Subscription, buyer: Membership, line: Line) -> Addition:
    """What nobody knows the outcome of is tried again with the key that it had."""
    same = Addition.objects.filter(subscription=subscription, key=line.item.key, quantity=line.quantity)
    unknown = same.filter(state=Addition.State.OPEN, created_at__gt=timezone.now() - SAME_CALL).first()
    return unknown or Addition.objects.create(
        subscription=subscription,
        asked_by=buyer,
        key=line.item.key,
        quantity=line.quantity,
        idempotency_key=uuid4(),
    )


@transaction.atomic
def _end(addition: Addition, state: str, problem: str = "") -> None:
    addition.state, addition.problem = state, problem[:300]
    addition.save(update_fields=["state", "problem", "updated_at"])
    if state == Addition.State.DONE:
        changes = {"seats": (0, addition.quantity)}
        record("billing.module-added", target=addition.subscription, label=addition.key, changes=changes)


@transaction.atomic
def _seat(buyer: Membership, module: str) -> None:
    license_ = License.objects.filter(tenant_id=buyer.tenant_id, module=module).first()
    if license_ is None or license_.seats.filter(membership=buyer).exists():
        return
    try:
        with transaction.atomic():
            assign_seat(license_, membership=buyer)
    except ProblemError:
        # No seat is left for them: the owner sees it and decides.
        return


def remove_module(item: SubscriptionItem) -> None:
    """Take it off with the end of what is paid for; until then it stays open, and the others go on."""
    subscription = item.subscription
    if subscription.status in OVER:
        raise SubscriptionOverError(_("Buy it anew in the marketplace."))
    if not item.key.startswith(f"{MODULE}:"):
        raise MissingError(_("Only modules are taken off a subscription."))
    _set_leaving(item, leaves=True)


def keep_module(item: SubscriptionItem) -> None:
    """Take that back before its day."""
    _set_leaving(item, leaves=False)


@transaction.atomic
def _set_leaving(item: SubscriptionItem, *, leaves: bool) -> None:
    account = (
        Account.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=item.subscription.account_id)
    )
    row = SubscriptionItem.objects.select_for_update(of=("self",)).filter(pk=item.pk).first()
    if row is None:
        raise MissingError(_("It is not on this subscription any more."))
    if leaves == (row.next_quantity == 0):
        return
    stays = row.subscription.items.exclude(pk=row.pk).exclude(next_quantity=0)
    if leaves and not stays.exists():
        raise LastItemError(_("Cancel the subscription instead."))
    row.next_quantity = 0 if leaves else None
    row.save(update_fields=["next_quantity", "updated_at"])
    # Whether the license says that it renews.
    open_what_was_bought(account)
    record("billing.module-leaves" if leaves else "billing.module-stays", target=row.subscription, label=row.key)
