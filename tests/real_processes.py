"""Starting, watching and ending real processes in tests."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeVar

PROJECT = Path(__file__).resolve().parents[1]
POLITE_SECONDS = 10
# For what takes a moment: on a busy machine it may take many times as long.
PATIENCE_SECONDS = 60

Run = subprocess.Popen[str]


def environment(**variables: str) -> dict[str, str]:
    """Ours, without what a test run around us has set."""
    around = ("DATABASE_", "REDIS_", "STRIPE_", "COV_")
    ours = {name: value for name, value in os.environ.items() if not name.startswith(around)}
    return {**{name: value for name, value in ours.items() if name not in {"PORT", "ROSTRUM_HOME"}}, **variables}


Answer = TypeVar("Answer")


def wait_for(question: Callable[[], Answer | Literal[False]], seconds: float = PATIENCE_SECONDS) -> Answer:
    """The first answer that is true; fails when there is none in time."""
    give_up = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < give_up, "it did not happen in time"
        time.sleep(0.02)
    return answer


class Pid(int):
    """The number of a process, with the moment at which it began: on a busy machine numbers soon come again."""

    parent: int
    began: int


def process_of(pid: int) -> Pid | None:
    """The process that has this number now; a zombie waits for its parent only."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    if fields[0] in "ZX":
        return None
    found = Pid(pid)
    found.parent, found.began = int(fields[1]), int(fields[19])
    return found


def descendants(pid: int) -> set[Pid]:
    """Every living process below this one."""
    numbers = [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]
    living = [one for number in numbers if (one := process_of(number))]
    found: set[Pid] = set()
    while more := {one for one in living if one.parent == pid or one.parent in found} - found:
        found |= more
    return found


def still_there(pids: Iterable[Pid]) -> set[Pid]:
    """Those that live."""
    return {pid for pid in pids if (now := process_of(pid)) and now.began == pid.began}


def youngest(pids: Iterable[Pid]) -> Pid:
    """The one that began last."""
    return max(pids, key=lambda pid: (pid.began, pid))


@contextmanager
def started(*arguments: str, ready: str, **variables: str) -> Iterator[Run]:
    """A Python process of the project, once it has said that it is ready."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=PROJECT,
        env=environment(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    said = ""
    try:
        while not re.search(ready, said):
            line = process.stdout.readline()
            assert line, f"it ended with {process.wait()} and said:\n{said}"
            said += line
        yield process
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def table(home: Path, **commands: list[str]) -> tuple[str, ...]:
    return ("-m", "tests.process_table", str(home), json.dumps(commands))


def supervisor_command(home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "config.supervisor", "--home", str(home), *arguments],
        cwd=PROJECT,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def end(process: Run, number: signal.Signals) -> float:
    """Send the signal and wait; the seconds it took."""
    before = time.monotonic()
    process.send_signal(number)
    process.wait(timeout=POLITE_SECONDS)
    return time.monotonic() - before


def supervisor_log(home: Path) -> str:
    return (home / "logs" / "supervisor.log").read_text(encoding="utf-8")


def health(port: str) -> int:
    """The status of /healthz, 0 while nobody listens."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return int(answer.status)
    except OSError:
        return 0


def command_of(pid: int) -> str:
    """Its command line; empty for one that is gone meanwhile."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def is_program(pid: int) -> bool:
    """Not the guard, which is a copy of the supervisor."""
    command = command_of(pid)
    return bool(command) and "process_table" not in command
