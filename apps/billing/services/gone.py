"""What was taken off a subscription: its license ends with what was paid for it, while the others go on."""

from django.db.models import Q
from django.utils import timezone

from apps.billing.catalogue import MODULE, RECURRING
from apps.billing.models import Account, Invoice, SubscriptionItem
from apps.billing.wanted import Wanted
from apps.marketplace.models import License
from apps.marketplace.states import OPEN_STATES, LicenseState


def wanted_of_gone(account: Account, module: str) -> Wanted | None:
    """The end of a license that this account once paid for by period and has on nothing any more; else None."""
    license_ = License.objects.filter(tenant_id=account.tenant_id, module=module, kind=License.Kind.PURCHASE).first()
    if license_ is None or license_.ends_at is None or license_.state not in OPEN_STATES:
        return None
    keys = [f"{MODULE}:{module}:{period}" for period in sorted(RECURRING)]
    paid = Q(lines__contains=[{"key": keys[0]}]) | Q(lines__contains=[{"key": keys[1]}])
    if not Invoice.objects.filter(paid, account=account, status="paid").exists():
        return None
    # By the provider's clock the period is over when the next one of what was bought with it has begun.
    periods = SubscriptionItem.objects.filter(subscription__account=account)
    begun = periods.filter(period_start__gte=license_.ends_at).exists()
    if not begun and license_.ends_at > timezone.now():
        return None
    return Wanted(LicenseState.CANCELED, license_.seat_limit, license_.ends_at)
