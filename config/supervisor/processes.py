"""One child process: how it is started, where its output goes, how it is stopped."""

import contextlib
import os
import re
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.supervisor.account import die_with
from config.supervisor.guard import signal_group

LOG_BYTES = 2 * 1024 * 1024
LONG_ENOUGH_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 30.0
TROUBLE = re.compile(r"\b(CRITICAL|FATAL|PANIC)\b|^Traceback ")


@dataclass(frozen=True, slots=True)
class Program:
    """A row of the process table."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    # Whether it also gets the environment of the supervisor.
    inherits: bool = True
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGKILL
    enter_account: Callable[[], None] | None = None
    first_pause_seconds: float = 0.5


class Log:
    """A file that starts anew when it is full; the previous one is kept."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path.open("ab", buffering=0)
        self.size = path.stat().st_size

    def write(self, data: bytes) -> None:
        if self.size + len(data) > LOG_BYTES:
            self.file.close()
            self.path.replace(self.path.with_suffix(".log.1"))
            self.file = self.path.open("ab", buffering=0)
            self.size = 0
        self.file.write(data)
        self.size += len(data)

    def close(self) -> None:
        self.file.close()


class Child:
    """A program's running process, or the pause until its next start."""

    def __init__(self, program: Program, log: Log, *, restarts: bool) -> None:
        self.program = program
        self.log = log
        self.restarts = restarts
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.crashes = 0
        self.next_start = 0.0
        self.exit_code: int | None = None
        self.last_lines: deque[str] = deque(maxlen=15)
        self.partial = b""

    @property
    def pid(self) -> int:
        return self.process.pid if self.process else 0

    @property
    def output(self) -> int:
        assert self.process is not None  # noqa: S101 -- who asks has started it
        assert self.process.stdout is not None  # noqa: S101 -- it was started with a pipe
        return self.process.stdout.fileno()

    def start(self, run_mark: Mapping[str, str]) -> None:
        """Start it in a session of its own: Ctrl-C reaches us only, and its whole group can be signalled."""
        parent = os.getpid()
        program = self.program

        def settle() -> None:
            if program.enter_account:
                program.enter_account()
            # Changing the account clears the death signal, so it comes last.
            die_with(parent, program.orphan_signal)

        # The supervisor has one thread, so running Python between fork and exec is safe.
        self.process = subprocess.Popen(
            program.command,
            env={**(os.environ if program.inherits else {}), **program.environment, **run_mark},
            cwd=program.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=settle,  # noqa: PLW1509 -- one thread, see above
        )
        os.set_blocking(self.output, False)
        self.started = time.monotonic()
        self.exit_code = None

    def read(self) -> tuple[list[str], bool]:
        """Move what it said to its log; the lines that the console should show, and whether it can say more."""
        loud = []
        more = True
        with contextlib.suppress(BlockingIOError):
            while True:
                data = os.read(self.output, 65536)
                if not data:
                    more = False
                    break
                self.log.write(data)
                *lines, self.partial = (self.partial + data).split(b"\n")
                for line in lines:
                    text = line.decode("utf-8", "replace").rstrip()
                    self.last_lines.append(text)
                    if TROUBLE.search(text):
                        loud.append(text)
        return loud, more

    def ended(self, exit_code: int) -> None:
        """Note the end, take its leftovers down, and set the time of the next start."""
        assert self.process is not None  # noqa: S101 -- only what runs can end
        signal_group(self.pid, signal.SIGKILL)
        if self.process.stdout:
            self.process.stdout.close()
        self.process.returncode = exit_code
        self.process = None
        self.exit_code = exit_code
        if time.monotonic() - self.started > LONG_ENOUGH_SECONDS:
            self.crashes = 0
        self.crashes += 1
        self.next_start = time.monotonic() + self.pause_seconds

    @property
    def pause_seconds(self) -> float:
        """Each crash in a row doubles the wait before the next start."""
        return min(self.program.first_pause_seconds * 2.0 ** (self.crashes - 1), LONGEST_PAUSE_SECONDS)


def describe_exit(exit_code: int) -> str:
    if exit_code < 0:
        return f"was killed by {signal.Signals(-exit_code).name}"
    return f"ended with exit code {exit_code}"
