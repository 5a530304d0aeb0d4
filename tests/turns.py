"""Lets a test that takes the time run while the other processes of the test run hold still: `@pytest.mark.alone`.

Two locks of files. All tests share the one, and such a test has it for itself; whoever waits for that keeps the other,
the gate, through which every test has to come, so that it waits for those that run now and for no more.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_SH, LOCK_UN, flock
from pathlib import Path
from typing import Any, TextIO

import pytest


class Turns:
    """The two locks, held by this process as long as it lives."""

    def __init__(self, run: str) -> None:
        folder = Path(tempfile.gettempdir())
        self.gate, self.tests = (self._open(folder / f"rostrum-tests-{run}-{name}") for name in ("gate", "tests"))

    @staticmethod
    def _open(file: Path) -> TextIO:
        return file.open("w")

    @contextmanager
    def among_others(self) -> Iterator[None]:
        flock(self.gate, LOCK_SH)
        flock(self.tests, LOCK_SH)
        flock(self.gate, LOCK_UN)
        try:
            yield
        finally:
            flock(self.tests, LOCK_UN)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Within `among_others`: let go first, or two that want to be alone would wait for each other."""
        flock(self.tests, LOCK_UN)
        flock(self.gate, LOCK_EX)
        flock(self.tests, LOCK_EX)
        try:
            yield
        finally:
            flock(self.tests, LOCK_SH)
            flock(self.gate, LOCK_UN)


TURNS = pytest.StashKey[Turns]()


def pytest_configure(config: pytest.Config) -> None:
    worker: dict[str, Any] | None = getattr(config, "workerinput", None)
    if worker is not None:
        config.stash[TURNS] = Turns(worker["testrunuid"])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Where one process runs alone, there is nobody to wait for."""
    if (turns := item.config.stash.get(TURNS, None)) is None:
        return (yield)
    with turns.among_others():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Making ready and clearing up may be beside others."""
    turns = item.config.stash.get(TURNS, None)
    if turns is None or item.get_closest_marker("alone") is None:
        return (yield)
    with turns.alone():
        return (yield)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The files go with the first process that ends; the others hold them open, and nobody comes any more."""
    if (turns := session.config.stash.get(TURNS, None)) is not None:
        for file in (turns.gate, turns.tests):
            Path(file.name).unlink(missing_ok=True)
            file.close()
