"""The worker killed again and again while CVs come in and are read."""

import os
import random
import time
from concurrent.futures import ThreadPoolExecutor

from apps.core.scope import scope
from apps.hiring.models import Candidate
from tests.chaos.books import compare, number_read, open_reservations, statuses
from tests.chaos.conftest import Stand
from tests.chaos.documents import cv_file
from tests.chaos.figures import Figures
from tests.chaos.visitors import Answer
from tests.queue_processes import wait_until

UPLOADS = int(os.environ.get("CHAOS_UPLOADS") or "1000")
KILLS = int(os.environ.get("CHAOS_KILLS") or "20")
SENDERS = 4
LONGEST_SECONDS = 600
PATIENCE_SECONDS = 120


def test_worker_killed(stand: Stand, figures: Figures) -> None:
    """Uploads while the worker is killed with -9."""
    product = stand.product()
    visitor = stand.visitor(product)
    first = visitor.upload(*cv_file(0))
    assert first.status == 202, first.body
    chance = random.Random(KILLS)  # noqa: S311 -- the same moments each time

    def upload(number: int) -> Answer:
        return visitor.upload(*cv_file(number))

    def done_since(before: int) -> bool:
        done = number_read(stand.tenant)
        return done > before or done == UPLOADS

    with ThreadPoolExecutor(SENDERS) as senders:
        sent = [senders.submit(upload, number) for number in range(1, UPLOADS)]
        for _ in range(KILLS):
            before = number_read(stand.tenant)
            wait_until(lambda: done_since(before), PATIENCE_SECONDS, "one more CV is read")  # noqa: B023 -- at once
            time.sleep(chance.random() * 2)
            product.kill("worker")
        killed_at = time.monotonic()
        left = UPLOADS - number_read(stand.tenant)
        answers = [first, *(one.result() for one in sent)]
    accepted = {answer.json["id"] for answer in answers if answer.status == 202}
    wait_until(lambda: number_read(stand.tenant) >= len(accepted), 2 * LONGEST_SECONDS, "every CV is read")

    figures.exactly("uploads accepted", len(accepted), UPLOADS)
    figures.exactly("kills", KILLS, KILLS)
    figures.seen("CVs not read yet at the last kill", left)
    figures.at_most("until all are final after the last kill", time.monotonic() - killed_at, LONGEST_SECONDS, "s")
    compare(figures, stand.tenant, stand.media, accepted)
    rows = statuses(stand.tenant)
    figures.exactly("read", sum(status == "parsed" for status in rows.values()), UPLOADS)
    figures.exactly("analyses still set aside", open_reservations(stand.tenant), 0)
    with scope(stand.tenant):
        figures.exactly("candidates, one for each person", Candidate.objects.count(), UPLOADS)
