"""Counting calls of the API at no cost to them: in the process, then in the cache, and once a minute in the database.

A call adds one to a number in memory. A timer carries such numbers to the cache every few seconds and brings back what
the month has come to; a task writes them down. A limit is therefore kept to within a minute, and a process that is
killed forgets a few seconds.
"""

import atexit
import time
from collections.abc import Iterable
from contextlib import suppress
from threading import Lock, Timer
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from redis import RedisError

from apps.core.scope import PUBLIC, scope
from apps.tenants.models import PlanUse, Tenant
from apps.tenants.plan_use import PlanLimitError, plan_limit, this_month
from apps.tenants.plans import API_CALLS

FLUSH_SECONDS = 5.0
WAITING, MONTH = "api-calls:waiting:{}", "api-calls:month:{}:{}"
# The month's sum is written anew each minute; this is for a cache that nobody tends any more.
MONTH_SECONDS = 3600
TENANTS_AT_ONCE = 1000


class _Counter:
    """What this process has counted and not carried away yet, and what it last heard of each tenant's month."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.pending: dict[UUID, int] = {}
        self.heard: dict[UUID, tuple[float, int]] = {}
        self.timer: Timer | None = None
        self.will_flush_at_exit = False

    def add(self, tenant_id: UUID) -> int:
        """Count one; gives what is known of the month with it."""
        with self.lock:
            self.pending[tenant_id] = self.pending.get(tenant_id, 0) + 1
            if self.timer is None:
                self._start_timer()
            until, month = self.heard.get(tenant_id, (0.0, 0))
            known = month if until > time.monotonic() else 0
            return known + self.pending[tenant_id]

    def _start_timer(self) -> None:
        if not self.will_flush_at_exit:
            self.will_flush_at_exit = True
            atexit.register(self.flush)
        self.timer = Timer(FLUSH_SECONDS, self.flush)
        self.timer.daemon = True
        self.timer.start()

    def flush(self) -> None:
        """Carry everything to the cache; what cannot be carried stays for the next time."""
        with self.lock:
            taken, self.pending = self.pending, {}
            tenant_ids = list(taken)
            if self.timer is not None:
                self.timer.cancel()
            self.timer = None
        try:
            _carry(taken)
            self._hear_of(tenant_ids)
        except (RedisError, OSError):
            with self.lock:
                for tenant_id, count in taken.items():
                    self.pending[tenant_id] = self.pending.get(tenant_id, 0) + count

    def _hear_of(self, tenant_ids: Iterable[UUID]) -> None:
        month = this_month().isoformat()
        keys = {MONTH.format(tenant_id, month): tenant_id for tenant_id in tenant_ids}
        found = cache.get_many(keys)
        until = time.monotonic() + MONTH_SECONDS
        with self.lock:
            self.heard.update({keys[key]: (until, int(count)) for key, count in found.items()})

    def forget(self) -> None:
        """As in a process that has just begun."""
        with self.lock:
            if self.timer is not None:
                self.timer.cancel()
            self.pending, self.heard, self.timer = {}, {}, None


def _carry(counts: dict[UUID, int]) -> None:
    for tenant_id, count in list(counts.items()):
        key = WAITING.format(tenant_id)
        cache.add(key, 0, timeout=None)
        with suppress(ValueError):
            # Gone between the two: then the count of a second is lost.
            cache.incr(key, count)
        del counts[tenant_id]


counter = _Counter()


def note_call(tenant: Tenant) -> None:
    """Count a call; PlanLimitError once the plan's calls of the month are used up."""
    known = counter.add(tenant.pk)
    most = plan_limit(tenant, API_CALLS)
    if most is not None and known > most:
        raise PlanLimitError(API_CALLS, most)


@transaction.atomic
def collect_calls() -> int:
    """Write down what waits in the cache, and tell the cache what the month has come to; says how many calls."""
    with scope(PUBLIC):
        ids = list(Tenant.objects.in_use().values_list("pk", flat=True))
        collected = 0
        for start in range(0, len(ids), TENANTS_AT_ONCE):
            collected += _collect(ids[start : start + TENANTS_AT_ONCE])
        month = this_month()
        uses = PlanUse.objects.filter(limit=API_CALLS, month=month).values_list("tenant_id", "used")
        sums = {MONTH.format(tenant_id, month.isoformat()): used for tenant_id, used in uses}
        if sums:
            cache.set_many(sums, timeout=MONTH_SECONDS)
    return collected


def _collect(tenant_ids: list[UUID]) -> int:
    keys = {WAITING.format(tenant_id): tenant_id for tenant_id in tenant_ids}
    waiting = {key: int(count) for key, count in cache.get_many(keys).items() if int(count) > 0}
    for key, count in waiting.items():
        use, _is_new = PlanUse.objects.get_or_create(tenant_id=keys[key], limit=API_CALLS, month=this_month())
        PlanUse.objects.filter(pk=use.pk).update(used=F("used") + count)
    # Taken away only once it is written down, and only as much: more may have come meanwhile.
    transaction.on_commit(lambda: _take_away(waiting))
    return sum(waiting.values())


def _take_away(counts: dict[str, int]) -> None:
    for key, count in counts.items():
        with suppress(ValueError, RedisError, OSError):
            cache.decr(key, count)
