"""`python -m benchmarks.queue_work.measure` calls both ways in turn and prints seconds as one JSON line."""

import json
import time
from collections.abc import Callable
from statistics import median

import django

CALLS = 1000
ROUNDS = 3
PATIENCE_SECONDS = 120


def main() -> None:
    django.setup()
    from django.conf import settings  # noqa: PLC0415 -- after Django's set-up
    from django.db import transaction  # noqa: PLC0415 -- after Django's set-up
    from redis import Redis  # noqa: PLC0415 -- after Django's set-up

    from apps.core.models import QueuedTask  # noqa: PLC0415 -- after Django's set-up
    from apps.core.queue import later  # noqa: PLC0415 -- after Django's set-up
    from apps.core.scope import scope  # noqa: PLC0415 -- after Django's set-up
    from apps.tenants.models import Tenant  # noqa: PLC0415 -- after Django's set-up
    from benchmarks.queue_work.tasks import plain  # noqa: PLC0415 -- after Django's set-up

    tenant = Tenant.objects.active()[0]
    ours = QueuedTask.objects.filter(queue="bench")
    broker = Redis.from_url(settings.REDIS_URL)

    def call_later() -> None:
        with scope(tenant), transaction.atomic():
            for _ in range(CALLS):
                later("queue_work.through_queue")

    def call_later_each_in_a_transaction() -> None:
        with scope(tenant):
            for _ in range(CALLS):
                with transaction.atomic():
                    later("queue_work.through_queue")

    def call_delay() -> None:
        for _ in range(CALLS):
            plain.apply_async(args=(tenant.schema_name,), queue="plain")

    def all_done() -> bool:
        return not ours.exclude(state=QueuedTask.State.DONE).exists()

    def all_taken() -> bool:
        return broker.llen("plain") == 0

    def timed(call: Callable[[], None], ended: Callable[[], bool]) -> tuple[float, float]:
        began = time.perf_counter()
        call()
        called = time.perf_counter()
        while not ended():
            if time.perf_counter() - called > PATIENCE_SECONDS:
                raise TimeoutError("the worker does not get through")
            time.sleep(0.01)
        return called - began, time.perf_counter() - began

    ways = {
        "later": (call_later, all_done),
        "later_each": (call_later_each_in_a_transaction, all_done),
        "delay": (call_delay, all_taken),
    }
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    ours.delete()
    try:
        for round_number in range(ROUNDS + 1):
            for name, (call, ended) in ways.items():
                measured = timed(call, ended)
                # The first round warms both up.
                if round_number:
                    seconds[name].append(measured)
                ours.delete()
    finally:
        ours.delete()
    print(json.dumps({name: [median(part) for part in zip(*pairs, strict=True)] for name, pairs in seconds.items()}))


if __name__ == "__main__":
    main()
