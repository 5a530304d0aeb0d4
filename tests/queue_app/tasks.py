"""Each body leaves one row per run in `effect`, so that lost and double runs can be counted."""

import os
import signal
import time
from pathlib import Path

from django.db import connection

from apps.core.problems import ProblemError
from apps.core.queue import finish, report_progress, take_along, task

MAKE_EFFECT_TABLE = """
CREATE TABLE IF NOT EXISTS public.effect (
    what text NOT NULL, number integer NOT NULL, schema_name text NOT NULL DEFAULT current_schema(),
    backend integer NOT NULL DEFAULT pg_backend_pid(), at timestamptz NOT NULL DEFAULT clock_timestamp()
)
"""


class NotPossibleError(ProblemError):
    code = "not-possible"
    title = "This can never work."


def leave_effect(what: str, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO public.effect (what, number) VALUES (%s, %s)", [what, number])


@task("core.work")
def work(number: int, seconds: float = 0.0) -> None:
    leave_effect("work", number)
    time.sleep(seconds)


@task("core.slow_work", slow=True)
def slow_work(number: int, seconds: float = 0.0) -> None:
    time.sleep(seconds)
    with finish():
        leave_effect("slow_work", number)


@task("core.forgetful", slow=True)
def forgetful() -> None:
    leave_effect("forgetful", 0)


@task("core.no_writes", slow=True)
def no_writes() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@task("core.fail")
def fail() -> None:
    leave_effect("fail", 0)
    raise ValueError("this body has a fault")


@task("core.fail_as_expected")
def fail_as_expected() -> None:
    leave_effect("fail_as_expected", 0)
    raise NotPossibleError("The file is empty.")


@task("core.end_the_process", slow=True)
def end_the_process() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@task("core.hang", slow=True, timeout_seconds=1)
def hang() -> None:
    time.sleep(600)


@task("core.show_progress", slow=True)
def show_progress(go_on: str) -> None:
    """Says that it is at 40 percent, and waits until the test has seen it on the page."""
    report_progress(40, "Reading")
    until = time.monotonic() + 60
    while not Path(go_on).exists() and time.monotonic() < until:
        time.sleep(0.02)


@task("core.everywhere", public=True)
def everywhere() -> None:
    leave_effect("everywhere", 0)


@task("core.work_together")
def work_together(number: int) -> None:
    """What it does says with how many others; thirteen is a fault."""
    numbers = [number, *(kwargs["number"] for kwargs in take_along(2))]
    for one in numbers:
        leave_effect(f"{len(numbers)} together", one)
    if 13 in numbers:
        raise ValueError("this number has a fault")
