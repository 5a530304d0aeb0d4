"""Names the queue; no worker of the product knows it, so a running product neither helps nor hinders."""

from django.apps import AppConfig


class QueueWorkConfig(AppConfig):
    name = "benchmarks.queue_work"
    queue = "bench"
