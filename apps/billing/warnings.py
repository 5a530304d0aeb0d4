"""What owners are told above every page while a payment is missing; nobody else costs it a statement."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.billing.access import MANAGE
from apps.billing.page_queries import UNPAID, is_a_person, owing
from apps.core import formats
from apps.marketplace.access import Access
from apps.marketplace.states import GRACE, LicenseState
from apps.marketplace.warnings import Banner
from apps.tenants.models import Tenant

UNPAID_STATES = frozenset({LicenseState.GRACE, LicenseState.READ_ONLY})


def payment_banner_for(membership: Membership, open_ones: Mapping[str, Access]) -> Banner | None:
    """For whoever may pay: what is missing and until when. Asked for only where a license or the plan has run out."""
    if is_a_person(membership) or not membership.has_right(MANAGE):
        return None
    has_run_out = any(access.license_state in UNPAID_STATES for access in open_ones.values())
    if not has_run_out and not _plan_has_run_out(membership.tenant):
        return None
    subscription = owing(membership.tenant_id)
    if subscription is None:
        return None
    url = reverse("billing:overview")
    if subscription.status == UNPAID:
        return Banner("error", _("An invoice is not paid. Until it is, you can look and export."), url)
    if subscription.past_due_since is None:
        return Banner("error", _("A payment is missing. Everything stays open for some days."), url)
    until = formats.day(subscription.past_due_since + GRACE)
    return Banner("error", _("A payment is missing. Everything stays open until %(day)s.") % {"day": until}, url)


def _plan_has_run_out(tenant: Tenant) -> bool:
    """A plan is kept for the days of grace after what was paid for: whether these have begun."""
    ends_at = tenant.plan_ends_at
    return ends_at is not None and not tenant.plan_is_trial and ends_at <= timezone.now() + GRACE
