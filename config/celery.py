"""The Celery app: a bell for work that waits in the database."""

import gc
import logging
import os
from typing import Any

from celery import Celery, signals
from django.core.exceptions import ImproperlyConfigured
from kombu import Exchange, Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("rostrum", task_cls="apps.core.queue.bell:BellOnlyTask")
app.config_from_object("django.conf:settings", namespace="CELERY")


@signals.celeryd_init.connect
def prepare_worker(conf: Any, **kwargs: Any) -> None:
    """Without -Q a worker serves every queue that an app declares; with it, only those it names."""
    from apps.core.queue import answers  # noqa: F401, PLC0415 -- after Django's set-up; gives the worker its two tasks
    from apps.core.queue.bell import SWEEP_QUEUE, keep_prefetch_window_open, put_no_bell_back  # noqa: PLC0415 -- after Django's set-up
    from apps.core.queue.registry import queue_names  # noqa: PLC0415 -- after Django's set-up
    from apps.tenants.pooling import refuse_shared_servers  # noqa: PLC0415 -- after Django's set-up

    try:
        refuse_shared_servers()
    except ImproperlyConfigured as error:
        # Celery only logs what a receiver raises.
        raise SystemExit(str(error)) from error
    keep_prefetch_window_open()
    put_no_bell_back()
    names = (*queue_names(), SWEEP_QUEUE)
    # Exchange and key as Celery gives them to a queue that it only knows by name, as the ringing process does.
    conf.task_queues = [Queue(name, Exchange(name), routing_key=name) for name in names]


@signals.setup_logging.connect
def leave_logs_to_django(**kwargs: Any) -> None:
    """Celery adds no handler of its own; of each bell that is heard it need not speak."""
    logging.getLogger("celery").setLevel(logging.WARNING)


@signals.worker_before_create_process.connect
def share_memory(**kwargs: Any) -> None:
    """What is loaded before the fork stays shared, unless the garbage collector writes its marks all over it."""
    from apps.core.modules import all_modules  # noqa: PLC0415 -- after Django's set-up
    from apps.core.queue import sweep, worker  # noqa: F401, PLC0415 -- after Django's set-up
    from config.before_fork import read_addresses  # noqa: PLC0415 -- after Django's set-up

    # Mails hold links.
    read_addresses()
    for config in all_modules():
        config.warm_up()
    gc.collect()
    gc.freeze()


@signals.worker_process_init.connect
def start_renewal(**kwargs: Any) -> None:
    """Every process of the pool renews the lease of what it runs."""
    from apps.core.queue import renewal  # noqa: PLC0415 -- after Django's set-up

    renewal.start()
