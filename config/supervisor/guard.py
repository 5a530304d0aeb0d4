"""A tiny process that outlives a killed supervisor just long enough to end everything it had started."""

import contextlib
import os
import signal
import sys
import time
from pathlib import Path

MARK = "ROSTRUM_RUN"
GRACE_SECONDS = 6.0


def signal_group(group: int, number: int) -> bool:
    """Signal a process group; False when nothing of it is left."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    except PermissionError:
        # Some other account's process inherited the number: not ours any more.
        return False
    return True


def marked_processes(run: str) -> list[int]:
    """Processes that carry this run's mark, also those that left their group."""
    wanted = f"{MARK}={run}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
    return [pid for pid in found if pid != os.getpid()]


def kill_marked(run: str) -> None:
    """End every process that was started by this run and got away from its group."""
    for pid in marked_processes(run):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def end_all(groups: dict[int, int], run: str) -> None:
    """Stop groups the way each one likes; what is still there after the grace is killed."""
    for group, number in groups.items():
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(group, number)
        if number == int(signal.SIGKILL):
            signal_group(group, number)
    give_up = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < give_up and any(signal_group(group, 0) for group in groups):
        time.sleep(0.05)
    for group in groups:
        signal_group(group, signal.SIGKILL)
    kill_marked(run)


def watch(lifeline: int, run: str) -> None:
    """Keep the list of groups that the supervisor tells us; when it falls silent for good, end them."""
    groups: dict[int, int] = {}
    with os.fdopen(lifeline, encoding="ascii") as lines:
        for line in lines:
            deed, group, number = line.split()
            if deed == "add":
                groups[int(group)] = int(number)
            else:
                groups.pop(int(group), None)
    end_all(groups, run)


class Guard:
    """The supervisor's end of the lifeline; the kernel closes it however the supervisor ends."""

    def __init__(self, run: str) -> None:
        self.run = run
        self.groups: dict[int, int] = {}
        self.pid = 0
        self.lifeline = -1
        self.start()

    def start(self) -> None:
        """Fork the guard: as a fork it shares our memory and holds our lock until its work is done."""
        if self.lifeline >= 0:
            os.close(self.lifeline)
        reading, writing = os.pipe()
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.setsid()
                signal.set_wakeup_fd(-1)
                for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                    signal.signal(number, signal.SIG_IGN)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                os.close(writing)
                watch(reading, self.run)
            finally:
                os._exit(0)
        os.close(reading)
        self.lifeline = writing
        for group, stop_signal in self.groups.items():
            self._tell("add", group, stop_signal)

    def add(self, group: int, stop_signal: int) -> None:
        self.groups[group] = stop_signal
        self._tell("add", group, stop_signal)

    def remove(self, group: int) -> None:
        if self.groups.pop(group, None) is not None:
            self._tell("del", group, 0)

    def close(self) -> None:
        """Nothing is left to guard."""
        os.close(self.lifeline)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)

    def _tell(self, deed: str, group: int, number: int) -> None:
        # A guard that has just been killed is replaced as soon as its death is noticed.
        with contextlib.suppress(BrokenPipeError):
            os.write(self.lifeline, f"{deed} {group} {int(number)}\n".encode("ascii"))
