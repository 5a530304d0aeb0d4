"""What the provider says, compared with what we keep; what differs is mended by the same way that events take.

Nothing is decided here: whatever looks different is fetched and applied. Run twice in a row it finds nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from apps.billing import reading
from apps.billing.models import (
    Account,
    Invoice,
    LedgerEntry,
    Order,
    Payment,
    Reconciliation,
    Subscription,
    WebhookEvent,
)
from apps.billing.models.ledger import SECONDS
from apps.billing.provider import ProviderError, ProviderRefusedError, Thing, provider
from apps.billing.services.accounts import account_of_customer
from apps.billing.services.applying import apply_found
from apps.billing.services.credits import CREDITS, HELD
from apps.billing.services.gathering import Gathering
from apps.billing.services.locks import payer_lock
from apps.core.problems import ProblemError
from apps.core.queue import finish, later_many
from apps.marketplace.models import License

WINDOW = timedelta(hours=24)
# A checkout page that nobody paid ends by itself after a day.
OPEN_ORDERS_FOR = timedelta(days=3)
log = structlog.get_logger(__name__)
Differences = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Suspect:
    """An object that the provider describes otherwise than we do."""

    account: Account
    kind: str
    object_id: str


@dataclass(slots=True)
class _Run:
    since: int | None
    checked: int = 0
    suspects: list[Suspect] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    # By the provider's id of the customer: one question for each, however many things are theirs.
    accounts: dict[str, Account | None] = field(default_factory=dict)

    def account_of(self, thing: Thing) -> Account | None:
        customer_id = reading.customer_of(thing)
        if customer_id not in self.accounts:
            self.accounts[customer_id] = account_of_customer(customer_id)
        return self.accounts[customer_id]


def reconcile(*, whole: bool) -> Reconciliation:
    """Compare everything, or what is younger than a day, and mend it at once; each difference is logged and counted."""
    run = _look(whole=whole)
    row = _write_down(run, whole=whole)
    for suspect in run.suspects:
        try:
            mend(row.pk, suspect)
        except ProblemError as problem:
            _note_unanswered(row, f"{suspect.kind} {suspect.object_id}: {problem.code}")
    row.refresh_from_db()
    return row


def reconcile_later(*, whole: bool) -> None:
    """The same from the clock: what looks different is mended by a task each."""
    run = _look(whole=whole)
    with finish():
        row = _write_down(run, whole=whole)
        calls = [{"run_id": row.pk, "account_id": one.account.pk} | _named(one) for one in run.suspects]
        later_many("billing.mend", calls)


def _named(suspect: Suspect) -> dict[str, Any]:
    return {"kind": suspect.kind, "object_id": suspect.object_id}


def mend_of(run_id: str, *, account_id: str, kind: str, object_id: str) -> None:
    """One of them, by its ids."""
    mend(UUID(run_id), Suspect(Account.objects.select_related("tenant").get(pk=account_id), kind, object_id))


def _look(*, whole: bool) -> _Run:
    run = _Run(None if whole else int((timezone.now() - WINDOW).timestamp()))
    for name, look in (
        ("subscription", _subscriptions),
        ("checkout.session", _orders),
        ("invoice", _invoices),
        ("charge", _charges),
        ("dispute", _disputes),
    ):
        try:
            run.suspects += look(run)
        except (ProviderError, ProviderRefusedError) as problem:
            run.unanswered.append(f"{name}: {problem.code}")
    return run


@transaction.atomic
def _write_down(run: _Run, *, whole: bool) -> Reconciliation:
    differences = _wrong_balances()
    _log(differences)
    return Reconciliation.objects.create(
        is_whole=whole, checked=run.checked, differences=differences, unanswered=run.unanswered
    )


def _log(differences: Differences) -> None:
    for one in differences:
        log.warning("billing.difference", **one)


@transaction.atomic
def _note_unanswered(row: Reconciliation, what: str) -> None:
    found = Reconciliation.objects.select_for_update().get(pk=row.pk)
    found.unanswered.append(what)
    found.save(update_fields=["unanswered", "updated_at"])


def _since(run: _Run) -> dict[str, Any]:
    return {} if run.since is None else {"created": {"gte": run.since}}


def _each(run: _Run, kind: str, is_known: Callable[[Thing], bool], **filters: Any) -> Iterator[Suspect]:
    """Those of our customers that we do not have as they are."""
    for thing in provider().each(kind, **filters):
        account = run.account_of(thing)
        if account is None:
            continue
        run.checked += 1
        if not is_known(thing):
            yield Suspect(account, kind, str(thing["id"]))


def _subscriptions(run: _Run) -> Iterator[Suspect]:
    """All of them, as a change makes none of them younger."""
    yield from _each(run, "subscription", _is_known_subscription, status="all")


def _is_known_subscription(thing: Thing) -> bool:
    row = Subscription.objects.filter(stripe_id=thing["id"]).prefetch_related("items").first()
    if row is None:
        return False
    there = sorted(
        (one.stripe_id, one.price_id, one.quantity, one.period_end) for one in reading.subscription_items(thing)
    )
    here = sorted((one.stripe_id, one.price_id, one.quantity, one.period_end) for one in row.items.all())
    same = (
        row.status == thing["status"]
        and row.cancel_at_period_end == bool(thing.get("cancel_at_period_end"))
        and row.cancel_at == reading.moment(thing.get("cancel_at"))
        and row.latest_invoice_id == reading.id_of(thing.get("latest_invoice"))
    )
    return same and there == here


def _orders(run: _Run) -> Iterator[Suspect]:
    """Checkouts of which nothing was heard, and pages that were made and never written down."""
    since = timezone.now() - OPEN_ORDERS_FOR
    yield from _each(run, "checkout.session", _is_known_session, created={"gte": int(since.timestamp())})
    waiting = Order.objects.filter(
        state__in=[Order.State.OPEN, Order.State.PENDING, Order.State.FAILED],
        session_id__isnull=False,
        created_at__gte=since,
    )
    for order in waiting.select_related("account__tenant"):
        run.checked += 1
        yield Suspect(order.account, "checkout.session", str(order.session_id))


def _is_known_session(thing: Thing) -> bool:
    return not reading.order_in(thing) or Order.objects.filter(session_id=thing["id"]).exists()


def _invoices(run: _Run) -> Iterator[Suspect]:
    yield from _each(run, "invoice", _is_known_invoice, **_since(run))


def _is_known_invoice(thing: Thing) -> bool:
    paid = int(thing.get("amount_paid") or 0)
    return Invoice.objects.filter(stripe_id=thing["id"], status=thing["status"], amount_paid=paid).exists()


def _charges(run: _Run) -> Iterator[Suspect]:
    yield from _each(run, "charge", _is_known_charge, **_since(run))


def _is_known_charge(thing: Thing) -> bool:
    refunded = int(thing.get("amount_refunded") or 0)
    if not thing.get("payment_intent") or (thing.get("status") != "succeeded" and not refunded):
        return True
    return Payment.objects.filter(charge_id=thing["id"], refunded=refunded).exists()


def _disputes(run: _Run) -> Iterator[Suspect]:
    """They do not say whose they are: the payment does."""
    for thing in provider().each("dispute", **_since(run)):
        charge_id, state = reading.id_of(thing.get("charge")), reading.dispute_state(thing)
        known = Payment.objects.select_related("account__tenant").filter(charge_id=charge_id).first()
        charge = None if known else provider().fetch("charge", charge_id)
        account = known.account if known else run.account_of(charge or {})
        if account is None or not state:
            continue
        run.checked += 1
        if known is None or known.dispute != state:
            yield Suspect(account, "dispute", str(thing["id"]))


def mend(run_id: UUID, suspect: Suspect) -> None:
    """Fetch and apply it; what changed by that was a difference. Raises what the provider answers."""
    account = suspect.account
    with payer_lock(str(account.customer_id)):
        found = Gathering().gather(suspect.kind, suspect.object_id)
        with finish():
            row = Account.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=account.pk)
            before = _picture(row)
            apply_found(row, found)
            _add(run_id, _between(row, before, _picture(row)))


def _between(account: Account, before: dict[str, str], after: dict[str, str]) -> Differences:
    return [
        {"account": str(account.pk), "what": what, "was": before.get(what, ""), "is": after.get(what, "")}
        for what in sorted(before.keys() | after.keys())
        if before.get(what) != after.get(what)
    ]


def _add(run_id: UUID, differences: Differences) -> None:
    _log(differences)
    if differences:
        row = Reconciliation.objects.select_for_update().get(pk=run_id)
        row.differences += differences
        row.save(update_fields=["differences", "updated_at"])


def _picture(account: Account) -> dict[str, str]:
    """Everything of the account that decides something, in words."""
    found = {}
    for row in Subscription.objects.filter(account=account).prefetch_related("items"):
        items = ", ".join(f"{item.quantity} x {item.key} until {item.period_end:%Y-%m-%d}" for item in row.items.all())
        found[f"subscription {row.stripe_id}"] = f"{row.status} {row.cancel_at_period_end} {items}"
    for order in Order.objects.filter(account=account):
        found[f"order {order.pk}"] = order.state
    for invoice in Invoice.objects.filter(account=account):
        found[f"invoice {invoice.stripe_id}"] = f"{invoice.status} {invoice.amount_paid} {invoice.refunded}"
    for payment in Payment.objects.filter(account=account):
        found[f"payment {payment.stripe_id}"] = f"{payment.status} {payment.refunded} {payment.dispute}"
    for license_ in License.objects.filter(tenant_id=account.tenant_id):
        found[f"license {license_.module}"] = f"{license_.state} {license_.seat_limit} {license_.ends_at}"
    return found


def _wrong_balances() -> Differences:
    """Accounts whose credits are not what the ledger and the lots say; nobody but a person can mend that."""
    books = {
        (row["transaction__account"], row["book"]): row["sum"]
        for row in LedgerEntry.objects.filter(unit=SECONDS, book__in=[CREDITS, HELD])
        .values("transaction__account", "book")
        .annotate(sum=Sum("amount"))
    }
    found = []
    for account in Account.objects.annotate(in_lots=Sum("lots__left")):
        known = (account.credit_seconds, account.held_seconds, account.in_lots or 0)
        booked = (books.get((account.pk, CREDITS), 0), books.get((account.pk, HELD), 0))
        if known != (*booked, booked[0]):
            found.append({"account": str(account.pk), "what": "credits", "was": str(known), "is": str(booked)})
    return found


def drift() -> int:
    """How many differences there were in each of the last two runs, the smaller number: what stays is an alarm."""
    last = [len(row.differences) for row in Reconciliation.objects.all()[:2]]
    return min(last) if len(last) > 1 else 0


def counts() -> dict[str, int]:
    """Events that wait, and those that somebody has to look at."""
    rows = WebhookEvent.objects.filter(state__in=[WebhookEvent.State.PENDING, WebhookEvent.State.DEAD])
    states = list(rows.values_list("state", flat=True))
    return {
        "pending": states.count(WebhookEvent.State.PENDING),
        "dead": states.count(WebhookEvent.State.DEAD),
    }
