"""Processes of the web server killed in the middle of requests."""

import os
import random
import signal
import time

from tests.chaos.books import compare, files_of_rows, number_read, number_waiting, open_reservations, stored_files
from tests.chaos.conftest import Stand
from tests.chaos.figures import Figures
from tests.chaos.test_engines_gone import Load, ids_of
from tests.queue_processes import wait_until
from tests.real_processes import descendants

KILLS = int(os.environ.get("CHAOS_KILLS") or "20")
PATIENCE_SECONDS = 300
LONGEST_ERRORS_SECONDS = 10


def test_web_process_killed(stand: Stand, figures: Figures) -> None:
    """Web processes killed with -9 in the middle of requests."""
    product = stand.product(WEB_CONCURRENCY="2")
    load = Load(stand.visitor(product))
    wait_until(lambda: number_read(stand.tenant) > 3, PATIENCE_SECONDS, "CVs are read")
    chance = random.Random(KILLS)  # noqa: S311 -- the same moments each time
    for _ in range(KILLS):
        time.sleep(0.5 + chance.random() * 2)
        master = product.running["web"].pid
        living = sorted(pid for pid in descendants(master) if pid.parent == master)
        os.kill(chance.choice(living), signal.SIGKILL)
    time.sleep(LONGEST_ERRORS_SECONDS)
    uploads, looks = load.end()
    accepted = ids_of(uploads)
    wait_until(lambda: not number_waiting(stand.tenant), PATIENCE_SECONDS, "all are read")

    figures.exactly("kills", KILLS, KILLS)
    answers = [*uploads, *looks]
    figures.seen("answers", len(answers))
    figures.seen("connections that broke", sum(one.is_error for one in answers))
    figures.exactly("answers that were errors", sum(one.status >= 500 for one in answers), 0)
    cut_off = stored_files(stand.media, stand.tenant) - files_of_rows(stand.tenant)
    figures.seen("files of uploads that were cut off", len(cut_off))
    compare(figures, stand.tenant, stand.media, accepted)
    figures.seen("analyses set aside until they expire", open_reservations(stand.tenant))
