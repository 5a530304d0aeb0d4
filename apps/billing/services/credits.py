"""Credits: hours of live time, bought in packs, set aside before a session, spent or given back after it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.billing.catalogue import CREDIT_SECONDS
from apps.billing.models import Account, CreditHold, CreditLot, LedgerTransaction
from apps.billing.models.ledger import SECONDS
from apps.billing.services.ledger import book
from apps.core.problems import ProblemError

# A session that nobody ends ends by itself long before.
HELD_FOR = timedelta(hours=24)
MOST_AT_ONCE = 500
CREDITS, HELD, ISSUED, USED, EXPIRED, TAKEN_BACK = "credits", "held", "issued", "used", "expired", "taken back"


class NoCreditsError(ProblemError):
    code = "no-credits"
    title = _("There are not enough credits for this.")
    status = 402


class HoldOverError(ProblemError):
    code = "reservation-over"
    title = _("What was reserved for this has been given back meanwhile.")
    status = 409


def rounded_up(seconds: int) -> int:
    """Time is paid by whole credits."""
    return -(-seconds // CREDIT_SECONDS) * CREDIT_SECONDS


def locked(account: Account) -> Account:
    """The account, whose credits nobody else can change before this transaction ends."""
    return Account.objects.select_for_update(of=("self",)).select_related("tenant").get(pk=account.pk)


@transaction.atomic
def grant_credits(
    account: Account, *, number: int, source_key: str, expires_at: datetime | None = None, note: str = ""
) -> bool:
    """Give so many, once for each source; False when this source gave them before."""
    if number < 1:
        raise ValueError("grant at least 1 credit")
    held, seconds, now = locked(account), number * CREDIT_SECONDS, timezone.now()
    key, entries = f"credits:{source_key}", {(CREDITS, SECONDS): seconds, (ISSUED, SECONDS): -seconds}
    if not book(held, source_key=key, kind="credits-granted", entries=entries, happened_at=now, note=note):
        return False
    CreditLot.objects.create(
        account=held, source_key=source_key, title=note[:160], seconds=seconds, left=seconds, expires_at=expires_at
    )
    _change(held, credit=seconds)
    return True


def _change(account: Account, *, credit: int = 0, held: int = 0) -> None:
    account.credit_seconds += credit
    account.held_seconds += held
    account.save(update_fields=["credit_seconds", "held_seconds", "updated_at"])


@transaction.atomic
def hold_credits(account: Account, *, key: str, seconds: int, title: str = "", paid_before: int = 0) -> CreditHold:
    """Set whole credits aside for a piece of work; NoCreditsError when there are too few. The same work holds once."""
    if seconds < 1:
        raise ValueError("hold at least 1 second")
    payer = locked(account)
    found = CreditHold.objects.filter(account=payer, key=key).first()
    if found and found.state != CreditHold.State.RELEASED:
        return found
    _expire(payer, timezone.now())
    wanted = rounded_up(seconds)
    if payer.credit_seconds < wanted:
        needed, has = wanted // CREDIT_SECONDS, payer.credit_seconds // CREDIT_SECONDS
        raise NoCreditsError(
            _("This takes %(needed)d and there are %(has)d. Buy a pack of credits to go on.")
            % {"needed": needed, "has": has},
            needed=needed,
            balance=has,
        )
    fresh = {"seconds": wanted, "captured": 0, "parts": _take(payer, wanted), "state": CreditHold.State.OPEN}
    fresh |= {"expires_at": timezone.now() + HELD_FOR, "title": title[:160], "paid_before": paid_before}
    hold, _is_new = CreditHold.objects.update_or_create(account=payer, key=key, defaults=fresh)
    _move(payer, hold, "credits-held", {(CREDITS, SECONDS): -wanted, (HELD, SECONDS): wanted})
    _change(payer, credit=-wanted, held=wanted)
    return hold


def _take(account: Account, seconds: int) -> dict[str, int]:
    """Out of the lots, those that end first first."""
    parts, missing = {}, seconds
    for lot in CreditLot.objects.filter(account=account, left__gt=0):
        part = min(lot.left, missing)
        lot.left -= part
        lot.save(update_fields=["left", "updated_at"])
        parts[str(lot.pk)] = part
        missing -= part
        if not missing:
            return parts
    raise RuntimeError(f"{account.pk}: the lots hold {missing} s less than the account says")


def _move(account: Account, hold: CreditHold, kind: str, entries: dict[tuple[str, str], int]) -> None:
    # A hold can be made again after it was given back: its time makes each move another one.
    source = f"{kind}:{hold.pk}:{hold.expires_at.timestamp():.6f}"
    book(
        account, source_key=source, kind=kind, entries=entries, happened_at=timezone.now(), note=hold.title or hold.key
    )


@transaction.atomic
def capture_credits(account: Account, *, key: str, seconds: int) -> CreditHold:
    """The work took so long: spend whole credits of what was set aside, give the rest back. Twice spends once."""
    payer = locked(account)
    hold = CreditHold.objects.get(account=payer, key=key)
    if hold.state == CreditHold.State.CAPTURED:
        return hold
    if hold.state == CreditHold.State.RELEASED:
        raise HoldOverError(_("Reserve it again first."))
    spent = min(rounded_up(max(seconds, 0)), hold.seconds)
    rest = hold.seconds - spent
    entries = {(HELD, SECONDS): -hold.seconds, (USED, SECONDS): spent, (CREDITS, SECONDS): rest}
    _move(payer, hold, "credits-spent", entries)
    _change(payer, credit=rest, held=-hold.seconds)
    _give_back(hold, rest)
    hold.state, hold.captured = CreditHold.State.CAPTURED, spent
    hold.save(update_fields=["state", "captured", "updated_at"])
    _follow_money(payer, hold)
    return hold


def _give_back(hold: CreditHold, seconds: int) -> None:
    """Into the lots that they came from, the one that ends last first."""
    lots = CreditLot.objects.filter(pk__in=[UUID(pk) for pk in hold.parts])
    for lot in reversed(lots):
        part = min(hold.parts[str(lot.pk)], seconds)
        lot.left += part
        lot.save(update_fields=["left", "updated_at"])
        seconds -= part


@transaction.atomic
def release_credits(account: Account, *, key: str) -> None:
    """Nothing came of it: give back what was set aside. What was spent stays spent."""
    payer = locked(account)
    hold = CreditHold.objects.filter(account=payer, key=key, state=CreditHold.State.OPEN).first()
    if hold is None:
        return
    _move(payer, hold, "credits-released", {(HELD, SECONDS): -hold.seconds, (CREDITS, SECONDS): hold.seconds})
    _change(payer, credit=hold.seconds, held=-hold.seconds)
    _give_back(hold, hold.seconds)
    hold.state = CreditHold.State.RELEASED
    hold.save(update_fields=["state", "updated_at"])
    _follow_money(payer, hold)


def settle(hold: CreditHold) -> None:
    """The work is over, or nobody came back for it: spend what its clock says, give the rest back."""
    due = rounded_up(hold.used_seconds) - hold.paid_before
    if due > 0:
        capture_credits(hold.account, key=hold.key, seconds=due)
    else:
        release_credits(hold.account, key=hold.key)


def _follow_money(account: Account, hold: CreditHold) -> None:
    """What was paid back while it was set aside goes as soon as it comes back."""
    lots = CreditLot.objects.filter(pk__in=[UUID(pk) for pk in hold.parts], is_taken_back=True, left__gt=0)
    for lot in lots:
        _take_back(account, lot)


def _expire(account: Account, now: datetime) -> int:
    """Take away what is over; says how many seconds. Nobody else may hold the account's lock."""
    gone = 0
    for lot in CreditLot.objects.filter(account=account, left__gt=0, expires_at__lte=now):
        entries = {(CREDITS, SECONDS): -lot.left, (EXPIRED, SECONDS): lot.left}
        # What came back from a hold after the end goes too: its time makes it another one.
        source = f"credits-expired:{lot.pk}:{lot.updated_at.timestamp():.6f}"
        book(account, source_key=source, kind="credits-expired", entries=entries, happened_at=now, note=lot.title)
        _change(account, credit=-lot.left)
        gone += lot.left
        lot.left = 0
        lot.save(update_fields=["left", "updated_at"])
    return gone


