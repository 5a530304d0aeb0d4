"""Events of the provider: kept first, applied later, each until it worked or somebody has to look at it.

The event itself is only a hint that something has changed. What is applied is the newest state, fetched under the
payer's lock, so that order, repetition and delay of events make no difference.
"""

from datetime import timedelta
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.billing import reading
from apps.billing.models import Account, WebhookEvent
from apps.billing.provider import ProviderError, ProviderRefusedError, Thing, provider
from apps.billing.services.accounts import account_of_customer, forget_customer
from apps.billing.services.applying import Found, apply_found
from apps.billing.services.gathering import Gathering
from apps.billing.services.locks import payer_lock
from apps.billing.services.news import tell_of_event
from apps.core.database_clock import database_now
from apps.core.ids import is_uuid
from apps.core.prepared import PreparedQuery
from apps.core.problems import ProblemError
from apps.core.queue import finish, insert_once, later

OF_ANOTHER = "its metadata name another workspace than its customer"
# Each may come in several words for the same thing: what is applied is the object that the event names.
HANDLED = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
        "customer.subscription.created",
        "customer.subscription.updated",
        "customer.subscription.deleted",
        "customer.subscription.paused",
        "customer.subscription.resumed",
        "customer.subscription.trial_will_end",
        "customer.subscription.pending_update_applied",
        "customer.subscription.pending_update_expired",
        "customer.deleted",
        "invoice.created",
        "invoice.finalized",
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice.payment_failed",
        "invoice.payment_action_required",
        "invoice.updated",
        "invoice.upcoming",
        "invoice.voided",
        "invoice.marked_uncollectible",
        "payment_intent.succeeded",
        "payment_intent.processing",
        "payment_intent.payment_failed",
        "payment_intent.canceled",
        "charge.succeeded",
        "charge.failed",
        "charge.refunded",
        "charge.refund.updated",
        "charge.dispute.created",
        "charge.dispute.updated",
        "charge.dispute.closed",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
        "refund.created",
        "refund.updated",
        "refund.failed",
    }
)
_HOURS = 3600
# Waits between tries: three days in all, as long as the provider itself goes on.
WAITS = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 15, 60, 300, 900, _HOURS, 3 * _HOURS, 6 * _HOURS, 12 * _HOURS, 24 * _HOURS, 24 * _HOURS)
)
MOST_AT_ONCE = 200


class WrongModeError(ProblemError):
    code = "wrong-mode"
    title = _("The event is of the other mode: test events and real ones are kept apart.")
    status = 400


class NotAnEventError(ProblemError):
    code = "not-an-event"
    title = _("This is no event.")
    status = 400


def receive_event(payload: bytes, signature: str) -> bool:
    """Keep a signed event, once; says whether it was new. Nothing is asked of the provider here.

    Raises BadSignatureError, NotAnEventError and WrongModeError; nothing is kept then.
    """
    try:
        event = provider().verified(payload, signature)
    except ValueError as error:
        raise NotAnEventError from error
    if bool(event.get("livemode")) != settings.STRIPE_LIVE:
        raise WrongModeError
    return _keep(event)


def _keep(event: Thing) -> bool:
    about = event["data"]["object"]
    is_handled = event["type"] in HANDLED
    row = WebhookEvent(
        event_id=event["id"],
        type=event["type"],
        object_type=str(about.get("object") or "")[:60],
        object_id=_short(about.get("id")),
        customer_id=_short(reading.customer_of(about)),
        api_version=str(event.get("api_version") or "")[:40],
        livemode=bool(event.get("livemode")),
        payload=event,
        state=WebhookEvent.State.PENDING if is_handled else WebhookEvent.State.IGNORED,
    )
    if is_handled:
        return insert_once(row, unique="event_id", then="billing.apply_event", event_id=row.pk)
    # One statement that lets the first of two win; whose row it is says its key.
    WebhookEvent.objects.bulk_create([row], ignore_conflicts=True)
    return WebhookEvent.objects.filter(pk=row.pk).exists()


def _short(value: object) -> str:
    return reading.id_of(value)[:255]


def apply_event(event_id: str) -> None:
    """Fetch what the event is about and apply it; what fails is tried again later, for three days."""
    event = _still_waiting(event_id)
    if event is None:
        return
    if event.customer_id and account_of_customer(event.customer_id) is None:
        # Nothing of theirs is asked for.
        with finish():
            _end_unknown(event)
        return
    try:
        with payer_lock(_payer_of(event)):
            if _still_waiting(event_id) is None:
                # It was done with another event while this one waited for the lock.
                return
            beside = _others_of(event)
            gathering = Gathering()
            found = _gather(event, gathering)
            with finish():
                _apply(event, found, gathering.customer_id or event.customer_id, beside)
    except (ProviderError, ProviderRefusedError) as problem:
        with finish():
            _try_again(event, f"{problem.code}: {problem.detail or problem}")


