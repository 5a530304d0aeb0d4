"""How invoices, payments and the statement of credits can be filtered, sorted and exported."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.billing.catalogue import CREDIT_SECONDS, item_named, main_unit
from apps.billing.models import Invoice, LedgerEntry, Payment
from apps.core.listing import Column, Export, Filter, Listing
from apps.core.modules import Text

OPEN, PAID, VOID, LOST, BACK = "open", "paid", "void", "uncollectible", "back"
INVOICE_STATES: dict[str, Text] = {
    OPEN: _("Open"),
    PAID: _("Paid"),
    BACK: _("Paid back"),
    VOID: _("Void"),
    LOST: _("Written off"),
}


def invoice_state(invoice: Invoice) -> str:
    """One of INVOICE_STATES; what the provider invents later stands as it is called there."""
    return BACK if invoice.is_reversed else invoice.status


def _of_invoices(state: str) -> Q:
    went_back = Q(dispute_lost=True) | Q(amount_paid__gt=0, refunded__gte=F("amount_paid"))
    return went_back if state == BACK else Q(status=state) & ~went_back


class InvoiceListing(Listing):
    """Invoices, the newest first."""

    name = "billing.invoices"
    columns = (
        Column("number", _("Number"), ("number",)),
        Column("issued", _("Issued"), ("issued_at",), "medium", hidden_below="sm", descending_first=True),
        Column("state", _("State"), ("status",), "medium"),
        Column("total", _("Sum"), ("total",), "medium", at_end=True, descending_first=True),
    )
    filters = (Filter("state", _("State"), tuple(INVOICE_STATES.items()), _of_invoices),)
    search_fields = ("number",)
    default_sort = "-issued"


INVOICE_EXPORT = Export(
    "invoices",
    (
        *(_("Number"), _("Issued"), _("Due"), _("Paid"), _("State"), _("Net"), _("Tax"), _("Sum"), _("Paid back")),
        *(_("Currency"), _("Page")),
    ),
    lambda one: (
        *(one.number, one.issued_at.isoformat(), one.due_at.isoformat() if one.due_at else ""),
        *(one.paid_at.isoformat() if one.paid_at else "", INVOICE_STATES.get(invoice_state(one), one.status)),
        *(main_unit(one.total - one.tax, one.currency), main_unit(one.tax, one.currency)),
        *(main_unit(one.total, one.currency), main_unit(one.refunded, one.currency), one.currency, one.page_url),
    ),
)

FAILED, UNDER_WAY, DISPUTED, CANCELED, PARTLY = "failed", "under-way", "disputed", "canceled", "partly-back"
PAYMENT_STATES: dict[str, Text] = {
    PAID: _("Paid"),
    FAILED: _("Failed"),
    UNDER_WAY: _("Under way"),
    BACK: _("Paid back"),
    PARTLY: _("Partly paid back"),
    DISPUTED: _("Disputed"),
    CANCELED: _("Canceled"),
}
SUCCEEDED = "succeeded"
# Whoever has to try again is told why; what waits for the bank or for a word of the buyer is under way.
UNPAID = "requires_payment_method"
ENDED = (SUCCEEDED, UNPAID, CANCELED)


def payment_state(payment: Payment) -> str:
    """One of PAYMENT_STATES."""
    if payment.dispute == "open":
        return DISPUTED
    if payment.is_reversed:
        return BACK
    if payment.refunded > 0:
        return PARTLY
    named = {SUCCEEDED: PAID, UNPAID: FAILED, CANCELED: CANCELED}
    return named.get(payment.status, UNDER_WAY)


def _of_payments(state: str) -> Q:
    disputed, lost = Q(dispute="open"), Q(dispute="lost")
    back = lost | Q(received__gt=0, refunded__gte=F("received"))
    partly = Q(refunded__gt=0) & ~back
    plain = ~disputed & ~back & ~partly
    conditions = {
        DISPUTED: disputed,
        BACK: back & ~disputed,
        PARTLY: partly & ~disputed,
        PAID: plain & Q(status=SUCCEEDED),
        FAILED: plain & Q(status=UNPAID),
        CANCELED: plain & Q(status=CANCELED),
    }
    return conditions.get(state, plain & ~Q(status__in=ENDED))


class PaymentListing(Listing):
    """Payments, the newest first, those that failed too."""

    name = "billing.payments"
    columns = (
        Column("at", _("Day"), ("paid_at",), "medium", descending_first=True),
        Column("method", _("Paid with"), ("method",), hidden_below="sm"),
        Column("state", _("State"), ("status",), "wide"),
        Column("amount", _("Amount"), ("amount",), "medium", at_end=True, descending_first=True),
    )
    filters = (Filter("state", _("State"), tuple(PAYMENT_STATES.items()), _of_payments),)
    search_fields = ("method", "problem")
    default_sort = "-at"


PAYMENT_EXPORT = Export(
    "payments",
    (_("Day"), _("Paid with"), _("State"), _("Why"), _("Amount"), _("Received"), _("Paid back"), _("Currency")),
    lambda one: (
        *(one.paid_at.isoformat(), one.method, PAYMENT_STATES[payment_state(one)], one.problem),
        *(main_unit(one.amount, one.currency), main_unit(one.received, one.currency)),
        *(main_unit(one.refunded, one.currency), one.currency),
    ),
)

CREDIT_KINDS: dict[str, Text] = {
    "credits-granted": _("Credits came in"),
    "credits-held": _("Set aside for a session"),
    "credits-spent": _("Left over from a session"),
    "credits-released": _("Given back: the session did not take place"),
    "credits-expired": _("Expired"),
    "credits-taken-back": _("Taken back, as the money was paid back"),
    "credits-given-again": _("Given again, as the money came again"),
}


# What is written down in the ledger, which nobody translates later.
REFERENCES: dict[str, Text] = {
    "referral:welcome": _("Came by a recommendation"),
    "referral:reward": _("Somebody came by your recommendation"),
}


def credits_of(entry: LedgerEntry) -> int:
    """Whole credits, as they are given and spent."""
    return int(entry.amount / CREDIT_SECONDS)


def reference_of(entry: LedgerEntry) -> Text:
    """What it was for: the thing of the price list, or the words that were written down."""
    note = entry.transaction.note
    item = item_named(note)
    return item.title if item else REFERENCES.get(note, note)


class CreditListing(Listing):
    """The statement of credits, the newest first."""

    name = "billing.credits"
    columns = (
        Column("at", _("Day"), ("transaction__at",), "medium", descending_first=True),
        Column("what", _("What"), ("transaction__kind",)),
        Column("credits", _("Credits"), ("amount",), "medium", at_end=True, descending_first=True),
    )
    filters = (Filter("what", _("What"), tuple(CREDIT_KINDS.items()), lambda value: Q(transaction__kind=value)),)
    search_fields = ("transaction__note",)
    default_sort = "-at"


CREDIT_EXPORT = Export(
    "credits",
    (_("Day"), _("What"), _("Reference"), _("Credits")),
    lambda one: (
        *(one.transaction.at.isoformat(), CREDIT_KINDS.get(one.transaction.kind, one.transaction.kind)),
        *(reference_of(one), credits_of(one)),
    ),
)