@transaction.atomic
def take_credits_back(account: Account, *, source_key: str) -> int:
    """What was granted for something that is paid back: as much as is left of it; says how many seconds.

    What is set aside goes when it comes back; what was spent stays spent.
    """
    payer = locked(account)
    lot = CreditLot.objects.filter(account=payer, source_key=source_key).first()
    if lot is None:
        return 0
    lot.is_taken_back = True
    lot.save(update_fields=["is_taken_back", "updated_at"])
    return _take_back(payer, lot) if lot.left else 0


def _take_back(account: Account, lot: CreditLot) -> int:
    taken = lot.left
    _book_back(account, lot, -taken)
    lot.left, lot.taken_back = 0, lot.taken_back + taken
    lot.save(update_fields=["left", "taken_back", "updated_at"])
    return taken


def _book_back(account: Account, lot: CreditLot, seconds: int) -> None:
    """Below 0: they go; above: they come again. Each time is another one."""
    entries = {(CREDITS, SECONDS): seconds, (TAKEN_BACK, SECONDS): -seconds}
    prefix = f"credits-taken-back:{lot.source_key}:"
    times = LedgerTransaction.objects.filter(source_key__startswith=prefix).count()
    kind = "credits-taken-back" if seconds < 0 else "credits-given-again"
    source, now = f"{prefix}{times + 1}", timezone.now()
    book(account, source_key=source, kind=kind, entries=entries, happened_at=now, note=lot.title)
    _change(account, credit=seconds)


@transaction.atomic
def give_credits_again(account: Account, *, source_key: str) -> None:
    """The money came back after all, and so does what was taken."""
    payer = locked(account)
    lot = CreditLot.objects.filter(account=payer, source_key=source_key, is_taken_back=True).first()
    if lot is None:
        return
    again, lot.is_taken_back, lot.taken_back = lot.taken_back, False, 0
    lot.left += again
    lot.save(update_fields=["left", "is_taken_back", "taken_back", "updated_at"])
    if again:
        _book_back(payer, lot, again)


@transaction.atomic
def expire_credits() -> int:
    """Lots that are over, and holds that nobody came back for; says how many accounts were changed.

    Of these what the clock says is spent. Accounts are taken in one order, so that two who do this wait for each other.
    """
    now, changed = timezone.now(), set()
    overdue = CreditHold.objects.filter(state=CreditHold.State.OPEN, expires_at__lte=now).order_by("account_id", "pk")
    for pk, account_id in list(overdue.values_list("pk", "account_id")[:MOST_AT_ONCE]):
        locked(Account(pk=account_id))
        # Somebody may have gone on with the work meanwhile.
        if hold := overdue.select_related("account").filter(pk=pk).first():
            settle(hold)
            changed.add(account_id)
    over = CreditLot.objects.filter(left__gt=0, expires_at__lte=now).order_by("account_id")
    for pk in list(over.values_list("account_id", flat=True).distinct()[:MOST_AT_ONCE]):
        _expire(locked(Account(pk=pk)), now)
        changed.add(pk)
    return len(changed)