@cache
def _waiting_query() -> PreparedQuery[WebhookEvent]:
    return PreparedQuery(lambda pk: WebhookEvent.objects.filter(pk=pk, state=WebhookEvent.State.PENDING), ids=1)


def _still_waiting(event_id: str) -> WebhookEvent | None:
    found = _waiting_query().run(event_id)
    return found[0] if found else None


def _others_of(event: WebhookEvent) -> list[UUID]:
    """Events of the same customer that were kept before anything is fetched: what they say is in it."""
    if not event.customer_id:
        return []
    waiting = WebhookEvent.objects.filter(customer_id=event.customer_id, state=WebhookEvent.State.PENDING)
    return list(waiting.exclude(pk=event.pk).values_list("pk", flat=True)[:MOST_AT_ONCE])


def _payer_of(event: WebhookEvent) -> str:
    """Whose lock it takes; refunds and disputes do not say whose they are, so that is asked first."""
    if event.customer_id:
        return event.customer_id
    probe = Gathering()
    _gather(event, probe)
    return probe.customer_id or event.object_id or event.event_id


def _gather(event: WebhookEvent, gathering: Gathering) -> Found | None:
    """None for what is no object to be fetched."""
    if event.object_type == "customer":
        return None
    if event.type == "invoice.upcoming":
        # It is no invoice yet and has no id.
        subscription_id = reading.subscription_of_invoice(event.payload["data"]["object"])
        return gathering.gather("subscription", subscription_id) if subscription_id else None
    return gathering.gather(event.object_type, event.object_id)


def _apply(event: WebhookEvent, found: Found | None, customer_id: str, beside: list[UUID]) -> None:
    account = account_of_customer(customer_id)
    if account is None:
        _end_unknown(event)
        return
    account = Account.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=account.pk)
    if _names_another(event, account):
        _end(event, WebhookEvent.State.DEAD, OF_ANOTHER)
        return
    if event.type == "customer.deleted":
        forget_customer(account)
    elif found is not None:
        apply_found(account, found)
    _done(event, account, found)
    for other in WebhookEvent.objects.select_for_update(skip_locked=True).filter(pk__in=beside):
        # Bought things make a dozen events at once; one look has answered all that it has seen the objects of.
        if found is not None and found.has(other.object_type, other.object_id) and not _names_another(other, account):
            _done(other, account, found)


def _done(event: WebhookEvent, account: Account, found: Found | None) -> None:
    tell_of_event(event, account, found)
    _end(event, WebhookEvent.State.DONE)


def _end_unknown(event: WebhookEvent) -> None:
    """The provider has customers that are not ours; but what names one of our workspaces should have been known."""
    tenant = reading.tenant_in(event.payload["data"]["object"])
    if is_uuid(tenant) and Account.objects.filter(tenant_id=tenant).exists():
        _end(event, WebhookEvent.State.DEAD, "its customer is nobody's, though its metadata name a workspace")
    else:
        _end(event, WebhookEvent.State.IGNORED, "its customer is none of ours")


def _names_another(event: WebhookEvent, account: Account) -> bool:
    tenant = reading.tenant_in(event.payload["data"]["object"])
    return bool(tenant) and tenant != str(account.tenant_id)


def _end(event: WebhookEvent, state: str, problem: str = "") -> None:
    event.state, event.problem, event.done_at = state, problem, timezone.now()
    event.attempts += 1
    event.save(update_fields=["state", "problem", "done_at", "attempts", "updated_at"])


def _try_again(event: WebhookEvent, problem: str) -> None:
    """A little later each time; in the end somebody has to look at it."""
    if event.attempts >= len(WAITS):
        _end(event, WebhookEvent.State.DEAD, problem)
        return
    event.next_try_at = database_now() + WAITS[event.attempts]
    event.attempts += 1
    event.problem = problem
    event.save(update_fields=["next_try_at", "attempts", "problem", "updated_at"])
    later("billing.apply_event", run_after=event.next_try_at, event_id=event.pk)


@transaction.atomic
def sweep_events() -> int:
    """Queue what was left behind: waiting for longer than any try takes, and nobody on the way to it."""
    left = WebhookEvent.objects.select_for_update(skip_locked=True).filter(
        state=WebhookEvent.State.PENDING, next_try_at__lte=database_now() - timedelta(minutes=2)
    )
    found = list(left.order_by("next_try_at")[:MOST_AT_ONCE])
    for event in found:
        event.next_try_at = database_now()
        event.save(update_fields=["next_try_at", "updated_at"])
        later("billing.apply_event", event_id=event.pk)
    return len(found)


@transaction.atomic
def replay_event(event: WebhookEvent) -> None:
    """Apply it once more, whatever came of it before; what is applied is what the provider says now."""
    row = WebhookEvent.objects.select_for_update().get(pk=event.pk)
    row.state, row.attempts, row.next_try_at, row.problem = WebhookEvent.State.PENDING, 0, database_now(), ""
    row.save(update_fields=["state", "attempts", "next_try_at", "problem", "updated_at"])
    later("billing.apply_event", event_id=row.pk)
