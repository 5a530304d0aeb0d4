"""The bell: a Celery message without content that says "there is work in this queue"."""

import logging
import time
from typing import Any

import celery
from django.conf import settings
from kombu.exceptions import KombuError
from kombu.transport import redis as redis_transport
from kombu.transport import virtual
from redis import Redis, RedisError

BROKER_ERRORS = (KombuError, RedisError, OSError)
SWEEP_QUEUE = "sweep"
# The Celery tasks of answers.py; who rings knows them by name only.
DRAIN, SWEEP = "queue.drain", "queue.sweep"
# So many waiting bells wake every process that there may be; each will claim after it is heard, so one more is noise.
ENOUGH_BELLS = 8
# After a failed send nobody tries again for so long, and twice as long each time it fails again: a broker that was only
# started anew is rung at once, one that stays away costs little. The sweeper rings for what was left.
FIRST_SILENCE, LONGEST_SILENCE = 0.5, 10.0

log = logging.getLogger(__name__)


class BellOnlyTask(celery.Task):  # type: ignore[type-arg]  # celery-types makes it generic, celery does not
    """Base of all Celery tasks: a message may be lost, so only bells are sent, by name; work goes by `later()`."""

    abstract = True

    def apply_async(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(f"{self.name}: queue work with apps.core.queue.later()")


class _Silence:
    """Until when this process does not try to reach the broker, and how long it kept silent last."""

    until = last = 0.0

    @classmethod
    def begin(cls) -> None:
        cls.last = min(max(cls.last * 2, FIRST_SILENCE), LONGEST_SILENCE)
        cls.until = time.monotonic() + cls.last

    @classmethod
    def end(cls) -> None:
        cls.until = cls.last = 0.0


def ring(queue: str, times: int = 1) -> bool:
    """Tell the workers of a queue; False when the broker cannot be reached, which is no reason to fail."""
    if time.monotonic() < _Silence.until:
        return False
    try:
        with celery.current_app.producer_or_acquire() as producer:
            waiting = int(producer.channel.client.llen(queue))
            for _ in range(min(times, ENOUGH_BELLS - waiting)):
                celery.current_app.send_task(DRAIN, args=(queue,), queue=queue, retry=False, producer=producer)
    except BROKER_ERRORS as error:
        _Silence.begin()
        log.warning("broker not reached, the sweeper will ring for %s: %s", queue, error)
        return False
    _Silence.end()
    return True


def broker() -> Redis:
    """A client for looking at the broker, with short patience."""
    return Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)


def keep_prefetch_window_open() -> None:
    """Let an acknowledgement that the broker did not take still count here.

    kombu's Redis transport raises before its own bookkeeping, so failed acknowledgements fill the prefetch window
    for good: after a restart of the broker a busy worker would be alive and consume nothing.
    """
    original = redis_transport.QoS.ack

    def ack(self: redis_transport.QoS, delivery_tag: str) -> None:
        try:
            original(self, delivery_tag)
        except BROKER_ERRORS:
            virtual.QoS.ack(self, delivery_tag)
            raise

    redis_transport.QoS.ack = ack  # type: ignore[method-assign]  # this is the patch


def put_no_bell_back() -> None:
    """Let bells that a worker had not answered yet be gone with its connection; the sweeper rings for what waits.

    kombu would put them back while it closes a connection that the broker broke off, which can end the whole worker:
    by then it no longer knows where the broker is.
    """
    redis_transport.QoS.restore_at_shutdown = False
