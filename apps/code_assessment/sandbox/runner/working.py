"""The worker's side: boxes are tried before the first order is taken, and every process has a box ready."""

import gc
import logging
import logging.config
import os
import signal
import socket
import time
from functools import cache
from typing import Any

from celery import signals
from redis import RedisError

from apps.code_assessment.sandbox.judge import BubblewrapEngine
from apps.code_assessment.sandbox.processes import end_with_parent
from apps.code_assessment.sandbox.runner.app import app
from apps.code_assessment.sandbox.runner.judging import judge_order
from apps.code_assessment.sandbox.runner.line import ANNOUNCE_SECONDS, TASK, Line, broker_url, client_of
from apps.code_assessment.sandbox.runner.rights import rights_here
from apps.code_assessment.sandbox.selftest import Report
from apps.core.logs import TEXT, logging_in

# Where boxes do not hold, everything is tried again this often.
TRY_AGAIN_SECONDS = 30
NAME = f"{socket.gethostname()}:{os.getpid()}"

log = logging.getLogger(__name__)


@signals.setup_logging.connect
def log_as_the_others_do(**kwargs: Any) -> None:
    """One line for each order, in the form of web and worker; Celery speaks of trouble only."""
    level = {"apps.code_assessment.sandbox": "INFO"}
    logging.config.dictConfig(logging_in(os.environ.get("LOG_FORMAT") or TEXT, "WARNING", **level))


@cache
def engine() -> BubblewrapEngine:
    """Examined once, before the worker divides into processes; each of these makes boxes of its own."""
    return BubblewrapEngine(rights=rights_here())


@cache
def line() -> Line:
    """The broker as a process of its own; Redis clients find out when they are in a fork."""
    return Line(client_of(broker_url()))


@app.task(name=TASK)
def judge(order: str) -> None:
    """Answer a bell."""
    judge_order(line(), engine(), order)


def announcement(report: Report, languages: dict[str, str]) -> dict[str, Any]:
    """What a runner says of itself."""
    return {
        "refusal": report.refusal_reason,
        "checks": [[check.name, check.ok, check.detail] for check in report.checks],
        "kernel": report.kernel,
        "memory_by": report.memory_by,
        "languages": languages,
        "user": os.geteuid(),
        "processes": app.conf.worker_concurrency,
    }


def announce(said: dict[str, Any]) -> None:
    try:
        line().announce(NAME, said)
    except RedisError as error:
        log.warning("the broker does not hear what this runner says of itself: %s", error)


@signals.worker_init.connect
def examine(sender: Any, **kwargs: Any) -> None:
    """Take no order before boxes hold; until then say why not."""
    while reason := engine().refusal():
        log.error("the sandbox refuses: %s", reason)
        said, again = announcement(engine().report(), {}), time.monotonic() + TRY_AGAIN_SECONDS
        while time.monotonic() < again:
            announce(said)
            time.sleep(ANNOUNCE_SECONDS)
        engine().forget_report()
    said = announcement(engine().report(), engine().languages())
    # Processes start from here without a box of this one's, and share what is in memory by now.
    engine().close()
    sender.app.said = said
    gc.collect()
    gc.freeze()


@signals.worker_ready.connect
def keep_announcing(sender: Any, **kwargs: Any) -> None:
    """Say every few seconds that this runner is there."""
    said = sender.app.said
    announce(said)
    sender.timer.call_repeatedly(ANNOUNCE_SECONDS, announce, (said,))
    log.warning("judges in %s", ", ".join(said["languages"]))


@signals.worker_process_init.connect
def make_ready(**kwargs: Any) -> None:
    """Each process ends with the worker, however that ends, and has a box that waits."""
    end_with_parent(signal.SIGKILL)
    engine().warm_up()


@signals.task_failure.connect
def tell_lost(args: tuple[str, ...] | None = None, **kwargs: Any) -> None:
    """A process that judged was killed: whoever asked hears it now and need not wait for the silence to tell."""
    if args:
        try:
            line().say(args[0], {"is": "lost"})
        except RedisError as error:
            log.warning("the broker does not hear that %s was lost: %s", args[0], error)


@signals.worker_shutdown.connect
def withdraw(**kwargs: Any) -> None:
    try:
        line().withdraw(NAME)
    except RedisError as error:
        log.warning("the broker does not hear that this runner ends: %s", error)
