"""What is counted: reserve an amount before the work, capture it when the work is done, release it when nothing came.

The database decides: a month's row takes no more than its limit, however many ask at once, and a key reserves once.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core import formats
from apps.core.modules import Meter, get_module
from apps.core.problems import ProblemError
from apps.core.scope import TenantLike
from apps.marketplace.meters import Allowance, allowance_of
from apps.marketplace.models import Reservation, Usage
from apps.marketplace.services.at_once import reserve_at_once
from apps.marketplace.services.log import note_usage
from apps.tenants.models import Tenant

# Longer than any task waits; what is still open then was forgotten, and is given back.
RESERVED_FOR = timedelta(hours=24)
# How long a key is remembered: the same work done again within it counts once.
REMEMBERED_FOR = timedelta(days=400)
MOST_AT_ONCE = 500
_TOGETHER = _(
    "%(meter)s: %(used)s of %(limit)s. It begins anew on %(day)s. To go on before that, an owner or administrator can"
    " take a larger plan or more seats. Nothing that is there is lost."
)
_ALONE = _("%(meter)s: %(used)s of %(limit)s. It begins anew on %(day)s. Nothing that is there is lost.")


class MeterLimitError(ProblemError):
    code = "meter-limit"
    title = _("Everything that is included this month is used up.")
    status = 402
    action_title = _("See what is used")

    def __init__(self, usage: Usage, allowance: Allowance, most: int) -> None:
        begins = _next_month(usage.month)
        said = _ALONE if allowance.is_personal else _TOGETHER
        taken = usage.used + usage.reserved
        words = {"meter": allowance.meter.title, "used": formats.number(taken), "limit": formats.number(most)}
        super().__init__(
            said % (words | {"day": formats.day(begins)}),
            module=usage.module,
            meter=usage.meter,
            used=taken,
            limit=most,
            begins_anew=begins.isoformat(),
        )
        if not allowance.is_personal:
            self.action_url = reverse("marketplace:mine", urlconf=settings.ROOT_URLCONF)


class ReservationOverError(ProblemError):
    code = "reservation-over"
    title = _("What was reserved for this has been given back meanwhile.")
    status = 409


def this_month() -> date:
    """Months are those of UTC, so that they begin for everybody at once."""
    return timezone.now().date().replace(day=1)


def _next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def reserve(
    tenant: TenantLike, *, module: str, meter: str, key: str, amount: int = 1, member_id: UUID | None = None
) -> Reservation:
    """Set the amount aside before the work begins; MeterLimitError (402) when it is more than is left.

    The key names the work, such as a CV's id: asked again, it gives the same reservation, which counts once. What was
    released or has expired is reserved anew. In the community each member has an amount of their own.
    """
    row, declared = _asked_for(tenant, module=module, meter=meter, key=key, amount=amount)
    if reserve_at_once(row, declared, this_month(), member_id):
        return row
    return _reserve(tenant, declared, {"module": module, "meter": meter, "key": key}, amount, member_id)


def spend(
    tenant: TenantLike, *, module: str, meter: str, key: str, amount: int = 1, member_id: UUID | None = None
) -> Reservation:
    """Reserve and capture: for work that is done in the transaction that asks. Counts once for each key."""
    row, declared = _asked_for(tenant, module=module, meter=meter, key=key, amount=amount)
    row.state, row.captured = Reservation.State.CAPTURED, amount
    if reserve_at_once(row, declared, this_month(), member_id):
        return row
    with transaction.atomic():
        return capture(_reserve(tenant, declared, {"module": module, "meter": meter, "key": key}, amount, member_id))


def _asked_for(tenant: TenantLike, *, module: str, meter: str, key: str, amount: int) -> tuple[Reservation, Meter]:
    """A row that is not kept yet, and what its module declares."""
    if amount < 1:
        raise ValueError("reserve at least 1")
    if tenant.pk is None:
        raise RuntimeError("usage is counted inside a tenant only")
    declared = next((one for one in get_module(module).meters if one.name == meter), None)
    if declared is None:
        raise LookupError(f"{module} declares no meter {meter!r}")
    named = {"tenant_id": tenant.pk, "module": module, "meter": meter, "key": key}
    return Reservation(**named, amount=amount, expires_at=_expiry()), declared


@transaction.atomic
def _reserve(
    tenant: TenantLike, declared: Meter, named: dict[str, str], amount: int, member_id: UUID | None
) -> Reservation:
    """Step by step: whatever is there already, and however many ask."""
    known: dict[str, Any] = {"tenant_id": tenant.pk, **named}
    module, meter = known["module"], known["meter"]
    found = Reservation.objects.select_for_update().filter(**known).first()
    if found and found.holds:
        return _prolonged(found)
    allowance = allowance_of(Tenant.objects.get(pk=tenant.pk), module, declared, member_id)
    holder: Any = member_id if allowance.is_personal else None
    usage, _is_new = Usage.objects.get_or_create(
        tenant_id=known["tenant_id"], module=module, meter=meter, month=this_month(), membership_id=holder
    )
    fresh = {"usage": usage, "amount": amount, "state": Reservation.State.OPEN, "expires_at": _expiry()}
    if found is None:
        try:
            # The month before the key, as reserve_at_once: or each of two would hold what the other wants.
            with transaction.atomic():
                _set_aside(usage, amount, allowance)
                return Reservation.objects.create(**known, **fresh)
        except (IntegrityError, MeterLimitError):
            # Whoever asked at once with this key has it now, and perhaps the last of the month with it.
            found = Reservation.objects.select_for_update().filter(**known).first()
            if found is None:
                raise
            if found.holds:
                return _prolonged(found)
    _set_aside(usage, amount, allowance)
    for name, value in fresh.items():
        setattr(found, name, value)
    found.save(update_fields=[*fresh, "updated_at"])
    return found


def _expiry() -> datetime:
    return timezone.now() + RESERVED_FOR


def _prolonged(reservation: Reservation) -> Reservation:
    if reservation.state == Reservation.State.OPEN:
        reservation.expires_at = _expiry()
        reservation.save(update_fields=["expires_at", "updated_at"])
    return reservation


def _set_aside(usage: Usage, amount: int, allowance: Allowance) -> None:
    """One statement that takes the row's lock and looks at what is there then."""
    row, most = Usage.objects.filter(pk=usage.pk), allowance.most
    if most is None:
        row.update(reserved=F("reserved") + amount)
    elif not row.filter(used__lte=most + F("granted") - F("reserved") - amount).update(reserved=F("reserved") + amount):
        usage.refresh_from_db()
        raise MeterLimitError(usage, allowance, most + usage.granted)


