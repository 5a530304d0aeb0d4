"""A worker that is killed takes everything along that it started."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from apps.code_assessment.sandbox.pool import Boxes
from apps.code_assessment.sandbox.rights import OwnRights
from tests.real_processes import Pid, descendants, still_there, wait_for

PROJECT = Path(__file__).resolve().parents[3]
SLEEPER = "import os, time\nos.fork()\nos.setsid() if os.fork() == 0 else None\nwhile True:\n    time.sleep(1)"
LIMITS = {"cpu_ms": 10_000, "wall_ms": 15_000, "memory_mib": 64, "output_kib": 64, "processes": 16, "tmp_mib": 4}
WORKER_KEEPER_BOXES = 8


@pytest.mark.parametrize("victim", ["worker", "keeper"])
def test_no_process_is_left_behind(victim: str) -> None:
    line = {
        "id": 1,
        "language": "python",
        "source": SLEEPER,
        "tests": [{"stdin": "", "expected": ""}],
        "limits": LIMITS,
    }
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "run_code"], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert worker.stdin
    assert worker.stdout
    with worker.stdin, worker.stdout:
        worker.stdin.write(json.dumps(line) + "\n")
        worker.stdin.flush()
        family: set[Pid] = wait_for(
            lambda: len(found := descendants(worker.pid)) >= WORKER_KEEPER_BOXES and found,
        )
        (keeper,) = [pid for pid in family if pid.parent == worker.pid]

        os.kill(worker.pid if victim == "worker" else keeper, signal.SIGKILL)
        if victim == "keeper":
            worker.stdin.close()
        worker.wait(timeout=60)

        wait_for(lambda: not still_there(family))


def test_nothing_is_left_of_a_box_whose_worker_ends_while_it_starts() -> None:
    """Bubblewrap may be killed before the process that it has just started could know of it."""
    for number in range(20):
        boxes = Boxes(OwnRights())
        box = boxes.start()
        time.sleep(0.001 * number)
        family = descendants(boxes.keeper.pid)
        assert boxes.keeper.process

        boxes.keeper.control.close()

        boxes.keeper.process.wait(timeout=60)
        assert still_there(family) == set()
        box.close()
        box.slot.free()
