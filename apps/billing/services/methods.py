"""Cards and other ways to pay: they stay at the provider, which is asked for them; nothing of them is kept here."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.audit.services import record
from apps.billing import reading
from apps.billing.models import Account, Subscription
from apps.billing.provider import GoneError, Thing, provider
from apps.billing.services.accounts import has_customer
from apps.billing.services.subscriptions import OVER
from apps.core.problems import MissingError, ProblemError


class LastMethodError(ProblemError):
    code = "last-payment-method"
    title = _("A subscription is paid with this.")
    status = 409


@dataclass(frozen=True, slots=True)
class Method:
    """A way to pay, as the provider shows it."""

    id: str
    kind: str
    brand: str
    last4: str
    exp_month: int | None
    exp_year: int | None
    is_default: bool


def methods_of(account: Account | None) -> list[Method]:
    """Those that the provider keeps for the account, the default first. Call it outside of transactions."""
    if account is None or not has_customer(account):
        return []
    try:
        default = _default_of(provider().fetch("customer", str(account.customer_id)))
        rows = list(provider().each("payment_method", customer=account.customer_id))
    except GoneError:
        return []
    return sorted((_method(row, default) for row in rows), key=lambda one: not one.is_default)


def _default_of(customer: Thing) -> str:
    settings: dict[str, Any] = customer.get("invoice_settings") or {}
    return reading.id_of(settings.get("default_payment_method"))


def _method(row: Thing, default: str) -> Method:
    kind = str(row.get("type") or "")
    details = row.get(kind) or {}
    return Method(
        id=str(row["id"]),
        kind=kind,
        brand=str(details.get("brand") or kind),
        last4=str(details.get("last4") or ""),
        exp_month=details.get("exp_month"),
        exp_year=details.get("exp_year"),
        is_default=row["id"] == default,
    )


def _own(account: Account | None, method_id: str) -> Account:
    """The account whose it is; of anybody else's it is unknown."""
    if account is None or not has_customer(account):
        raise MissingError
    try:
        row = provider().fetch("payment_method", method_id)
    except GoneError as error:
        raise MissingError from error
    if reading.customer_of(row) != account.customer_id:
        raise MissingError
    return account


def set_default_method(account: Account | None, method_id: str) -> None:
    """Everything that is due from now on is paid with it."""
    owner = _own(account, method_id)
    key = str(uuid4())
    params = {"invoice_settings": {"default_payment_method": method_id}}
    provider().change("customer", str(owner.customer_id), params, key=key)
    for subscription in Subscription.objects.filter(account=owner).exclude(status__in=OVER):
        # One that was bought at a checkout has a method of its own, which would come first.
        named = {"default_payment_method": method_id}
        provider().change("subscription", subscription.stripe_id, named, key=f"{key}:{subscription.pk}")
    _note(owner, "billing.method-chosen", method_id)


def remove_method(account: Account | None, method_id: str) -> None:
    """Forget it at the provider; refused for the last one while a subscription has to be paid."""
    owner = _own(account, method_id)
    goes_on = Subscription.objects.filter(account=owner, cancel_at_period_end=False).exclude(status__in=OVER).exists()
    if goes_on and len(methods_of(owner)) == 1:
        raise LastMethodError(_("Add another one first, or cancel the subscription."))
    provider().do("payment_method", "detach", method_id, {}, key=str(uuid4()))
    _note(owner, "billing.method-removed", method_id)


@transaction.atomic
def _note(account: Account, action: str, method_id: str) -> None:
    record(action, target=account, label=method_id)


def portal_url(account: Account | None, *, return_url: str) -> str:
    """The provider's own page for methods, address, tax id and invoices."""
    if account is None or not has_customer(account):
        raise MissingError(_("Nothing was bought here yet."))
    params = {"customer": account.customer_id, "return_url": return_url}
    return str(provider().create("billing_portal.session", params, key=str(uuid4()))["url"])
