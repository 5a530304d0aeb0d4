"""What the queue refuses before it touches the database."""

import pytest
from celery import shared_task
from django.db import transaction
from kombu.transport import redis as redis_transport
from kombu.transport import virtual
from redis import ConnectionError as BrokerGoneError

from apps.core.queue import later, task
from apps.core.queue.bell import keep_prefetch_window_open
from tests.queue_app import tasks as _tasks  # noqa: F401 -- makes the tasks known


def test_outside_a_transaction_it_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError, match=r"inside transaction\.atomic"):
        later("core.everywhere")


def test_two_tasks_of_one_name_are_refused() -> None:
    def work() -> None: ...

    with pytest.raises(ValueError, match=r"two tasks are called core\.work"):
        task("core.work")(work)


def test_name_that_differs_from_the_function_is_refused() -> None:
    def run_it() -> None: ...

    with pytest.raises(ValueError, match=r"called <app label>\.run_it"):
        task("core.go")(run_it)


def test_clock_runs_public_tasks_only() -> None:
    with pytest.raises(ValueError, match="only public tasks"):
        task("core.hourly", every_seconds=3600)


def test_only_bells_are_sent_to_celery() -> None:
    """A message may be lost, so work that is queued past the row is refused."""

    @shared_task(name="tests.bare")
    def bare() -> None: ...

    with pytest.raises(TypeError, match=r"queue work with apps\.core\.queue\.later"):
        bare.delay()


class _QoSWithoutBroker(redis_transport.QoS):
    """As it is in the moment when the broker goes away."""

    restore_at_shutdown = False

    def _remove_from_indices(self, delivery_tag: str, pipe: object = None) -> object:
        raise BrokerGoneError("gone")


@pytest.mark.parametrize(("cured", "may_consume"), [(False, False), (True, True)])
def test_failed_acknowledgement_leaves_the_prefetch_window_open(
    monkeypatch: pytest.MonkeyPatch, *, cured: bool, may_consume: bool
) -> None:
    """Trap: each failed acknowledgement would take a place in the window, until a living worker consumes nothing.

    Without the cure the window stays shut: when that line fails, kombu has mended it and the cure can go.
    """
    monkeypatch.setattr(redis_transport.QoS, "ack", redis_transport.QoS.ack)
    if cured:
        keep_prefetch_window_open()
    window = _QoSWithoutBroker(object(), prefetch_count=1)
    virtual.QoS.append(window, object(), "message-1")

    with pytest.raises(BrokerGoneError):
        window.ack("message-1")

    assert window.can_consume() is may_consume
