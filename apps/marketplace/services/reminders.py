"""Tells owners 7, 3 and 1 days before a license ends, each once, also when a day was missed, and when it has ended."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from apps.accounts.mailing import mail_link, send_mail_to
from apps.accounts.models import Membership, User
from apps.accounts.roles import Role
from apps.core.modules import all_modules, get_module
from apps.marketplace.models import License, LicenseReminder
from apps.marketplace.states import LicenseState
from apps.tenants.models import Tenant

# The kind of mail, which its receiver can switch off.
LICENSE_NEWS = "marketplace.licenses"
DAYS_BEFORE = (7, 3, 1)
MOST_AT_ONCE = 200


def due_day(ends_at: datetime, now: datetime) -> int | None:
    """The reminder whose time has come: the last of them when several were missed; None before the first."""
    left = ends_at - now
    due = [days for days in DAYS_BEFORE if left <= timedelta(days=days)]
    return min(due) if due and left > timedelta(0) else None


@transaction.atomic
def send_reminders() -> int:
    """Remind the owners of every license that ends soon; says of how many."""
    now = timezone.now()
    ending = License.objects.filter(
        state__in=[LicenseState.TRIALING, LicenseState.ACTIVE],
        renews=False,
        ends_at__gt=now,
        ends_at__lte=now + timedelta(days=max(DAYS_BEFORE)),
        tenant__status=Tenant.Status.ACTIVE,
        module__in=[config.label for config in all_modules()],
    )
    # Others than this transaction's leave what it works on alone, and find it done.
    found = ending.select_for_update(of=("self",), skip_locked=True).select_related("tenant").order_by("ends_at")
    told = 0
    for license_ in found:
        ends_at = license_.ends_at or now
        days = due_day(ends_at, now)
        if days is not None and _first_of(license_, ends_at, days):
            tell_owners(license_, "license_ends")
            told += 1
            if told == MOST_AT_ONCE:
                break
    return told


def _first_of(license_: License, ends_at: datetime, days: int) -> bool:
    """Whether nobody was told of this day, or of one nearer to the end, before."""
    told = LicenseReminder.objects.filter(license=license_, ends_at=ends_at, days_before__lte=days)
    if told.exists():
        return False
    LicenseReminder.objects.create(license=license_, ends_at=ends_at, days_before=days)
    return True


def tell_owners(license_: License, template: str) -> None:
    """Write them a mail about the license, unless they want none of this kind."""
    tenant = license_.tenant
    link = mail_link("marketplace:module", license_.module, tenant=tenant)
    context = {"license": license_, "module": get_module(license_.module), "link": link}
    for user in owners_of(tenant):
        send_mail_to(user, template, tenant=tenant, kind=LICENSE_NEWS, **context)


def owners_of(tenant: Tenant) -> list[User]:
    """Those who decide about the tenant and can come in today."""
    owners = Membership.objects.usable().filter(tenant=tenant, role=Role.OWNER)
    return [membership.user for membership in owners.select_related("user").order_by("created_at")]
