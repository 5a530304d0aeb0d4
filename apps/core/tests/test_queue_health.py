"""What /readyz says about broker, worker, clock and queue."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings
from redis import Redis

from apps.core.health import Health
from apps.core.models import QueuedTask
from apps.core.queue import pulse
from apps.core.queue.health import check_beat, check_broker, check_queue, check_worker
from tests.queue_processes import Broker

# Between the two looks at the broker's clock a new second should not begin.
LATE_IN_A_SECOND = 700_000


@pytest.fixture
def valkey(tmp_path: Path, settings: Settings) -> Iterator[Broker]:
    own = Broker(tmp_path)
    own.start()
    settings.REDIS_URL = own.url
    settings.QUEUE_SWEEP_SECONDS = 5
    yield own
    own.kill()


def ages() -> list[int]:
    found = []
    for health in (check_worker(), check_beat()):
        assert health.ok
        found.append(health.extra["seconds_ago"])
    return found


def test_fresh_pulses_are_healthy(valkey: Broker) -> None:
    pulse.leave(pulse.WORKER)
    pulse.leave(pulse.BEAT)

    assert check_broker() == Health(ok=True)
    # A second may have begun meanwhile.
    assert max(ages()) <= 1


@pytest.mark.parametrize("minutes", [-10, 10])
def test_pulse_of_who_has_a_wrong_clock_is_as_fresh_as_any(
    valkey: Broker, minutes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = time.time
    monkeypatch.setattr(time, "time", lambda: right() + 60 * minutes)
    pulse.leave(pulse.WORKER)
    pulse.leave(pulse.BEAT)
    seen = [one.seconds_ago for one in pulse.workers()]
    monkeypatch.undo()

    assert max(ages()) <= 1
    assert max(seen) <= 1


def test_pulse_that_never_was_says_what_to_start(valkey: Broker) -> None:
    assert check_worker() == Health(
        ok=False, detail="No worker has consumed a message lately. Start one: celery -A config worker"
    )
    assert check_beat() == Health(ok=False, detail="The clock does not tick. Start it: python -m config.beat")


def test_old_pulse_is_noticed_after_four_missed_rounds(valkey: Broker) -> None:
    with Redis.from_url(valkey.url) as client:
        answers = []
        for age in (19, 21):
            seconds, microseconds = client.time()
            if microseconds > LATE_IN_A_SECOND:
                time.sleep(1 - microseconds / 1_000_000)
                seconds += 1
            client.set("rostrum:pulse:worker", seconds - age)
            answers.append(check_worker().ok)

    assert answers == [True, False]


def test_broker_that_is_away_fails_three_checks_and_raises_nothing(valkey: Broker) -> None:
    valkey.kill()

    assert [check().ok for check in (check_broker, check_worker, check_beat)] == [False, False, False]
    pulse.leave(pulse.WORKER)


@pytest.mark.django_db
def test_queue_counts_what_waits_runs_and_was_given_up() -> None:
    QueuedTask.objects.all().delete()
    for state in ("queued", "queued", "queued", "running", "running", "dead", "done", "failed"):
        QueuedTask.objects.create(name="core.work", queue="default", schema_name="public", state=state)

    assert check_queue() == Health(ok=True, extra={"waiting": 3, "running": 2, "dead": 1})
