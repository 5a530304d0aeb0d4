"""Several hundred hostile files, handed in like any other."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.db.models import F

from apps.core.models import QueuedTask
from apps.core.scope import scope
from apps.cv_analysis.models import Cv
from tests.chaos.books import number_waiting
from tests.chaos.conftest import Stand
from tests.chaos.documents import cv_file
from tests.chaos.figures import Figures
from tests.chaos.hostile import files
from tests.queue_processes import wait_until
from tests.real_processes import descendants

SENDERS = 3
FEWEST = 300
LONGEST_SECONDS, MOST_MEMORY_MB = 30, 512
PATIENCE_SECONDS = 1800
LOOK_SECONDS = 0.1


class Watch(threading.Thread):
    """Keeps the most memory that a process of a family had, and all of them together."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.is_over = pid, threading.Event()
        self.largest = self.together = 0.0

    def run(self) -> None:
        while not self.is_over.wait(LOOK_SECONDS):
            family = [memory_mb(pid) for pid in (self.pid, *descendants(self.pid))]
            self.largest, self.together = max(self.largest, *family), max(self.together, sum(family))


def memory_mb(pid: int) -> float:
    """What it holds in memory, with what it shares; 0 for one that is gone meanwhile."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    held = next((line.split()[1] for line in lines if line.startswith("VmRSS:")), "0")
    return int(held) / 1024


def test_hostile_files(stand: Stand, figures: Figures) -> None:
    """Hostile files."""
    product = stand.product()
    visitor = stand.visitor(product)
    watch = Watch(product.running["worker"].pid)
    watch.start()
    with ThreadPoolExecutor(SENDERS) as senders:
        answers = list(senders.map(lambda one: visitor.upload(*one), files()))
        honest = visitor.upload(*cv_file(1))
    wait_until(lambda: not number_waiting(stand.tenant), PATIENCE_SECONDS, "all have an answer")
    watch.is_over.set()
    watch.join()
    tasks = QueuedTask.objects.filter(name="cv_analysis.analyse_cv")
    took = tasks.annotate(took=F("finished_at") - F("started_at")).order_by("-took")
    with scope(stand.tenant):
        statuses = Counter(Cv.objects.values_list("status", flat=True))
        names = dict(Cv.objects.values_list("task_id", "file_name"))
        read = Cv.objects.get(pk=honest.json["id"]).status

    figures.at_least("files", len(answers), FEWEST)
    figures.exactly("answers that are errors", sum(one.is_error for one in answers), 0)
    figures.seen("refused at once", sum(400 <= one.status < 500 for one in answers))
    figures.exactly("tasks that are stuck or dead", tasks.exclude(state=QueuedTask.State.DONE).count(), 0)
    figures.exactly("tasks that took several attempts", tasks.filter(attempts__gt=1).count(), 0)
    for task, longest in took.values_list("pk", "took")[:3]:
        figures.at_most(f"reading {names[task]}", longest.total_seconds(), LONGEST_SECONDS, "s")
    figures.at_most("memory of the largest process", watch.largest, MOST_MEMORY_MB, "MB")
    figures.seen("memory of worker and readers together", watch.together, "MB")
    figures.words("an honest CV after them", read, "parsed")
    for status, number in sorted(statuses.items()):
        figures.seen(f"status {status}", number)
