"""The runner's own Celery app: `celery -A apps.code_assessment.sandbox.runner.app worker -Q runner`.

It takes one order a process at a time, keeps no results, and stores nothing but what the two ends agree on in line.py.
"""

import os
from urllib.parse import urlsplit, urlunsplit

from celery import Celery

from apps.code_assessment.sandbox.runner.line import PREFIX, QUEUE, TASK, broker_url

# A bell that was taken and not answered comes again after this long; most are rung again by whoever asked before.
BELL_SECONDS = 60


def celery_url(url: str) -> str:
    """The same address as Celery writes it: sockets of this machine are called otherwise there."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(scheme="redis+socket")) if parts.scheme == "unix" else url


def runner_app(url: str) -> Celery:
    """An app on that broker; it never becomes the current one, as whoever asks has another."""
    made = Celery("runner", set_as_current=False, broker=celery_url(url))
    made.conf.update(
        task_default_queue=QUEUE,
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_acks_late=True,
        task_create_missing_queues=True,
        worker_prefetch_multiplier=1,
        worker_concurrency=int(os.environ.get("RUNNER_PROCESSES") or os.cpu_count() or 1),
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
        worker_proc_alive_timeout=30,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={
            "global_keyprefix": PREFIX,
            "visibility_timeout": BELL_SECONDS,
            "socket_connect_timeout": 2,
        },
    )
    return made


def ring(made: Celery, order: str) -> None:
    """Tell the runners of an order."""
    with made.producer_or_acquire() as producer:
        made.send_task(TASK, args=(order,), queue=QUEUE, retry=False, producer=producer)


app = runner_app(broker_url())
app.conf.include = ["apps.code_assessment.sandbox.runner.working"]
