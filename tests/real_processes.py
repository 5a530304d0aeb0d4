"""Starting, watching and ending real processes in tests."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeVar

PROJECT = Path(__file__).resolve().parents[1]
POLITE_SECONDS = 10

Run = subprocess.Popen[str]


def environment(**variables: str) -> dict[str, str]:
    """Ours, without what a test run around us has set."""
    around = ("DATABASE_", "REDIS_", "STRIPE_", "COV_")
    ours = {name: value for name, value in os.environ.items() if not name.startswith(around)}
    return {**{name: value for name, value in ours.items() if name not in {"PORT", "ROSTRUM_HOME"}}, **variables}


Answer = TypeVar("Answer")


def wait_for(question: Callable[[], Answer | Literal[False]], seconds: float = 15) -> Answer:
    """The first answer that is true; fails when there is none in time."""
    give_up = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < give_up, "it did not happen in time"
        time.sleep(0.02)
    return answer


def descendants(pid: int) -> set[int]:
    """Every living process below this one."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents[int(status.parent.name)] = int(fields[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def still_there(pids: set[int]) -> set[int]:
    """Those that live; a zombie waits for its parent only."""
    return {pid for pid in pids if re.search(r"^State:\s+[^ZX]", status_of(pid), re.MULTILINE)}


def status_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return ""


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


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


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
