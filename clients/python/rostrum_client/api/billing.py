"""Calls of billing. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Unpack

from rostrum_client import types as t
from rostrum_client.connection import Connection
from rostrum_client.pages import Pages


class Billing:
    """What can be asked below billing/."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def checkout_create_payment_intent_create(self, body: t.Checkout) -> t.PaymentIntent:
        """Order something that is paid at once, by a form of one's own: the secret that this form needs."""
        return self._connection.ask("POST", "billing/checkout/create-payment-intent/", body=body)

    def checkout_create_session_create(self, body: t.Checkout) -> t.CheckoutSession:
        """Order something: the address of a page at which it is paid. It opens when the payment has come."""
        return self._connection.ask("POST", "billing/checkout/create-session/", body=body)

    def credits_list(self, **query: Unpack[t.BillingCreditsListQuery]) -> Pages[t.CreditEntry]:
        """The statement of credits, the newest first."""
        return Pages(self._connection, "billing/credits/", query=query)

    def invoices_list(self, **query: Unpack[t.BillingInvoicesListQuery]) -> Pages[t.Invoice]:
        """The newest first."""
        return Pages(self._connection, "billing/invoices/", query=query)

    def invoices_retrieve(self, id: str) -> t.Invoice:
        """One invoice."""
        return self._connection.ask("GET", f"billing/invoices/{id}/")

    def overview_retrieve(self) -> t.Overview:
        """Everything at a glance."""
        return self._connection.ask("GET", "billing/overview/")

    def payment_methods_list(self, **query: Unpack[t.BillingPaymentMethodsListQuery]) -> Pages[t.Method]:
        """The default first."""
        return Pages(self._connection, "billing/payment-methods/", query=query)

    def payment_methods_destroy(self, method: str) -> None:
        """Forget it; the last one stays while a subscription has to be paid."""
        self._connection.ask("DELETE", f"billing/payment-methods/{method}/")

    def payment_methods_set_default(self, method: str) -> list[t.Method]:
        """Pay with it from now on."""
        return self._connection.ask("POST", f"billing/payment-methods/{method}/set-default/")

    def payments_list(self, **query: Unpack[t.BillingPaymentsListQuery]) -> Pages[t.Payment]:
        """The newest first, those that failed too."""
        return Pages(self._connection, "billing/payments/", query=query)

    def portal_create(self) -> t.Portal:
        """The address of the provider's own page for methods, address, tax id and invoices."""
        return self._connection.ask("POST", "billing/portal/")

    def quote_retrieve(self, **query: Unpack[t.BillingQuoteRetrieveQuery]) -> t.Quote:
        """What one piece of live work costs, by its kind and difficulty; nothing is ordered."""
        return self._connection.ask("GET", "billing/quote/", query=query)

    def referral_retrieve(self) -> t.Referral:
        """One's own code, made with the first look, and what came of it."""
        return self._connection.ask("GET", "billing/referral/")

    def referral_redeem_create(self, body: t.Redeem) -> t.Referral:
        """Say whose code brought you: once, in the first 30 days, before anything is bought."""
        return self._connection.ask("POST", "billing/referral/redeem/", body=body)

    def subscriptions_list(self, **query: Unpack[t.BillingSubscriptionsListQuery]) -> Pages[t.Subscription]:
        """The newest first, those that are over too."""
        return Pages(self._connection, "billing/subscriptions/", query=query)

    def subscriptions_retrieve(self, id: str) -> t.Subscription:
        """One subscription."""
        return self._connection.ask("GET", f"billing/subscriptions/{id}/")

    def subscriptions_cancel_create(self, id: str) -> t.Subscription:
        """End it with what is paid for; until then everything stays open."""
        return self._connection.ask("POST", f"billing/subscriptions/{id}/cancel/")

    def subscriptions_items_create(self, id: str, body: t.AddedModule) -> t.Subscription:
        """Put another module on it, paid in proportion at once; a payment that fails leaves it as it was."""
        return self._connection.ask("POST", f"billing/subscriptions/{id}/items/", body=body)

    def subscriptions_items_quote(self, id: str, body: t.AddedModule) -> t.SeatQuote:
        """What the module would cost now and from the next period on; nothing is changed."""
        return self._connection.ask("POST", f"billing/subscriptions/{id}/items/quote/", body=body)

    def subscriptions_items_destroy(self, id: str, item: str) -> None:
        """Take the module off with the end of what is paid for; until then it is there with `next_quantity` 0."""
        self._connection.ask("DELETE", f"billing/subscriptions/{id}/items/{item}/")

    def subscriptions_items_keep(self, id: str, item: str) -> t.Subscription:
        """Take that back before its day."""
        return self._connection.ask("POST", f"billing/subscriptions/{id}/items/{item}/keep/")

    def subscriptions_plan_create(self, id: str, body: t.PlanChange) -> t.Subscription:
        """Another plan: a larger one at once and in proportion, a smaller one with the difference credited."""
        return self._connection.ask("POST", f"billing/subscriptions/{id}/plan/", body=body)

    def subscriptions_reactivate_create(self, id: str) -> t.Subscription:
        """Take a cancellation back before its day."""
        return self._connection.ask("POST", f"billing/subscriptions/{id}/reactivate/")

    def subscriptions_seats_create(self, id: str, body: t.SeatChange) -> t.Subscription:
        """More seats at once and in proportion, fewer from the next period on."""
        return self._connection.ask("POST", f"billing/subscriptions/{id}/seats/", body=body)

    def subscriptions_seats_quote_create(self, id: str, body: t.SeatChange) -> t.SeatQuote:
        """What so many seats would cost, and who would lose one; nothing is changed."""
        return self._connection.ask("POST", f"billing/subscriptions/{id}/seats/quote/", body=body)
