"""Deeds of several at the same moment, each on a connection of its own; tests that use it commit for real."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

from apps.core.problems import ProblemError
from tests.real_processes import wait_for

Answer = TypeVar("Answer")
Asked = ParamSpec("Asked")


def at_once(*deeds: Callable[[], Answer]) -> list[Answer]:
    """Do all of them in threads that start at the same moment."""
    together = threading.Barrier(len(deeds))

    def do(deed: Callable[[], Answer]) -> Answer:
        together.wait()
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(do, deeds))


def outcome(deed: Callable[Asked, object], *asked: Asked.args, **named: Asked.kwargs) -> Callable[[], str]:
    """The deed with what it is asked, answering with "done" or with the code of the problem that it met."""

    def do() -> str:
        try:
            deed(*asked, **named)
        except ProblemError as problem:
            return problem.code
        return "done"

    return do


def before_it_commits(first: Callable[[], object], second: Callable[[], Answer]) -> Answer:
    """What the second says that begins when the first has done its deed but has not committed it yet.

    The first commits as soon as the second is done, or waits for a lock.
    """
    done, commit = threading.Event(), threading.Event()

    def do_first() -> None:
        try:
            with transaction.atomic():
                first()
                done.set()
                commit.wait(30)
        finally:
            done.set()
            connection.close()

    def do_second() -> Answer:
        try:
            return second()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        one = threads.submit(do_first)
        assert done.wait(30)
        two = threads.submit(do_second)
        try:
            wait_for(lambda: two.done() or somebody_waits())
        finally:
            commit.set()
        one.result()
        return two.result()


def somebody_waits() -> bool:
    """Whether a connection of this database waits for another one's lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock')"
        )
        return bool(cursor.fetchone()[0])
