"""What was bought becomes a license: the one door through which billing changes licenses."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.services import lock_people
from apps.core.modules import Text
from apps.marketplace.models import License
from apps.marketplace.queries import who_could_have_a_seat
from apps.marketplace.services.licenses import locked_license, require_module, write_down_change
from apps.marketplace.services.log import note_license
from apps.marketplace.services.reminders import tell_owners
from apps.marketplace.services.seats import assign_seats, seat_those_of, seats_beyond, take_seats_back
from apps.marketplace.states import OPEN_STATES, LicenseState
from apps.tenants.models import Tenant

MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Purchase:
    """What was bought of a module, as it is now. `seats` of None is everybody; `renews`: it goes on after its end."""

    state: LicenseState
    seats: int | None
    ends_at: datetime | None
    renews: bool = False


@transaction.atomic
def apply_purchase(tenant: Tenant, *, module: str, bought: Purchase, why: Text) -> bool:
    """Bring the license to what was bought; says whether anything changed. Done twice it changes nothing.

    What is over takes nothing from a trial or from what the platform granted. What the company switched off itself
    stays off. Fewer seats than are taken throw nobody out: the license is over-allocated until some are given back.
    """
    require_module(module)
    lock_people(tenant)
    license_ = locked_license(tenant, module)
    if license_ is None:
        license_ = License(tenant=tenant, module=module, kind=License.Kind.PURCHASE, state="", seat_limit=0)
    elif bought.state not in OPEN_STATES and license_.kind != License.Kind.PURCHASE:
        return False
    was, before = _facts(license_), license_.state
    _take_over(license_, bought)
    if was == _facts(license_) and not license_._state.adding:
        return False
    license_.save()
    write_down_change(license_, before, why)
    if was.seats != bought.seats:
        note_license(license_, "license.seats-changed", changes={"seats": (was.seats, bought.seats)}, why=str(why))
        if was.seats is None and before in OPEN_STATES:
            # Who worked in it before seats were counted goes on, those who joined first first.
            assign_seats(license_, memberships=who_could_have_a_seat(license_).order_by("created_at")[: bought.seats])
        seat_those_of(license_)
    if license_.over_allocated_since and not was.over_allocated_since:
        tell_owners(license_, "license_over_allocated")
    return True


@dataclass(frozen=True, slots=True)
class _Facts:
    kind: str
    state: str
    seats: int | None
    ends_at: datetime | None
    renews: bool
    over_allocated_since: datetime | None


def _facts(license_: License) -> _Facts:
    return _Facts(
        license_.kind,
        license_.state,
        license_.seat_limit,
        license_.ends_at,
        license_.renews,
        license_.over_allocated_since,
    )


def _take_over(license_: License, bought: Purchase) -> None:
    was_bought = license_.kind == License.Kind.PURCHASE
    keeps_off = was_bought and license_.state == License.State.DEACTIVATED and bought.state in OPEN_STATES
    if not keeps_off:
        license_.state = bought.state
    license_.kind = License.Kind.PURCHASE
    license_.ends_at, license_.seat_limit, license_.renews = bought.ends_at, bought.seats, bought.renews
    taken = 0 if license_._state.adding else license_.seats.count()
    is_over = bought.seats is not None and taken > bought.seats
    license_.over_allocated_since = (license_.over_allocated_since or timezone.now()) if is_over else None


@transaction.atomic
def end_over_allocation() -> int:
    """Where nobody gave seats back in time, those that were given last end; says how many licenses were settled."""
    since = timezone.now() - timedelta(days=settings.OVER_ALLOCATED_DAYS)
    overdue = License.objects.select_related("tenant").filter(over_allocated_since__lte=since)
    settled = 0
    for found in overdue.order_by("pk")[:MOST_AT_ONCE]:
        lock_people(found.tenant)
        license_ = locked_license(found.tenant, found.module)
        if license_ is None or license_.over_allocated_since is None:
            continue
        take_seats_back(seats_beyond(license_, seats=license_.seat_limit))
        license_.over_allocated_since = None
        license_.save(update_fields=["over_allocated_since", "updated_at"])
        note_license(license_, "license.seats-changed", why=str(_("More seats were taken than paid for.")))
        settled += 1
    return settled
