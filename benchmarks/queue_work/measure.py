"""Calls both ways in turn, and prints the median seconds as one JSON line."""

import json
import time
from collections.abc import Callable
from statistics import median

from django.conf import settings
from django.db import transaction
from redis import Redis

from apps.core.models import QueuedTask
from apps.core.queue import later
from apps.core.scope import scope
from apps.tenants.models import Tenant
from benchmarks.queue_work.tasks import plain

CALLS = 1000
ROUNDS = 3
PATIENCE_SECONDS = 120

Way = tuple[Callable[[Tenant], None], Callable[[], bool]]


def call_later(tenant: Tenant) -> None:
    with scope(tenant), transaction.atomic():
        for _ in range(CALLS):
            later("queue_work.through_queue")


def call_later_with_a_commit_each(tenant: Tenant) -> None:
    with scope(tenant):
        for _ in range(CALLS):
            with transaction.atomic():
                later("queue_work.through_queue")


def call_delay(tenant: Tenant) -> None:
    for _ in range(CALLS):
        plain.apply_async(args=(tenant.schema_name,), queue="plain")


def all_done() -> bool:
    return not QueuedTask.objects.filter(queue="bench").exclude(state=QueuedTask.State.DONE).exists()


def all_taken() -> bool:
    with Redis.from_url(settings.REDIS_URL) as broker:
        return not broker.exists("plain")


WAYS: dict[str, Way] = {
    "later": (call_later, all_done),
    "later_each": (call_later_with_a_commit_each, all_done),
    "delay": (call_delay, all_taken),
}


def timed(way: Way, tenant: Tenant) -> tuple[float, float]:
    """Seconds until all calls were made, and until all work was done."""
    call, ended = way
    began = time.perf_counter()
    call(tenant)
    called = time.perf_counter()
    while not ended():
        if time.perf_counter() - called > PATIENCE_SECONDS:
            raise TimeoutError("the worker does not get through")
        time.sleep(0.01)
    return called - began, time.perf_counter() - began


def main() -> None:
    tenant = Tenant.objects.active()[0]
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in WAYS}
    try:
        for round_number in range(ROUNDS + 1):
            for name, way in WAYS.items():
                QueuedTask.objects.filter(queue="bench").delete()
                measured = timed(way, tenant)
                # The first round waits for the worker and warms all up.
                if round_number:
                    seconds[name].append(measured)
    finally:
        QueuedTask.objects.filter(queue="bench").delete()
    medians = {name: [median(part) for part in zip(*pairs, strict=True)] for name, pairs in seconds.items()}
    print(json.dumps({"calls": CALLS, "seconds": medians}))
