"""Calls as deep as those that draw a page take no memory from the system again and again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from resource import RUSAGE_THREAD, getrusage
from types import SimpleNamespace
from typing import TypeVar

import pytest
from gunicorn.workers.gthread import ThreadWorker

from config.call_room import with_room
from config.web_worker import SharingWorker

Answer = TypeVar("Answer")
DEEPEST, CALLS = 300, 100


def leaf(a: int, b: int, c: int) -> int:
    return a + b + c


def most_pages_taken() -> int:
    """By a hundred calls from the same depth, where it is most: each piece that is taken anew is one or more."""
    found = []

    def go(depth: int) -> None:
        before = getrusage(RUSAGE_THREAD).ru_minflt
        for number in range(CALLS):
            leaf(number, depth, 1)
        found.append(getrusage(RUSAGE_THREAD).ru_minflt - before)
        if depth:
            go(depth - 1)

    go(DEEPEST)
    return max(found)


def in_a_thread(deed: Callable[[], Answer]) -> Answer:
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(deed).result()


def test_calls_of_any_depth_find_room() -> None:
    in_a_thread(most_pages_taken)
    assert in_a_thread(lambda: with_room(most_pages_taken)) < CALLS / 4


def test_what_is_asked_is_answered_or_raised() -> None:
    assert with_room(leaf, 1, b=2, c=3) == 6
    with pytest.raises(TypeError, match="leaf"):
        with_room(leaf, 1)  # type: ignore[call-arg]  # which is the error


def test_requests_are_answered_with_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ThreadWorker, "handle", lambda _self, connection: (connection, most_pages_taken()))
    worker = object.__new__(SharingWorker)
    asked = SimpleNamespace(initialized=True)
    connection, taken = in_a_thread(lambda: worker.handle(asked))
    assert connection is asked
    assert taken < CALLS / 4
