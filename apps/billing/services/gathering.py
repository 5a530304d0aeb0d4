"""Fetching what an event is about, as it is at the provider now, with everything that hangs on it. Writes nothing."""

from collections.abc import Callable

import structlog

from apps.billing import reading
from apps.billing.models import Order, Payment, Subscription
from apps.billing.provider import GoneError, ProviderRefusedError, Thing, provider
from apps.billing.services.applying import Found
from apps.core.ids import is_uuid

log = structlog.get_logger(__name__)


class Gathering:
    """Each object is fetched once, however many others name it."""

    def __init__(self) -> None:
        self.found = Found()
        self.customer_id = ""

    def gather(self, kind: str, object_id: str) -> Found:
        """Begin with one object; GoneError when the provider does not know it."""
        steps = {
            "checkout.session": self.session,
            "subscription": self.subscription,
            "invoice": self.invoice,
            "payment_intent": self.intent,
            "charge": self.charge,
            "refund": self.refund,
            "dispute": self.dispute,
        }
        steps[kind](object_id)
        return self.found

    def _beside(self, step: Callable[[str], None], object_id: str) -> None:
        """Something that hangs on what was asked for: what is refused of it is left out, and reconciled later."""
        try:
            step(object_id)
        except ProviderRefusedError as problem:
            log.warning("billing.left_out", object=object_id, problem=problem.code)

    def _own(self, thing: Thing) -> Thing:
        self.customer_id = self.customer_id or reading.customer_of(thing)
        return thing

    def session(self, object_id: str) -> None:
        if not object_id or object_id in self.found.sessions:
            return
        session = self.found.sessions[object_id] = self._own(provider().fetch("checkout.session", object_id))
        self._beside(self.intent, reading.id_of(session.get("payment_intent")))
        self._beside(self.subscription, reading.id_of(session.get("subscription")))

    def subscription(self, object_id: str) -> None:
        if not object_id or object_id in self.found.subscriptions:
            return
        try:
            thing = self._own(provider().fetch("subscription", object_id))
        except GoneError:
            self.found.gone_subscriptions.add(object_id)
            known = Subscription.objects.filter(stripe_id=object_id).select_related("account").first()
            if known is None:
                raise
            self.customer_id = self.customer_id or str(known.account.customer_id)
            return
        self.found.subscriptions[object_id] = thing
        self._beside(self.invoice, reading.id_of(thing.get("latest_invoice")))
        self._order_of(thing, subscription_id=object_id)

    def _order_of(self, thing: Thing, *, subscription_id: str = "") -> None:
        """How the order that it was bought with is paid, until that is known."""
        open_orders = Order.objects.exclude(state__in=[Order.State.PAID, Order.State.REFUNDED]).exclude(session_id=None)
        order_id = reading.order_in(thing)
        order = open_orders.filter(pk=order_id).first() if is_uuid(order_id) else None
        if order is None and subscription_id:
            order = open_orders.filter(subscription_id=subscription_id).first()
        if order is not None:
            self._beside(self.session, str(order.session_id))

    def invoice(self, object_id: str) -> None:
        if not object_id or object_id in self.found.invoices:
            return
        thing = self.found.invoices[object_id] = self._own(provider().fetch("invoice", object_id))
        for intent_id in reading.payment_intents_of_invoice(thing):
            self._beside(self.intent, intent_id)
        self._beside(self.subscription, reading.subscription_of_invoice(thing))

    def intent(self, object_id: str) -> None:
        if not object_id or object_id in self.found.intents:
            return
        thing = self.found.intents[object_id] = self._own(provider().fetch("payment_intent", object_id))
        self._beside(self.charge, reading.id_of(thing.get("latest_charge")))
        self._order_of(thing)
        known = Payment.objects.filter(stripe_id=object_id).exclude(invoice_id="").first()
        if known is None and not reading.order_in(thing):
            self._beside(self.invoice, self._invoice_paid_by(object_id))

    def _invoice_paid_by(self, intent_id: str) -> str:
        """A payment does not name its invoice; who asks for payments of invoices by it finds out."""
        try:
            asked = {"type": "payment_intent", "payment_intent": intent_id}
            return next(
                (reading.id_of(row["invoice"]) for row in provider().each("invoice_payment", payment=asked)), ""
            )
        except ProviderRefusedError:
            return ""

    def charge(self, object_id: str) -> None:
        if not object_id or object_id in self.found.charges:
            return
        thing = self.found.charges[object_id] = self._own(provider().fetch("charge", object_id))
        self._beside(self.intent, reading.id_of(thing.get("payment_intent")))

    def refund(self, object_id: str) -> None:
        thing = self._own(provider().fetch("refund", object_id))
        self._beside(self.charge, reading.id_of(thing.get("charge")))
        self._beside(self.intent, reading.id_of(thing.get("payment_intent")))

    def dispute(self, object_id: str) -> None:
        thing = self.found.disputes[object_id] = self._own(provider().fetch("dispute", object_id))
        self._beside(self.charge, reading.id_of(thing.get("charge")))
        self._beside(self.intent, reading.id_of(thing.get("payment_intent")))
