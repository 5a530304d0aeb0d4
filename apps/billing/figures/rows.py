"""Reads what the figures are made of: a fixed number of statements, however many accounts there are."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    Count,
    DateTimeField,
    Exists,
    F,
    Func,
    JSONField,
    Max,
    Min,
    OuterRef,
    Q,
    Sum,
    TextField,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, TruncMonth

from apps.billing.catalogue import LIFETIME, MODULE, ONCE, YEAR
from apps.billing.figures.failures import Failure
from apps.billing.figures.lines import PaidLine, SubscriptionState
from apps.billing.figures.months import YEAR_MONTHS, Timeline
from apps.billing.figures.revenue import REFUNDS, REVENUE, BookSum
from apps.billing.figures.trials import Trial
from apps.billing.models import Invoice, KnownPrice, LedgerEntry, Payment, Subscription, WebhookEvent
from apps.marketplace.models import License

PAID, SUCCEEDED = "paid", "succeeded"
# A payment that ended so, and says why, failed; without a reason nobody has tried yet.
FAILED = ("requires_payment_method", "canceled")
# What is paid by the month and is in force at the first moment was invoiced within so many months before.
LATE_MONTHS = 2


class FirstPaid(NamedTuple):
    """When a payer first paid for something that recurs, and when each subscription was first paid for."""

    payers: dict[UUID, datetime]
    subscriptions: dict[str, datetime]


def currencies() -> list[str]:
    """In which something was earned, the one with most bookings first."""
    rows = LedgerEntry.objects.filter(book__startswith=REVENUE).values("unit").annotate(bookings=Count("id"))
    return list(rows.order_by("-bookings", "unit").values_list("unit", flat=True))


class _EachLine(Func):
    """The lines of an invoice, a row for each: the database takes them apart quicker than we do."""

    function = "jsonb_array_elements"
    output_field = JSONField()
    set_returning = True


def _of_line(name: str, field: Any) -> Cast:
    return Cast(KeyTextTransform(name, _EachLine("lines")), field)


def paid_lines(currency: str, timeline: Timeline) -> tuple[list[PaidLine], set[str]]:
    """Lines of paid invoices of subscriptions, and the invoices among them that were paid back as a whole."""
    start = timeline.before.start
    lately, long_ago = timeline.before.plus(-LATE_MONTHS).start, timeline.before.plus(-YEAR_MONTHS - 1).start
    found: Any = (
        Invoice.objects.filter(currency=currency, status=PAID, issued_at__gte=long_ago)
        .exclude(subscription_id="")
        .annotate(text=Cast("lines", TextField()))
        .filter(Q(issued_at__gte=lately) | Q(text__contains=f":{YEAR}"))
        .order_by("issued_at", "id")
    )
    rows = found.annotate(
        key=_of_line("key", TextField()),
        quantity=_of_line("quantity", BigIntegerField()),
        amount=_of_line("amount", BigIntegerField()),
        began=_of_line("period_start", DateTimeField()),
        ends=_of_line("period_end", DateTimeField()),
    ).values_list(
        *("amount_paid", "refunded", "dispute_lost", "account_id", "stripe_id", "subscription_id"),
        *("key", "quantity", "amount", "began", "ends"),
    )
    lines, gone = [], set()
    for amount_paid, refunded, is_lost, *fields in rows:
        line = PaidLine._make(fields)
        if is_lost or 0 < amount_paid <= refunded:
            gone.add(line.invoice)
        if line.end > start and not line.key.endswith((f":{ONCE}", f":{LIFETIME}")):
            lines.append(line)
    return lines, gone


def reversals(invoices: set[str]) -> dict[str, datetime]:
    """When the money of each invoice went back, as the ledger has it."""
    if not invoices:
        return {}
    asked = Payment.objects.filter(invoice_id__in=invoices, received__gt=0).order_by("paid_at")
    payments = list(asked.values_list("invoice_id", "stripe_id", "account_id", "received", "dispute", "paid_at"))
    refunds: dict[str, datetime] = {}
    lost: dict[UUID, list[tuple[datetime, int]]] = defaultdict(list)
    taken_back = Q(transaction__kind="refund", book="stripe") | Q(transaction__kind="dispute-lost", book="disputes")
    payers = {payment[2] for payment in payments}
    rows = LedgerEntry.objects.filter(taken_back, transaction__account__in=payers).order_by("transaction__happened_at")
    for kind, key, payer, at, amount in rows.values_list(
        *("transaction__kind", "transaction__source_key", "transaction__account_id"),
        *("transaction__happened_at", "amount"),
    ):
        if kind == "refund":
            refunds[key.split(":")[1]] = at
        else:
            lost[payer].append((at, -amount))
    found: dict[str, datetime] = {}
    for invoice, payment, payer, received, dispute, paid_at in payments:
        # A dispute is booked without its payment: the one of the same sum, otherwise the first one since.
        since = [one for one in lost[payer] if one[0] >= paid_at]
        same = [one for one in since if one[1] == received]
        at = (same or since)[0][0] if dispute == "lost" and since else refunds.get(payment)
        found[invoice] = max(at or paid_at, found.get(invoice, paid_at))
    return found


def subscription_states(currency: str) -> tuple[dict[str, SubscriptionState], dict[str, datetime]]:
    """How each subscription is, and of those that began with a trial, when that ended or will."""
    states, trial_ends = {}, {}
    rows = Subscription.objects.filter(currency=currency).order_by()
    for name, status, ended, trial_end in rows.values_list("stripe_id", "status", "ended_at", "trial_end"):
        states[name] = SubscriptionState(status, ended)
        if trial_end is not None:
            trial_ends[name] = min(trial_end, ended) if ended else trial_end
    return states, trial_ends


def first_paid(currency: str) -> FirstPaid:
    """By invoices that brought money."""
    rows = (
        Invoice.objects.filter(currency=currency, status=PAID, amount_paid__gt=0)
        .exclude(subscription_id="")
        .order_by()
        .values("account_id", "subscription_id")
        .annotate(at=Min("issued_at"), paid=Min("paid_at"))
    )
    found = FirstPaid({}, {})
    for row in rows:
        payer, at = row["account_id"], row["at"]
        found.payers[payer] = min(at, found.payers.get(payer, at))
        found.subscriptions[row["subscription_id"]] = row["paid"] or at
    return found


def listed_prices(currency: str) -> dict[str, list[int]]:
    """What each thing cost by the list, now and before."""
    found: dict[str, list[int]] = defaultdict(list)
    rows = KnownPrice.objects.filter(currency__iexact=currency).order_by("-is_current", "-id")
    for key, amount in rows.values_list("key", "unit_amount"):
        found[key].append(amount)
    return found


def book_sums(currency: str, timeline: Timeline) -> list[BookSum]:
    """What the books of revenue and refunds got each month."""
    rows = (
        LedgerEntry.objects.filter(Q(book__startswith=REVENUE) | Q(book__startswith=REFUNDS), unit=currency)
        .filter(transaction__happened_at__gte=timeline.start)
        .order_by()
        .values(month=TruncMonth("transaction__happened_at", tzinfo=UTC), name=F("book"))
        .annotate(sum=Sum("amount"))
    )
    return [BookSum(row["month"], row["name"], int(row["sum"])) for row in rows]


def own_trials(timeline: Timeline) -> Iterator[Trial]:
    """Our own: a license per company and module, which was on trial once, and the first money for the module."""
    licenses = (
        License.objects.filter(trial_started_at__gte=timeline.start.replace(year=timeline.start.year - 1))
        .order_by()
        .annotate(left_at=Max("changes__at", filter=Q(changes__from_state=License.State.TRIALING)))
        .values_list("tenant_id", "module", "kind", "ends_at", "left_at")
    )
    prefix = f"{REVENUE}{MODULE}:"
    bookings = (
        LedgerEntry.objects.filter(book__startswith=prefix, transaction__account__membership=None)
        .order_by()
        .values("book", tenant=F("transaction__account__tenant_id"))
        .annotate(at=Min("transaction__happened_at"))
    )
    paid: dict[tuple[UUID, str], datetime] = {}
    for row in bookings:
        thing = (row["tenant"], row["book"].removeprefix(prefix).partition(":")[0])
        paid[thing] = min(row["at"], paid.get(thing, row["at"]))
    for tenant, module, kind, ends_at, left_at in licenses:
        ended = ends_at if kind == License.Kind.TRIAL else left_at
        if ended is not None:
            yield Trial(ended, paid.get((tenant, module)), is_ours=True)


def failures(currency: str, timeline: Timeline) -> list[Failure]:
    """Invoices that were tried more than once, or of which a payment failed; and payments without an invoice."""
    told = WebhookEvent.objects.filter(object_id=OuterRef("stripe_id"))
    failed = Payment.objects.filter(status__in=FAILED).exclude(problem="")
    invoices = (
        Invoice.objects.filter(currency=currency, issued_at__gte=timeline.start, amount_due__gt=0)
        .filter(
            Q(attempts__gt=1)
            | Exists(failed.filter(invoice_id=OuterRef("stripe_id")))
            | Exists(told.filter(type="invoice.payment_failed"))
        )
        .order_by()
        .values_list("issued_at", "amount_due", "status")
    )
    payments = (
        Payment.objects.filter(currency=currency, invoice_id="", paid_at__gte=timeline.start, amount__gt=0)
        .filter((Q(status__in=FAILED) & ~Q(problem="")) | Exists(told.filter(type="payment_intent.payment_failed")))
        .order_by()
        .values_list("paid_at", "amount", "status")
    )
    return [
        Failure(at, amount, status in {PAID, SUCCEEDED}) for at, amount, status in invoices.union(payments, all=True)
    ]
