"""Live work paid by credits: set aside for the longest time it can take, spent by its clock.

Work that goes on after its hold was over holds again. All holds of a work together spend its time rounded up once, so
that going on within an hour that was paid costs nothing.
"""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from apps.billing.models import Account, CreditHold
from apps.billing.services.credits import HELD_FOR, NoCreditsError, hold_credits, locked, rounded_up, settle

OPEN, RELEASED = CreditHold.State.OPEN, CreditHold.State.RELEASED


def _holds(account: Account, work: str) -> "QuerySet[CreditHold]":
    rows = CreditHold.objects.filter(account=account).filter(Q(key=work) | Q(key__startswith=f"{work}#"))
    return rows.select_related("account").order_by("pk")


@transaction.atomic
def hold_live(account: Account, *, work: str, seconds: int, used: int = 0, title: str = "") -> bool:
    """Set aside what so many seconds more can cost, once while it holds; False when there is too little."""
    payer = locked(account)
    holds = list(_holds(payer, work))
    last = holds[-1] if holds else None
    if last is not None and last.state == OPEN:
        last.expires_at = timezone.now() + HELD_FOR
        last.save(update_fields=["expires_at", "updated_at"])
        return True
    paid = sum(one.captured for one in holds)
    missing = rounded_up(used + seconds) - paid
    if missing <= 0:
        return True
    is_again = last is not None and last.state != RELEASED
    key = f"{work}#{len(holds) + 1}" if is_again else last.key if last else work
    try:
        hold_credits(payer, key=key, seconds=missing, title=title, paid_before=paid)
    except NoCreditsError:
        return False
    CreditHold.objects.filter(account=payer, key=key).update(used_seconds=used)
    return True


@transaction.atomic
def note_live(account: Account, *, work: str, used: int) -> None:
    """So far went its clock."""
    _holds(account, work).filter(state=OPEN).update(used_seconds=used, updated_at=timezone.now())


@transaction.atomic
def end_live(account: Account, *, work: str, used: int) -> None:
    """It is over: spend what was used and give the rest back; done twice it is done once."""
    hold = _holds(locked(account), work).filter(state=OPEN).first()
    if hold is not None:
        hold.used_seconds = used
        hold.save(update_fields=["used_seconds", "updated_at"])
        settle(hold)
