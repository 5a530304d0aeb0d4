"""What requests cost, counted in each process of the web server, and all that is measured in the form of Prometheus.

Several processes count into files that prometheus_client adds up, in the folder that config/gunicorn.py makes; see
docs/decisions/0014-metrics-in-files-of-each-process.md.
"""

import os
from collections import defaultdict
from collections.abc import Iterator
from time import perf_counter

from django.http import HttpRequest
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.core import Metric as Family
from prometheus_client.multiprocess import MultiProcessCollector

from apps.core.metrics import Metric, Sample, declared_metrics, samples
from apps.core.process_use import use_of
from apps.core.queue.pulse import worker_uses

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# Where pages should be, and where they hurt.
BUCKETS = (0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 10)

REQUESTS = Metric(
    "rostrum_requests_total", "Requests by name of the address.", ("route", "method", "status"), "counter"
)
SECONDS = Metric("rostrum_request_seconds", "How long answers took.", ("route",), "histogram")
PROCESSES = Metric("rostrum_processes", "Processes that run.", ("part",))
MEMORY = Metric("rostrum_memory_bytes", "Memory of all processes; what they share counts for each.", ("part",))
CPU = Metric("rostrum_cpu_seconds_total", "Time of the processor that they took.", ("part",), "counter")

_own = CollectorRegistry()
_requests = Counter(REQUESTS.name, REQUESTS.help, REQUESTS.labels, registry=_own)
_seconds = Histogram(SECONDS.name, SECONDS.help, SECONDS.labels, buckets=BUCKETS, registry=_own)


def every_metric() -> list[Metric]:
    """All that /metrics may say."""
    return [REQUESTS, SECONDS, PROCESSES, MEMORY, CPU, *declared_metrics()]


def route_of(request: HttpRequest) -> str:
    """The name of the address; one name for all that lead nowhere, as strangers invent them."""
    match = request.resolver_match
    return (match.view_name or match.route) if match else "none"


def count_request(request: HttpRequest, status: int, begun: float) -> None:
    """Once it is answered."""
    route = route_of(request)
    method = request.method if request.method in METHODS else "other"
    _requests.labels(route, method, str(status)).inc()
    _seconds.labels(route).observe(perf_counter() - begun)


class _Read:
    """A collector of what is read when Prometheus asks."""

    def collect(self) -> Iterator[Family]:
        found: dict[Metric, list[Sample]] = defaultdict(list)
        for one in [*_process_samples(), *samples()]:
            found[one.metric].append(one)
        for metric, values in found.items():
            kind = CounterMetricFamily if metric.kind == "counter" else GaugeMetricFamily
            family = kind(metric.name, metric.help, labels=metric.labels)
            for one in values:
                family.add_metric(one.labels, one.value)
            yield family


def _process_samples() -> Iterator[Sample]:
    main = os.getppid() if FOLDER in os.environ else os.getpid()
    uses = {"web": [use_of(main)], "worker": worker_uses()}
    for part, found in uses.items():
        yield Sample(PROCESSES, sum(one.processes for one in found), (part,))
        yield Sample(MEMORY, sum(one.memory_bytes for one in found), (part,))
        yield Sample(CPU, sum(one.cpu_seconds for one in found), (part,))


def exposition() -> bytes:
    """Everything, in Prometheus' own text form."""
    counted = _own
    if FOLDER in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]  # of a typed package
    read = CollectorRegistry(auto_describe=False)
    read.register(_Read())
    return generate_latest(counted) + generate_latest(read)