def _locked(reservation: Reservation) -> Reservation:
    return Reservation.objects.select_for_update().get(pk=reservation.pk)


@transaction.atomic
def capture(reservation: Reservation, *, amount: int | None = None) -> Reservation:
    """The work is done: count what was reserved, or less. Doing it twice counts once."""
    return _captured(_locked(reservation), amount)


@transaction.atomic(savepoint=False)
def capture_key(tenant: TenantLike, *, module: str, meter: str, key: str, member_id: UUID | None = None) -> Reservation:
    """The same for whoever knows only what the work was called; where nothing holds, it is reserved first."""
    known: dict[str, Any] = {"tenant_id": tenant.pk, "module": module, "meter": meter, "key": key}
    held = Reservation.objects.select_for_update().filter(**known).first()
    if held is None or held.state != Reservation.State.OPEN:
        held = _locked(reserve(tenant, module=module, meter=meter, key=key, member_id=member_id))
    return _captured(held, None)


def _captured(held: Reservation, amount: int | None) -> Reservation:
    if held.state == Reservation.State.CAPTURED:
        return held
    if held.state != Reservation.State.OPEN:
        raise ReservationOverError(_("Reserve it again first."))
    spent = held.amount if amount is None else amount
    if not 0 <= spent <= held.amount:
        raise ValueError(f"capture between 0 and the {held.amount} reserved")
    Usage.objects.filter(pk=held.usage_id).update(reserved=F("reserved") - held.amount, used=F("used") + spent)
    held.state, held.captured = Reservation.State.CAPTURED, spent
    held.save(update_fields=["state", "captured", "updated_at"])
    return held


@transaction.atomic
def release(reservation: Reservation) -> Reservation:
    """Nothing came of it: give the amount back. What was captured stays counted."""
    return _give_back(_locked(reservation), Reservation.State.RELEASED)


def _give_back(held: Reservation, state: str) -> Reservation:
    if held.state == Reservation.State.OPEN:
        Usage.objects.filter(pk=held.usage_id).update(reserved=F("reserved") - held.amount)
        held.state = state
        held.save(update_fields=["state", "updated_at"])
    return held


@transaction.atomic
def release_key(tenant: TenantLike, *, module: str, meter: str, key: str) -> None:
    """The same for whoever knows only what the work was called; nothing to do when nothing was reserved."""
    known: dict[str, Any] = {"tenant_id": tenant.pk, "module": module, "meter": meter, "key": key}
    if found := Reservation.objects.select_for_update().filter(**known).first():
        _give_back(found, Reservation.State.RELEASED)


@transaction.atomic
def expire_reservations() -> int:
    """Give back what nobody captured or released in time, and forget old keys; says how many were given back."""
    now = timezone.now()
    Reservation.objects.exclude(state=Reservation.State.OPEN).filter(updated_at__lt=now - REMEMBERED_FOR).delete()
    overdue = Reservation.objects.select_for_update(skip_locked=True).filter(
        state=Reservation.State.OPEN, expires_at__lte=now
    )
    found = list(overdue.order_by("usage", "pk")[:MOST_AT_ONCE])
    for reservation in found:
        _give_back(reservation, Reservation.State.EXPIRED)
    return len(found)


@transaction.atomic
def grant_more(tenant: Tenant, *, module: str, meter: str, amount: int, why: str) -> Usage:
    """Let the tenant use so much more of a meter this month than is included."""
    if amount < 1:
        raise ValueError("grant at least 1")
    usage, _is_new = Usage.objects.get_or_create(
        tenant=tenant, module=module, meter=meter, month=this_month(), membership=None
    )
    Usage.objects.filter(pk=usage.pk).update(granted=F("granted") + amount)
    before = usage.granted
    usage.refresh_from_db()
    note_usage(usage, "meter.granted", changes={"granted": (before, usage.granted)}, why=why)
    return usage
