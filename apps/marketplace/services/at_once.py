"""Reserving in two statements where nothing stands in the way, which is nearly always; `meters.py` has the other ways.

One statement reads what decides, one takes the amount and keeps the key. Where the key is known already, the month is
new or the limit is reached, nothing is written here and the caller goes step by step.
"""

from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection
from django.db.models import F, Q, QuerySet

from apps.core.ids import uuid7
from apps.core.modules import Meter
from apps.core.statements import insertion, values_of
from apps.core.together import PreparedTogether
from apps.marketplace.meters import allowance, for_member
from apps.marketplace.models import License, Reservation, Usage
from apps.tenants.models import Tenant


def reserve_at_once(row: Reservation, meter: Meter, month: date, member_id: UUID | None) -> bool:
    """Insert the row, whose usage is found here, and set its amount aside or, if it is captured, count it."""
    asked = [row.tenant_id, row.module, row.meter, row.key, month]
    if member_id is None:
        known, tenants, licenses, usage = _what_decides(is_somebodys=False).run(*asked)
    else:
        known, tenants, licenses, usage = _what_decides(is_somebodys=True).run(*asked, member_id)
    if known or not tenants:
        return False
    allowed = allowance(tenants[0], licenses[0] if licenses else None, meter)
    holder = member_id if allowed.is_personal else None
    found = next((one for one in usage if one.membership_id == holder), None)
    if found is None:
        return False
    row.usage = found
    return _take(row, found, for_member(allowed, row.tenant_id, member_id).most)


@cache
def _what_decides(*, is_somebodys: bool) -> PreparedTogether:
    def build(
        tenant_id: UUID, module: str, meter: str, key: str, month: date, *member: UUID
    ) -> "tuple[QuerySet[Any], ...]":
        named: dict[str, Any] = {"tenant_id": tenant_id, "module": module}
        counts = Q(membership_id=None) | Q(membership_id=member[0]) if member else Q(membership_id=None)
        return (
            Reservation.objects.filter(**named, meter=meter, key=key),
            Tenant.objects.filter(pk=tenant_id),
            License.objects.filter(**named)[:1],
            Usage.objects.filter(counts, **named, meter=meter, month=month),
        )

    like = (uuid7(), "module", "meter", "key", date.min)
    return PreparedTogether(build, *like, *([uuid7()] if is_somebodys else []))


def _take(row: Reservation, usage: Usage, most: int | None) -> bool:
    reserved, used = row.amount - row.captured, row.captured
    values = [reserved, used, usage.pk, most, row.amount, most, *values_of(row)]
    try:
        with connection.cursor() as cursor:
            cursor.execute(_statement(), values)
            is_taken, is_kept = cursor.fetchone()
    except IntegrityError:
        # Alone in its transaction, which is undone: somebody else's key came first.
        if connection.in_atomic_block:
            raise
        return False
    if is_taken and not is_kept:
        Usage.objects.filter(pk=usage.pk).update(reserved=F("reserved") - reserved, used=F("used") - used)
    return bool(is_kept)


def _statement() -> str:
    """Takes the lock of the month's row and looks at what is there then; a key that is there takes nothing with it.

    Within a transaction it must not fail, so what was taken for nothing is given back by one statement more.
    """
    into, places = insertion(Reservation)
    usage = connection.ops.quote_name(Usage._meta.db_table)
    otherwise = "ON CONFLICT (tenant_id, module, meter, key) DO NOTHING" if connection.in_atomic_block else ""
    # Names of our own tables and fields, quoted; the values are given apart.
    took = f"""UPDATE {usage} SET reserved = reserved + %s, used = used + %s
      WHERE id = %s AND (%s::bigint IS NULL OR used + reserved + %s <= %s::bigint + granted) RETURNING 1"""  # noqa: S608 -- as said above
    kept = f"{into} SELECT {places} FROM taken {otherwise} RETURNING 1"  # noqa: S608 -- as said above
    return f"WITH taken AS ({took}), kept AS ({kept}) SELECT (SELECT count(*) FROM taken), (SELECT count(*) FROM kept)"  # noqa: S608 -- as said above
