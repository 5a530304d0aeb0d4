"""What members are told on pages before a license or a meter bites: by a banner in the module, by the bell anywhere."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import Membership
from apps.core import formats
from apps.core.modules import Notice, get_module
from apps.marketplace.meters import MeterUse
from apps.marketplace.models import License
from apps.marketplace.queries import licenses_with_usage, meters_of, usage_this_month
from apps.marketplace.states import READ_ONLY, LicenseState

# As early as the first reminder by mail.
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Banner:
    """A line above a module's pages; the address is for those who can do something about it."""

    kind: str
    text: str
    url: str = ""


def banner_for(membership: Membership) -> Banner | None:
    """What stands above the pages of the module that the membership was read with; candidates are spared it."""
    found: Any = membership
    module = getattr(found, "license_module", "")
    if not module or not found.license_state or membership.is_candidate:
        return None
    license_ = License(
        tenant=membership.tenant,
        module=module,
        kind=found.license_kind,
        state=found.license_state,
        ends_at=found.license_ends_at,
        seat_limit=found.license_seat_limit,
        over_allocated_since=found.license_over_allocated_since,
    )
    text = _said_of(license_) or _said_of_meters(license_)
    if not text:
        return None
    url = reverse("marketplace:module", args=[module]) if membership.has_right("marketplace.manage_modules") else ""
    return Banner("warning", text, url)


def _said_of(license_: License) -> str:
    """What the license's state asks for, or nothing while all is well."""
    state = license_.state_now
    if license_.is_on and license_.over_allocated_until:
        said = _("More seats are taken than were bought. On %(day)s those that were given last end.")
        return said % {"day": formats.day(license_.over_allocated_until)}
    if state == LicenseState.GRACE and license_.closes_at:
        said = _("The license has run out. Everything stays open until %(day)s; after that you can look and export.")
        return said % {"day": formats.day(license_.closes_at)}
    if state == LicenseState.READ_ONLY and license_.readable_until:
        said = _("The license has run out: until %(day)s you can look and export, but change nothing.")
        return said % {"day": formats.day(license_.readable_until)}
    return ""


def _said_of_meters(license_: License) -> str:
    """Which of the module's meters comes to its end, asked for in one statement if it has any."""
    if not get_module(license_.module).meters:
        return ""
    uses = meters_of(license_.tenant, license_, usage_this_month(license_.tenant, module=license_.module))
    return " ".join(_said_of_meter(use) for use in uses if use.is_near)


def _said_of_meter(use: MeterUse) -> str:
    said = (
        _("%(meter)s: all %(most)s of this month are used up.")
        if use.is_reached
        else _("%(meter)s: %(taken)s of %(most)s of this month are used.")
    )
    taken, most = formats.number(use.taken), formats.number(use.most or 0)
    return said % {"meter": use.title, "taken": taken, "most": most}


def license_notices(membership: Membership) -> list[Notice]:
    """What those who decide about modules should know of their licenses and meters, in one statement."""
    licenses, usage = licenses_with_usage(membership.tenant)
    found = []
    for license_ in licenses:
        title = get_module(license_.module).title
        url = reverse("marketplace:module", args=[license_.module])
        if said := _over(license_) or _ending(license_) or _said_of(license_):
            found.append(Notice(f"{title}: {said}", url, license_.ends_at or timezone.now(), "warning"))
        elif license_.is_on:
            found += [
                Notice(f"{title}: {_said_of_meter(use)}", reverse("marketplace:mine"), row.updated_at, "warning")
                for use in meters_of(membership.tenant, license_, usage)
                if use.is_near and (row := usage.get((license_.module, use.meter.name)))
            ]
    return found


def _over(license_: License) -> str:
    """That what was bought is over, for as long as an expired license could still be looked at."""
    if license_.updated_at < timezone.now() - READ_ONLY:
        return ""
    if license_.state == LicenseState.CANCELED:
        return _("the subscription is over. What you made is kept.")
    if license_.state == LicenseState.REVOKED:
        return _("closed, as what was paid for it was paid back. What you made is kept.")
    return ""


def _ending(license_: License) -> str:
    """That it ends within days, or nothing."""
    if license_.renews or license_.ends_at is None or not timezone.now() < license_.ends_at <= timezone.now() + SOON:
        return ""
    if license_.state == LicenseState.TRIALING:
        return _("the trial ends on %(day)s.") % {"day": formats.day(license_.ends_at)}
    if license_.state == LicenseState.ACTIVE:
        return _("the license ends on %(day)s.") % {"day": formats.day(license_.ends_at)}
    return ""
