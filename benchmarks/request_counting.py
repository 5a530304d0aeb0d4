"""What it costs a request to be counted, beside a counter in the broker; in a process as the web server starts them."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

from benchmarks import Figure

TIMES, ROUTES = 5_000, 300
COUNT = "import json; from benchmarks.request_counting import counted; print(json.dumps(counted()))"


def microseconds(work: Callable[[int], object]) -> float:
    """The least of five rounds, as other work on the machine only adds."""
    rounds = []
    for _ in range(5):
        began = time.perf_counter()
        for number in range(TIMES):
            work(number)
        rounds.append((time.perf_counter() - began) / TIMES * 1e6)
    return round(min(rounds), 1)


def counted() -> dict[str, float]:
    """In the child: our count, the same in the broker, and what one question of Prometheus then takes."""
    import django  # noqa: PLC0415 -- in the child only

    django.setup()
    from django.http import HttpRequest  # noqa: PLC0415 -- as above
    from django.urls import ResolverMatch  # noqa: PLC0415 -- as above

    from apps.core.exposition import count_request, exposition  # noqa: PLC0415 -- as above
    from apps.core.queue.bell import broker  # noqa: PLC0415 -- as above

    requests = []
    for number in range(ROUTES):
        request = HttpRequest()
        request.method = "GET"
        request.resolver_match = ResolverMatch(lambda: None, (), {}, url_name=f"page_{number}")
        requests.append(request)
    ours = microseconds(lambda number: count_request(requests[number % ROUTES], 200, time.perf_counter()))
    with broker() as client:
        peer = microseconds(lambda number: client.hincrby("bench:requests", f"page_{number % ROUTES}", 1))
        client.delete("bench:requests")
    exposition()
    began = time.perf_counter()
    exposition()
    return {"ours": ours, "peer": peer, "exposition_ms": round((time.perf_counter() - began) * 1000, 1)}


def run() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": folder, "DJANGO_SETTINGS_MODULE": "config.settings"}
        done = subprocess.run(
            [sys.executable, "-c", COUNT], env=environment, capture_output=True, text=True, check=True
        )
    found = json.loads(done.stdout.splitlines()[-1])
    yield Figure("a request is counted", found["ours"], "µs", "one counter in the broker", found["peer"])
    yield Figure(f"/metrics with {ROUTES} addresses", found["exposition_ms"], "ms")
