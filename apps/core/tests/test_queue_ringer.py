"""The thread that rings for requests: together, in time, and for all of them."""

import threading
import time

import pytest

from apps.core.queue import ringer
from apps.core.queue.bell import ENOUGH_BELLS


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, float]]:
    """The bells that were rung, and when."""
    bells: list[tuple[str, int, float]] = []
    monkeypatch.setattr(ringer, "ring", lambda queue, times: bells.append((queue, times, time.monotonic())))
    return bells


def wait_for(bells: list[tuple[str, int, float]], number: int) -> None:
    end = time.monotonic() + 60
    while len(bells) < number and time.monotonic() < end:
        time.sleep(0.005)
    assert len(bells) >= number


def test_fifty_at_once_are_rung_for_together(
    rung: list[tuple[str, int, float]],
) -> None:
    thread = ringer.Ringer()
    thread.start()
    began = time.monotonic()
    people = [threading.Thread(target=thread.ask, args=("default", 1, 0.2)) for _ in range(50)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    wait_for(rung, 1)
    thread.ask("ai", 1, 0)
    wait_for(rung, 2)

    (queue, times, moment), (other, once, _later) = rung
    assert (queue, times, other, once) == ("default", ENOUGH_BELLS, "ai", 1)
    assert 0.2 <= moment - began < 60


def test_workers_are_kept_away_while_more_comes_but_not_for_ever(rung: list[tuple[str, int, float]]) -> None:
    thread = ringer.Ringer()
    thread.start()
    began = time.monotonic()
    while not rung and time.monotonic() - began < 60:
        thread.ask("default", 1, 0.1)
        time.sleep(0.01)

    assert ringer.MOST_TIMES * 0.1 <= rung[0][2] - began < 30


def test_what_is_urgent_is_not_put_off_by_what_comes_after_it(rung: list[tuple[str, int, float]]) -> None:
    thread = ringer.Ringer()
    with thread._changed:
        # The thread is not asked before all four have come.
        thread.ask("default", 1, 60)
        thread.ask("default", 1, 0)
        thread.ask("default", 1, 60)
        thread.ask("default", 1, 60)
    thread.start()

    wait_for(rung, 1)
    assert rung[0][:2] == ("default", 4)


def test_what_must_not_wait_is_not_kept_back_by_what_may(rung: list[tuple[str, int, float]]) -> None:
    thread = ringer.Ringer()
    thread.start()

    thread.ask("default", 1, 60)
    thread.ask("default", 1, 0)

    wait_for(rung, 1)
    assert rung[0][:2] == ("default", 2)


def test_process_without_the_thread_rings_at_once(
    rung: list[tuple[str, int, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ringer._Process, "ringer", None)
    ringer.ring_soon("default", within=60)
    assert [bell[:2] for bell in rung] == [("default", 1)]


def test_process_with_the_thread_does_not_ring_by_itself(
    rung: list[tuple[str, int, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ringer._Process, "ringer", None)
    ringer.ring_beside_requests()
    ringer.ring_soon("default", 3, within=0.05)
    assert rung == []
    wait_for(rung, 1)
    assert rung[0][:2] == ("default", 3)
