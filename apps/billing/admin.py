"""Money in the platform's admin: everything can be looked at, events can be applied again, nothing can be edited."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import display

from apps.billing import admin_use  # noqa: F401 -- registers its tables
from apps.billing.admin_figures import FiguresPages
from apps.billing.catalogue import CREDIT_SECONDS, main_unit
from apps.billing.models import (
    Account,
    CreditHold,
    CreditLot,
    Invoice,
    KnownPrice,
    LedgerEntry,
    LedgerTransaction,
    Order,
    Payment,
    Reconciliation,
    Subscription,
    SubscriptionItem,
    Ticket,
    WebhookEvent,
)
from apps.billing.services import grant_credits, replay_event
from apps.billing.services.metering import reported_until
from apps.core import formats
from apps.core.admin_deeds import Deed, DeedForm, ReasonForm, ShownAdmin, ShownInline
from apps.core.admin_sites import platform_admin
from apps.core.admin_tables import ReadOnlyAdmin

STATES = {"pending": "info", "done": "success", "ignored": "info", "dead": "danger"}


class NoForm(DeedForm):
    """Nothing has to be known."""


class GrantForm(ReasonForm):
    """How many credits, and why."""

    number = forms.IntegerField(label=_("Credits"), min_value=1, max_value=1000)


def _replay(event: WebhookEvent, **_given: Any) -> None:
    replay_event(event)


def _grant(account: Account, *, number: int, reason: str) -> None:
    grant_credits(
        account, number=number, source_key=f"staff:{account.pk}:{account.updated_at.isoformat()}", note=reason
    )


@admin.register(WebhookEvent, site=platform_admin)
class WebhookEventAdmin(ShownAdmin):
    """What the provider sent; those that were given up wait here for somebody."""

    list_display = ("created_at", "type", "object_id", "shown_state", "attempts", "next_try_at", "done_at")
    list_filter = ("state", "object_type", ("created_at", RangeDateFilter))
    list_filter_submit = True
    search_fields = ("event_id", "type", "object_id", "customer_id")
    fields = (
        *("event_id", "type", "object_type", "object_id", "customer_id", "api_version", "livemode", "state"),
        *("attempts", "next_try_at", "done_at", "problem", "created_at", "payload"),
    )
    deeds = (
        Deed(
            "replay",
            _("Apply again"),
            _("What is applied is what the provider says now, so that nothing is done twice."),
            "billing.replay_event",
            _replay,
            form=NoForm,
            icon="replay",
        ),
    )

    @display(description=_("state"), ordering="state", label=STATES)
    def shown_state(self, event: WebhookEvent) -> tuple[str, str]:
        return event.state, str(event.get_state_display())


@admin.register(Account, site=platform_admin)
class AccountAdmin(ShownAdmin):
    list_display = ("__str__", "customer_id", "credits", "created_at")
    search_fields = ("tenant__name", "tenant__slug", "customer_id", "membership__user__email")
    list_select_related = ("tenant", "membership__user")
    fields = (
        *("tenant", "membership", "customer_id", "customer_at", "customer_deleted_at", "credits", "held_seconds"),
        "reported_until",
    )
    readonly_fields = ("credits", "reported_until")
    deeds = (
        Deed(
            *("grant_credits", _("Grant credits"), _("They stay until they are spent.")),
            *("billing.change_account", _grant),
            form=GrantForm,
            icon="add_card",
        ),
    )

    @admin.display(description=_("credits"), ordering="credit_seconds")
    def credits(self, account: Account) -> int:
        return account.credit_seconds // CREDIT_SECONDS

    @admin.display(description=_("use reported until"))
    def reported_until(self, account: Account) -> str:
        found = reported_until(account)
        return formats.moment(found) if found else ""


class MoneyAdmin(ReadOnlyAdmin):
    """Rows of one account, with sums as people read them."""

    list_select_related = ("account__tenant", "account__membership__user")
    list_filter_submit = True

    @admin.display(description=_("sum"))
    def sum(self, row: Any) -> str:
        amount = getattr(row, "total", None)
        return formats.money(main_unit(row.amount if amount is None else amount, row.currency), row.currency)


@admin.register(Order, site=platform_admin)
class OrderAdmin(MoneyAdmin):
    list_display = ("created_at", "account", "__str__", "sum", "state", "paid_at")
    list_filter = ("state", "period", ("created_at", RangeDateFilter))
    search_fields = ("account__tenant__name", "session_id", "payment_intent_id", "subscription_id")


class ItemsOfSubscription(ShownInline):
    """What it holds."""

    model = SubscriptionItem
    fields = ("key", "quantity", "next_quantity", "unit_amount", "period_start", "period_end")
    show_change_link = False


@admin.register(Subscription, site=platform_admin)
class SubscriptionAdmin(ReadOnlyAdmin):
    list_display = ("started_at", "account", "status", "cancel_at_period_end", "stripe_id")
    list_filter = ("status", "cancel_at_period_end", ("started_at", RangeDateFilter))
    list_filter_submit = True
    search_fields = ("account__tenant__name", "account__tenant__slug", "stripe_id")
    list_select_related = ("account__tenant", "account__membership__user")
    fields = (
        *("account", "stripe_id", "status", "started_at", "trial_end", "cancel_at_period_end", "cancel_at"),
        *("ended_at", "past_due_since", "latest_invoice_id", "currency"),
    )
    inlines = (ItemsOfSubscription,)


@admin.register(Invoice, site=platform_admin)
class InvoiceAdmin(MoneyAdmin):
    list_display = ("issued_at", "account", "number", "sum", "status", "paid_at")
    list_filter = ("status", ("issued_at", RangeDateFilter))
    search_fields = ("account__tenant__name", "number", "stripe_id")


@admin.register(Payment, site=platform_admin)
class PaymentAdmin(MoneyAdmin):
    list_display = ("paid_at", "account", "sum", "status", "method", "problem", "dispute")
    list_filter = ("status", "dispute", ("paid_at", RangeDateFilter))
    search_fields = ("account__tenant__name", "stripe_id", "charge_id", "invoice_id")


class EntriesOfTransaction(ShownInline):
    """They sum to 0."""

    model = LedgerEntry
    fields = ("book", "amount", "unit")
    show_change_link = False


@admin.register(LedgerTransaction, site=platform_admin)
class LedgerTransactionAdmin(FiguresPages, ReadOnlyAdmin):
    """The database refuses every change."""

    list_display = ("at", "account", "kind", "source_key", "note")
    list_filter = ("kind", ("at", RangeDateFilter))
    list_filter_submit = True
    search_fields = ("account__tenant__name", "source_key", "note")
    list_select_related = ("account__tenant", "account__membership__user")
    fields = ("account", "kind", "source_key", "note", "happened_at", "at")
    inlines = (EntriesOfTransaction,)


@admin.register(LedgerEntry, site=platform_admin)
class LedgerEntryAdmin(ReadOnlyAdmin):
    """For sums and exports by book."""

    list_display = ("transaction", "book", "amount", "unit")
    list_filter = ("unit",)
    search_fields = ("book", "transaction__source_key", "transaction__account__tenant__name")
    list_select_related = ("transaction",)


@admin.register(SubscriptionItem, site=platform_admin)
class SubscriptionItemAdmin(ReadOnlyAdmin):
    """What is sold by subscription, and until when it is paid for."""

    list_display = ("subscription", "key", "quantity", "next_quantity", "unit_amount", "period_end")
    list_filter = (("period_end", RangeDateFilter),)
    list_filter_submit = True
    search_fields = ("key", "stripe_id", "price_id", "subscription__account__tenant__name")
    list_select_related = ("subscription__account__tenant", "subscription__account__membership__user")


@admin.register(CreditLot, site=platform_admin)
class CreditLotAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "account", "source_key", "seconds", "left", "expires_at")
    list_select_related = ("account__tenant", "account__membership__user")
    search_fields = ("account__tenant__name", "source_key")


@admin.register(CreditHold, site=platform_admin)
class CreditHoldAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "account", "key", "seconds", "used_seconds", "captured", "state", "expires_at")
    list_filter = ("state",)
    list_select_related = ("account__tenant", "account__membership__user")
    search_fields = ("account__tenant__name", "key")


@admin.register(Ticket, site=platform_admin)
class TicketAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "account", "key", "used_at", "used_for", "taken_back_at")
    list_filter = (("created_at", RangeDateFilter),)
    list_filter_submit = True
    list_select_related = ("account__tenant", "account__membership__user")
    search_fields = ("account__tenant__name", "key", "used_for")


@admin.register(KnownPrice, site=platform_admin)
class KnownPriceAdmin(ReadOnlyAdmin):
    list_display = ("key", "unit_amount", "currency", "price_id", "is_current", "at")
    list_filter = ("is_current",)
    search_fields = ("key", "price_id", "product_id")


@admin.register(Reconciliation, site=platform_admin)
class ReconciliationAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "is_whole", "checked", "found", "unanswered")
    search_fields = ("differences", "unanswered")
    list_filter = ("is_whole", ("created_at", RangeDateFilter))
    list_filter_submit = True

    @admin.display(description=_("differences"))
    def found(self, row: Reconciliation) -> int:
        return len(row.differences)
