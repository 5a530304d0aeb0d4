"""How long somebody has to wait after failed tries: counted for the account and for the network address.

The wait grows from a minute to a quarter of an hour, and ends by itself: nobody is locked out for good, as anybody
could do that to anybody.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.core import signing
from django.db.models import Count, Max, Q
from django.utils import timezone

from apps.accounts.models import SignIn


@dataclass(frozen=True, slots=True)
class Limit:
    """From how many failures on one waits, and for how long they count."""

    failures: int
    counted_for: timedelta


OF_AN_ACCOUNT = Limit(5, timedelta(hours=24))
# A whole office may share one address.
OF_AN_ADDRESS = Limit(20, timedelta(hours=1))
UNLOCK_SALT, UNLOCK_SECONDS = "accounts.unlock", 3600
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)


def wait_after(failures: int, limit: Limit) -> timedelta:
    """1, 2, 4, 8, then 15 minutes from the limit on."""
    over = failures - limit.failures
    return timedelta(0) if over < 0 else min(FIRST_WAIT * 2 ** min(over, 8), LONGEST_WAIT)


def seconds_to_wait(email: str, network: str) -> int:
    """Until the next try is looked at; 0 when it may be made now."""
    now = timezone.now()
    ends = [
        _end_of_wait(Q(email=account_of(email)), OF_AN_ACCOUNT, now, is_account=True) if email else now,
        _end_of_wait(Q(network=network), OF_AN_ADDRESS, now, is_account=False) if network else now,
    ]
    return max(0, ceil((max(ends) - now).total_seconds()))


def failures_of(email: str) -> int:
    """Failed tries at the account since the last one that did not."""
    return _failures(Q(email=account_of(email)), OF_AN_ACCOUNT, timezone.now(), is_account=True)[0]


def counted_since(email: str) -> str:
    """The id of what set the account's count back last: it changes with every unlocking; empty before the first."""
    resets = SignIn.objects.filter(email=account_of(email)).exclude(outcome=SignIn.Outcome.FAILURE)
    return str(resets.values_list("pk", flat=True).first() or "")


def unlock_key(email: str) -> str:
    """What a link that ends the wait holds: it works for an hour, and once, as then the count begins anew."""
    return signing.dumps({"email": account_of(email), "since": counted_since(email)}, salt=UNLOCK_SALT)


def account_of_key(key: str) -> str:
    """Whose wait the link ends; empty when it ends nobody's any more."""
    try:
        said: dict[str, str] = signing.loads(key, salt=UNLOCK_SALT, max_age=UNLOCK_SECONDS)
    except signing.BadSignature:
        return ""
    return said["email"] if counted_since(said["email"]) == said["since"] else ""


def account_of(email: str) -> str:
    """An account is meant whatever the case its address is typed in, and whether there is one or not."""
    return email.strip().lower()[:254]


def _end_of_wait(whose: Q, limit: Limit, now: datetime, *, is_account: bool) -> datetime:
    failures, last = _failures(whose, limit, now, is_account=is_account)
    return last + wait_after(failures, limit) if last else now


def _failures(whose: Q, limit: Limit, now: datetime, *, is_account: bool) -> tuple[int, datetime | None]:
    """How many, and when the last was."""
    # A code by mail bears three tries by itself, and wrong ones are only known for accounts that there are.
    tries = SignIn.objects.filter(whose, at__gt=now - limit.counted_for).exclude(
        outcome=SignIn.Outcome.FAILURE, way=SignIn.Way.CODE
    )
    if is_account:
        # Somebody who knows one password of an office does not set the whole office's count back.
        since = tries.exclude(outcome=SignIn.Outcome.FAILURE).aggregate(last=Max("at"))["last"]
        if since is not None:
            tries = tries.filter(at__gt=since)
    found = tries.filter(outcome=SignIn.Outcome.FAILURE).aggregate(count=Count("pk"), last=Max("at"))
    return found["count"], found["last"]
