"""The loop that starts children, keeps them alive and takes them down with itself."""

import contextlib
import os
import secrets
import selectors
import signal
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from config.supervisor.errors import StartError, StopRequestedError
from config.supervisor.guard import MARK, Guard, signal_group
from config.supervisor.processes import Child, Log, Program, describe_exit
from config.supervisor.state import HomeLock, make_home

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
TICK_SECONDS = 0.5


class Supervisor:
    """Owns the children of one state folder; single-threaded."""

    def __init__(self, home: Path, url: str = "") -> None:
        self.home = home
        make_home(home)
        self.lock = HomeLock(home, url)
        self.run = secrets.token_hex(8)
        self.children: list[Child] = []
        self.stop_requested: signal.Signals | None = None
        self.stopping = False
        self.foreground = 0
        self.foreground_exit: int | None = None
        self.selector = selectors.DefaultSelector()
        self.log = Log(home / "logs" / "supervisor.log")

    def __enter__(self) -> Self:
        self.lock.__enter__()
        self.wake_reading, self.wake_writing = os.pipe()
        os.set_blocking(self.wake_reading, False)
        os.set_blocking(self.wake_writing, False)
        self.old_handlers = {
            number: signal.signal(number, self._note_signal) for number in (*STOP_SIGNALS, signal.SIGCHLD)
        }
        self.old_wakeup = signal.set_wakeup_fd(self.wake_writing, warn_on_full_buffer=False)
        self.selector.register(self.wake_reading, selectors.EVENT_READ)
        self.guard = Guard(self.run)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # With nothing left to stop, the guard still looks for processes that left their group.
        self.guard.close()
        signal.set_wakeup_fd(self.old_wakeup)
        for number, handler in self.old_handlers.items():
            signal.signal(number, handler)
        self.selector.close()
        os.close(self.wake_reading)
        os.close(self.wake_writing)
        self.log.close()
        self.lock.__exit__(kind, error, trace)

    def say(self, text: str) -> None:
        """One line for the person at the console, kept in the supervisor's log."""
        # A closed terminal must not stop the engines: the log has the line too.
        with contextlib.suppress(OSError):
            print(text, file=sys.stderr, flush=True)
        self.log.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {text}\n".encode())

    def start(self, program: Program, *, restarts: bool = True) -> Child:
        child = Child(program, Log(self.home / "logs" / f"{program.name}.log"), restarts=restarts)
        self.children.append(child)
        self._launch(child)
        return child

    def wait_until(self, child: Child, ready: Callable[[], bool], seconds: float) -> None:
        """Wait until the child can be used; a crash or too long a wait ends the start."""
        # Starting again and again what has never worked would only bury the reason.
        child.restarts = False
        give_up = time.monotonic() + seconds
        while not ready():
            self.check()
            if child.exit_code is not None:
                raise StartError(self._failure(child, describe_exit(child.exit_code)))
            if time.monotonic() > give_up:
                raise StartError(self._failure(child, f"was not ready after {seconds:.0f} seconds"))
            self.pump(0.02)
        child.restarts = True

    def run_step(self, program: Program) -> None:
        """Run something to its end; a failure ends the start."""
        child = self.start(program, restarts=False)
        while child.exit_code is None:
            self.check()
            self.pump(TICK_SECONDS)
        self._forget(child)
        if child.exit_code != 0:
            raise StartError(self._failure(child, describe_exit(child.exit_code)))

    def run_in_foreground(self, command: Iterable[str], environment: Mapping[str, str]) -> int:
        """Run a command on our terminal while the children go on; its exit code."""
        pid = os.posix_spawnp(
            next(iter(command := tuple(command))), command, {**os.environ, **environment, MARK: self.run}
        )
        self.foreground = pid
        asked = False
        while self.foreground_exit is None:
            self.pump(TICK_SECONDS)
            if self.stop_requested and not asked:
                asked = True
                # Ctrl-C has reached it through the terminal already.
                if self.stop_requested != signal.SIGINT:
                    os.kill(pid, signal.SIGTERM)
        return self.foreground_exit

    def watch(self) -> None:
        """Keep everything running until somebody asks for the end."""
        while not self.stop_requested:
            self.pump(TICK_SECONDS)

    def check(self) -> None:
        if self.stop_requested:
            raise StopRequestedError

    def stop(self, children: Iterable[Child], seconds: float) -> None:
        """Ask all of them to stop; after the time given what is left is killed."""
        self.stopping = True
        leaving = [child for child in children if child in self.children]
        for child in leaving:
            child.restarts = False
            if child.process:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child.pid, child.program.stop_signal)
        give_up = time.monotonic() + seconds
        while any(child.process for child in leaving) and time.monotonic() < give_up:
            self.pump(0.05)
        for child in leaving:
            if child.process:
                self.say(f"{child.program.name} did not stop within {seconds:.0f} seconds and is killed")
                signal_group(child.pid, signal.SIGKILL)
        while any(child.process for child in leaving):
            self.pump(0.05)
        for child in leaving:
            self._forget(child)

    def stop_all(self, seconds: float = 4.0) -> None:
        self.stop(list(self.children), seconds)

    def pump(self, seconds: float) -> None:
        """Move output, notice ends and start what is due, for at most this long."""
        due = [child.next_start for child in self.children if not child.process and child.restarts]
        if due:
            seconds = max(0.0, min(seconds, min(due) - time.monotonic()))
        for key, _ in self.selector.select(seconds):
            if key.fd == self.wake_reading:
                with contextlib.suppress(BlockingIOError):
                    os.read(self.wake_reading, 512)
            else:
                self._listen(key.data)
        self._reap()
        for child in self.children:
            if not child.process and child.restarts and child.next_start <= time.monotonic():
                self._launch(child)

    def _note_signal(self, number: int, frame: FrameType | None) -> None:
        if number != signal.SIGCHLD:
            self.stop_requested = signal.Signals(number)

    def _launch(self, child: Child) -> None:
        child.start({MARK: self.run})
        self.guard.add(child.pid, child.program.orphan_signal)
        self.selector.register(child.output, selectors.EVENT_READ, child)

    def _listen(self, child: Child) -> None:
        output = child.output
        loud, more = child.read()
        if not self.stopping:
            for line in loud:
                self.say(f"{child.program.name} | {line}")
        if not more:
            self.selector.unregister(output)

    def _reap(self) -> None:
        # One by one, because whoever uses us as a library may have children of its own.
        if self._exit_code_of(self.guard.pid) is not None:
            self.guard.start()
        if self.foreground and (exit_code := self._exit_code_of(self.foreground)) is not None:
            self.foreground, self.foreground_exit = 0, exit_code
        for child in list(self.children):
            if child.process and (exit_code := self._exit_code_of(child.pid)) is not None:
                self._note_end(child, exit_code)

    @staticmethod
    def _exit_code_of(pid: int) -> int | None:
        ended, status = os.waitpid(pid, os.WNOHANG)
        return os.waitstatus_to_exitcode(status) if ended else None

    def _note_end(self, child: Child, exit_code: int) -> None:
        output = child.output
        if output in self.selector.get_map():
            self._listen(child)
        if output in self.selector.get_map():
            self.selector.unregister(output)
        self.guard.remove(child.pid)
        child.ended(exit_code)
        if child.restarts:
            name, last = child.program.name, child.last_lines[-1] if child.last_lines else "it said nothing"
            self.say(
                f"{name} {describe_exit(exit_code)}, starting it again in {child.pause_seconds:.1f} s "
                f"(last words: {last}; log: {child.log.path})"
            )

    def _forget(self, child: Child) -> None:
        child.log.close()
        self.children.remove(child)

    def _failure(self, child: Child, what: str) -> str:
        words = "\n".join(f"  {line}" for line in child.last_lines)
        return f"{child.program.name} {what}. Its log is {child.log.path}; its last words:\n{words or '  (none)'}"
