"""The broker that stays away and comes back empty, and PostgreSQL that is started anew, under load."""

import os
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, count
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from tests.chaos.books import compare, number_read, number_waiting
from tests.chaos.conftest import Stand
from tests.chaos.documents import cv_file
from tests.chaos.figures import Figures
from tests.chaos.visitors import Answer, Visitor, percentile, until
from tests.queue_processes import wait_until

AWAY_SECONDS = float(os.environ.get("CHAOS_AWAY_SECONDS") or "60")
PATIENCE_SECONDS = 300
UPLOADERS, READERS, PAUSE_SECONDS = 2, 4, 0.4
# Long enough on both sides of a restart that errors before and after it would be seen.
AROUND_SECONDS = 15
LONGEST_ERRORS_SECONDS = 10
LONGEST_ANSWER_SECONDS = 5


class Load:
    """People who upload and others who look at lists, until it is enough."""

    def __init__(self, visitor: Visitor, readers: int = READERS) -> None:
        self.visitor = visitor
        self.is_over = threading.Event()
        self.numbers = count()
        self.threads = ThreadPoolExecutor(UPLOADERS + readers)
        deeds = [self._upload] * UPLOADERS + [self._look] * readers
        self.started = [self.threads.submit(until, self.is_over.is_set, deed, PAUSE_SECONDS) for deed in deeds]

    def _upload(self) -> Answer:
        return self.visitor.upload(*cv_file(next(self.numbers)))

    def _look(self) -> Answer:
        return self.visitor.ask("/api/v1/cv-analysis/cvs/")

    def end(self) -> tuple[list[Answer], list[Answer]]:
        """The answers to uploads, and to all else."""
        self.is_over.set()
        answers = [one.result() for one in self.started]
        self.threads.shutdown()
        return [*chain(*answers[:UPLOADERS])], [*chain(*answers[UPLOADERS:])]


def ids_of(answers: list[Answer]) -> set[str]:
    return {answer.json["id"] for answer in answers if answer.status == 202}


def test_broker_away(stand: Stand, figures: Figures) -> None:
    """Broker stopped, then started empty."""
    product = stand.product()
    load = Load(stand.visitor(product))
    wait_until(lambda: number_read(stand.tenant) > 3, PATIENCE_SECONDS, "CVs are read")
    stand.broker.kill()
    gone_at = time.monotonic()
    time.sleep(AWAY_SECONDS)
    stand.broker.start()
    back_at = time.monotonic()
    wait_until(lambda: time.monotonic() > back_at + 5, PATIENCE_SECONDS, "some are uploaded after it, too")
    uploads, looks = load.end()
    ended_at = time.monotonic()
    meanwhile = [one for one in uploads if gone_at < one.asked_at < back_at]
    accepted = ids_of(uploads)
    wait_until(lambda: number_read(stand.tenant) >= len(accepted), PATIENCE_SECONDS, "every CV is read")

    figures.seen("away", back_at - gone_at, "s")
    figures.exactly("uploads accepted meanwhile", len(ids_of(meanwhile)), len(meanwhile))
    slowest = percentile([one.seconds for one in meanwhile], 0.95)
    figures.at_most("95 % of these uploads within", slowest, LONGEST_ANSWER_SECONDS, "s")
    figures.exactly("errors on other pages", sum(one.is_error for one in looks), 0)
    figures.seen("until all are final, once it is back", time.monotonic() - ended_at, "s")
    compare(figures, stand.tenant, stand.media, accepted)


def postmaster() -> int:
    """The server that serves this test run; its supervisor starts it again."""
    lines = (Path(os.environ["ROSTRUM_HOME"]) / "postgres" / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    return int(lines[0])


def answers_again() -> bool:
    try:
        connection.close()
        connection.ensure_connection()
    except DatabaseError:
        return False
    return True


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT, signal.SIGKILL], ids=["restarted", "crashed", "killed"])
def test_database_restarted(stand: Stand, figures: Figures, how: signal.Signals) -> None:
    """PostgreSQL restarted under load"""
    figures.fault += {signal.SIGINT: "", signal.SIGQUIT: ", as after a crash", signal.SIGKILL: ", after kill -9"}[how]
    product = stand.product()
    load = Load(stand.visitor(product))
    wait_until(lambda: number_read(stand.tenant) > 3, PATIENCE_SECONDS, "CVs are read")
    time.sleep(random.Random(how).random())  # noqa: S311 -- the same moment each time
    os.kill(postmaster(), how)
    wait_until(answers_again, PATIENCE_SECONDS, "it answers again")
    time.sleep(AROUND_SECONDS)
    uploads, looks = load.end()
    answers = [*uploads, *looks]
    failed = sorted(one.asked_at + one.seconds for one in answers if one.is_error)
    accepted = ids_of(uploads)
    wait_until(lambda: not number_waiting(stand.tenant), PATIENCE_SECONDS, "all are read")

    figures.seen("answers", len(answers))
    figures.seen("of these errors", len(failed))
    lasted = failed[-1] - failed[0] if failed else 0
    figures.at_most("from the first to the last error", lasted, LONGEST_ERRORS_SECONDS, "s")
    codes = {one.json["code"] for one in answers if one.status >= 500}
    figures.words("what errors said", ", ".join(sorted(codes)) or "database-away", "database-away")
    compare(figures, stand.tenant, stand.media, accepted)
