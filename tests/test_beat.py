"""The clock against a real broker: one round waits at most, and the sign of life bears the broker's time."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from tests.queue_processes import START_SECONDS, Broker, Processes, wait_until


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    own = Broker(tmp_path)
    own.start()
    yield own
    own.kill()


@pytest.mark.django_db
def test_rounds_that_nobody_takes_do_not_pile_up_and_do_not_expire(broker: Broker, tmp_path: Path) -> None:
    with Processes(tmp_path, broker.url) as processes, Redis.from_url(broker.url) as talk:
        processes.start_clock()
        wait_until(lambda: talk.llen("sweep"), START_SECONDS, "a round waits")
        first = talk.lindex("sweep", 0)
        time.sleep(3)
        waiting, sign = talk.lrange("sweep", 0, -1), talk.get("rostrum:pulse:beat")
        now, _microseconds = talk.time()

        # As a worker that takes it.
        talk.delete("sweep")
        wait_until(lambda: talk.llen("sweep"), START_SECONDS, "the next round comes")

    assert waiting == [first]
    assert b'"expires": null' in waiting[0]
    assert isinstance(sign, bytes)
    assert now - int(sign) <= 2, "the clock ticked on while the round waited"
