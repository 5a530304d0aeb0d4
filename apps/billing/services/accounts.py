"""Who pays: the account of a company or a person, and the customer that the provider knows."""

from functools import cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.accounts.models import Membership
from apps.billing.models import Account
from apps.billing.provider import provider
from apps.core.prepared import PreparedQuery
from apps.tenants.models import Tenant


def account_of(membership: Membership) -> Account:
    """Whoever the member buys for: the company, in the community the person; made with the first question."""
    own = membership if membership.tenant.kind == Tenant.Kind.COMMUNITY else None
    account, _is_new = Account.objects.get_or_create(tenant_id=membership.tenant_id, membership=own)
    return account


def has_customer(account: Account) -> bool:
    """Whether the provider that is set now knows the account."""
    return bool(account.customer_id) and account.customer_at == provider().at and account.customer_deleted_at is None


def ensure_customer(account: Account, *, email: str, name: str) -> str:
    """The provider's id of the customer, who is made there if need be. Call it outside of transactions."""
    if has_customer(account):
        return str(account.customer_id)
    params: dict[str, Any] = {
        "email": email,
        "name": name,
        "metadata": {"account": str(account.pk), "tenant": str(account.tenant_id)},
    }
    # A customer who is gone is another one when made again.
    once = f"{account.pk} {account.customer_at} {account.customer_deleted_at} {sorted(params.items())}"
    customer = provider().create("customer", params, key=sha256(once.encode()).hexdigest())
    return remember_customer(account, str(customer["id"]))


@transaction.atomic
def remember_customer(account: Account, customer_id: str) -> str:
    """Of two that made one at once, the first counts."""
    row = Account.objects.select_for_update().get(pk=account.pk)
    if not has_customer(row):
        row.customer_id, row.customer_at, row.customer_deleted_at = customer_id, provider().at, None
        row.save(update_fields=["customer_id", "customer_at", "customer_deleted_at", "updated_at"])
    account.customer_id, account.customer_at = row.customer_id, row.customer_at
    account.customer_deleted_at = row.customer_deleted_at
    return str(row.customer_id)


@transaction.atomic
def forget_customer(account: Account) -> None:
    """The provider does not know the customer any more; the next purchase makes a new one."""
    gone = Account.objects.filter(pk=account.pk).filter(Q(customer_deleted_at=None))
    gone.update(customer_deleted_at=timezone.now())
    account.refresh_from_db()


def account_of_customer(customer_id: str) -> Account | None:
    """The one way from an event to whoever it is about."""
    if not customer_id:
        return None
    found = _customers_query().run(customer_id, provider().at)
    return found[0] if found else None


@cache
def _customers_query() -> PreparedQuery[Account]:
    def build(customer_id: UUID | str, at: UUID | str) -> "QuerySet[Account]":
        return Account.objects.filter(customer_id=customer_id, customer_at=at).select_related("tenant")

    return PreparedQuery(build, ids=2)
