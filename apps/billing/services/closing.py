"""Workspaces that are closed pay no more: what goes on ends with its period, or at once with the workspace."""

from django.db import transaction

from apps.billing.models import Subscription
from apps.billing.provider import provider
from apps.billing.services.subscriptions import OVER, refreshing
from apps.core.queue import later_many
from apps.tenants.models import Tenant

Status = Tenant.Status


@transaction.atomic
def queue_ends_of_closed() -> int:
    """Of the subscriptions that go on though their workspace is closed; says how many."""
    going_on = Subscription.objects.exclude(status__in=OVER)
    closed = going_on.filter(account__tenant__status=Status.CLOSED, cancel_at_period_end=False)
    erased = going_on.filter(account__tenant__status=Status.ERASED)
    pks = [*closed.values_list("pk", flat=True), *erased.values_list("pk", flat=True)]
    later_many("billing.end_of_closed", [{"subscription_id": pk} for pk in pks])
    return len(pks)


def end_of_closed(subscription: Subscription) -> None:
    """End it with what is paid for, so that whoever comes back in time still has it; of an erased one, at once."""
    status, stripe_id = subscription.account.tenant.status, subscription.stripe_id
    key = f"{subscription.pk}:{status}:{subscription.updated_at.isoformat()}"
    if status == Status.ERASED:
        provider().do("subscription", "cancel", stripe_id, {}, key=key)
    elif status == Status.CLOSED:
        provider().change("subscription", stripe_id, {"cancel_at_period_end": True}, key=key)
    else:
        return
    with refreshing(subscription.account, "subscription", stripe_id):
        pass
