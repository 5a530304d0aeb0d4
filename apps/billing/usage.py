"""What was counted, by day and module: from the pieces of work that were set aside and done, in the reader's days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Membership
from apps.billing.page_queries import is_a_person
from apps.core import formats
from apps.core.listing import Export
from apps.core.modules import Text, all_modules
from apps.marketplace.models import Reservation, Usage

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class DayUse:
    """So much of a meter on one day."""

    day: date
    module: str
    meter: str
    module_title: Text
    meter_title: Text
    used: int


@dataclass(frozen=True, slots=True)
class MonthUse:
    """So much of a meter in the whole month, as it counts against what is included (months of UTC)."""

    module_title: Text
    meter_title: Text
    used: int
    reserved: int


def _titles() -> dict[tuple[str, str], tuple[Text, Text]]:
    return {
        (config.label, meter.name): (config.title, meter.title) for config in all_modules() for meter in config.meters
    }


def _own(membership: Membership) -> dict[str, Any]:
    """Of the company as a whole; in the community the person's own."""
    holder = membership if is_a_person(membership) else None
    return {"tenant_id": membership.tenant_id, "membership": holder}


def months() -> list[date]:
    """The last twelve, the current one first."""
    found = [timezone.now().date().replace(day=1)]
    while len(found) < MONTHS_SHOWN:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def month_title(month: date) -> str:
    """November 2026, in the words of the page."""
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMMM", month, locale=formats.words()))


def month_named(text: str) -> date:
    """The month of that name, such as 2026-11; the current one for anything else."""
    return next((month for month in months() if f"{month:%Y-%m}" == text), months()[0])


def use_by_day(membership: Membership, month: date) -> list[DayUse]:
    """The newest day first. What is counted belongs to the reader's day on which the work was done."""
    return _use_between(membership, month, (month + timedelta(days=31)).replace(day=1))


def _use_between(membership: Membership, month: date, following: date) -> list[DayUse]:
    start = timezone.make_aware(datetime(month.year, month.month, 1))  # noqa: DTZ001 -- made aware here
    end = timezone.make_aware(datetime(following.year, following.month, 1))  # noqa: DTZ001 -- the same
    own = _own(membership)
    done = Reservation.objects.filter(
        Q(usage__membership=own["membership"]),
        tenant_id=own["tenant_id"],
        state=Reservation.State.CAPTURED,
        captured__gt=0,
        updated_at__gte=start,
        updated_at__lt=end,
    )
    by_day = done.annotate(day=TruncDate("updated_at")).values("day", "module", "meter").annotate(used=Sum("captured"))
    titles = _titles()
    found = []
    for row in by_day.order_by("-day", "module", "meter"):
        module, meter = row["module"], row["meter"]
        # A module that is not installed any more has no titles.
        found.append(DayUse(row["day"], module, meter, *titles.get((module, meter), (module, meter)), row["used"]))
    return found


def use_of_month(membership: Membership, month: date) -> list[MonthUse]:
    """What counts against what is included."""
    titles = _titles()
    rows = Usage.objects.filter(month=month, **_own(membership)).order_by("module", "meter")
    return [
        MonthUse(*titles.get((row.module, row.meter), (row.module, row.meter)), row.used, row.reserved)
        for row in rows
        if row.used or row.reserved
    ]


USAGE_EXPORT = Export(
    "usage",
    (_("Day"), _("Module"), _("Counted"), _("Used")),
    lambda one: (one.day.isoformat(), one.module_title, one.meter_title, one.used),
)


def exported(membership: Membership) -> Iterator[DayUse]:
    """The last twelve months, the newest day first."""
    newest, oldest = months()[0], months()[-1]
    yield from _use_between(membership, oldest, (newest + timedelta(days=31)).replace(day=1))
