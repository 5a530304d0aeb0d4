"""What the clock rings for every five seconds, and what is longer than a lease; both leave a row for each run."""

import time

from django.db import connection

from apps.core.queue import finish, task

EVERY_SECONDS = 5
MAKE_RUNS_TABLE = """
CREATE TABLE IF NOT EXISTS public.clock_run (
    what text NOT NULL, number integer NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp()
)
"""


def leave_run(what: str, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO public.clock_run (what, number) VALUES (%s, %s)", [what, number])


@task("clock_app.leave_tick", public=True, every_seconds=EVERY_SECONDS)
def leave_tick() -> None:
    leave_run("tick", 0)


@task("clock_app.outlast_lease", public=True, slow=True)
def outlast_lease(number: int, seconds: float) -> None:
    time.sleep(seconds)
    with finish():
        leave_run("long", number)
