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
from apps.code_assessment.tests.judging import descendants

PROJECT = Path(__file__).resolve().parents[3]
SLEEPER = "import os, time\nos.fork()\nos.setsid() if os.fork() == 0 else None\nwhile True:\n    time.sleep(1)"
LIMITS = {"cpu_ms": 10_000, "wall_ms": 15_000, "memory_mib": 64, "output_kib": 64, "processes": 16, "tmp_mib": 4}
WORKER_KEEPER_BOXES = 8


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


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
        family: list[int] = []
        end = time.monotonic() + 60
        while len(family) < WORKER_KEEPER_BOXES and time.monotonic() < end:
            time.sleep(0.05)
            family = descendants(worker.pid)
        assert len(family) >= WORKER_KEEPER_BOXES
        keeper = family[0]

        os.kill(worker.pid if victim == "worker" else keeper, signal.SIGKILL)
        if victim == "keeper":
            worker.stdin.close()
        worker.wait(timeout=30)

        end = time.monotonic() + 5
        while any(alive(pid) for pid in family) and time.monotonic() < end:
            time.sleep(0.02)
        assert [pid for pid in family if alive(pid)] == []


def test_nothing_is_left_of_a_box_whose_worker_ends_while_it_starts() -> None:
    """Bubblewrap may be killed before the process that it has just started could know of it."""
    for number in range(20):
        boxes = Boxes(OwnRights())
        box = boxes.start()
        time.sleep(0.001 * number)
        family = descendants(boxes.keeper.pid)
        assert boxes.keeper.process

        boxes.keeper.control.close()

        boxes.keeper.process.wait(timeout=10)
        assert [pid for pid in family if alive(pid)] == []
        box.close()
        box.slot.free()
