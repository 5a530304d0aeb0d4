"""The engine of whoever asks: sends programs to runners, hears results, and asks again when a runner is lost."""

import threading
import time
from functools import cached_property
from typing import Any
from uuid import uuid4

from celery import Celery
from kombu.exceptions import OperationalError
from redis import RedisError

from apps.code_assessment.sandbox.contract import (
    Compiled,
    InvalidSubmissionError,
    Judged,
    Listener,
    SandboxRefusedError,
    Submission,
    TestResult,
    Verdict,
)
from apps.code_assessment.sandbox.runner import wire
from apps.code_assessment.sandbox.runner.app import ring, runner_app
from apps.code_assessment.sandbox.runner.line import Line, client_of
from apps.core.logs import bound

BROKER_ERRORS = (RedisError, OperationalError, OSError)
NO_RUNNER = "no runner has announced itself; one is started by: python -m apps.code_assessment.sandbox.runner"
# How long a word is waited for before one looks around.
LOOK_SECONDS = 1.0
# A runner that has an order and says nothing for so long is gone.
SILENCE_SECONDS = 8.0
# So long nobody takes the order although no runner is there to take it.
NOBODY_SECONDS = 10.0
# All of it; whoever asks has five minutes.
LONGEST_SECONDS = 270.0
# A program that takes its runner along so often is not judged.
MOST_LOSSES = 5
# What runners say of themselves is asked for so often.
KNOWN_SECONDS = 1.0


class RunnerLostError(RuntimeError):
    """The runner that had the order does not answer any more."""


class Hearing:
    """What is heard of one submission, over all orders that are sent for it."""

    def __init__(self, listener: Listener | None) -> None:
        self.listener = listener
        self.told = 0
        self.results: dict[int, TestResult] = {}

    def begin(self) -> None:
        self.results = {}

    def hear(self, word: dict[str, Any]) -> Judged | None:
        """Everything, once it is the last word."""
        if word["is"] == "test":
            number = word["number"]
            self.results[number] = wire.read_result(word["result"])
            # After a loss the first tests come again; whoever listens has heard of them.
            if self.listener and number >= self.told:
                self.told = number + 1
                self.listener(number, self.results[number])
        elif word["is"] == "judged":
            tests = tuple(self.results[number] for number in sorted(self.results))
            compiled: Compiled = wire.read_compiled(word["compiled"])
            return Judged(Verdict(word["verdict"]), compiled, tests, word["reason"])
        elif word["is"] == "refused":
            raise SandboxRefusedError(word["why"])
        elif word["is"] == "invalid":
            raise InvalidSubmissionError(word["why"])
        elif word["is"] == "lost":
            raise RunnerLostError
        return None


class RunnerEngine:
    """Has programs judged by whichever runner takes them. Threads may share it; a fork starts over."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.lock = threading.Lock()
        self.known: tuple[float, list[dict[str, Any]]] | None = None

    @cached_property
    def app(self) -> Celery:
        return runner_app(self.url)

    @cached_property
    def line(self) -> Line:
        return Line(client_of(self.url))

    def judge(self, submission: Submission, listener: Listener | None = None) -> Judged:
        content, hearing = wire.encode_submission(submission, bound()), Hearing(listener)
        end = time.monotonic() + LONGEST_SECONDS
        try:
            for _ in range(MOST_LOSSES):
                hearing.begin()
                try:
                    return self._ask(content, hearing, end)
                except RunnerLostError:
                    continue
        except BROKER_ERRORS as error:
            raise SandboxRefusedError(f"the broker does not answer: {error}") from error
        raise InvalidSubmissionError(f"{MOST_LOSSES} runners were lost while they judged this program")

    def _ask(self, content: bytes, hearing: Hearing, end: float) -> Judged:
        order = uuid4().hex
        self.line.put(order, content)
        try:
            ring(self.app, order)
            return self._hear(order, hearing, end)
        finally:
            self.line.drop(order)

    def _hear(self, order: str, hearing: Hearing, end: float) -> Judged:
        begun = last = time.monotonic()
        is_taken = False
        looked = begun
        while True:
            word = self.line.hear(order, LOOK_SECONDS)
            now = time.monotonic()
            if word is not None:
                is_taken, last = True, now
                if judged := hearing.hear(word):
                    return judged
            if now > end:
                raise self._too_late(is_taken=is_taken)
            if now - looked < LOOK_SECONDS:
                continue
            looked = now
            still_lies_there = self.line.stay(order)
            if is_taken or not still_lies_there:
                if now - last > SILENCE_SECONDS:
                    raise RunnerLostError
            else:
                # Nobody has it yet, so silence says nothing.
                last = now
                self._look_for_runner(order, now - begun)

    def _look_for_runner(self, order: str, waited_seconds: float) -> None:
        """The order lies there: ring again if the bell was lost, and do not wait for nobody."""
        if reason := self.refusal():
            if waited_seconds > NOBODY_SECONDS:
                raise SandboxRefusedError(reason)
        elif not self.line.bells():
            ring(self.app, order)

    @staticmethod
    def _too_late(*, is_taken: bool) -> Exception:
        if is_taken:
            return InvalidSubmissionError(f"judging was given up after {LONGEST_SECONDS:.0f} seconds")
        return SandboxRefusedError(f"no runner was free for {LONGEST_SECONDS:.0f} seconds")

    def runners(self) -> list[dict[str, Any]]:
        """What each runner that is alive said of itself, at most a second ago."""
        with self.lock:
            now = time.monotonic()
            if self.known is None or now - self.known[0] > KNOWN_SECONDS:
                self.known = (now, self.line.announced())
            return self.known[1]

    def refusal(self) -> str:
        try:
            runners = self.runners()
        except BROKER_ERRORS as error:
            return f"the broker does not answer: {error}"
        if not runners:
            return NO_RUNNER
        return "" if any(not one["refusal"] for one in runners) else str(runners[0]["refusal"])

    def languages(self) -> dict[str, str]:
        """What every runner can judge: nobody knows which one takes an order."""
        try:
            offers: list[dict[str, str]] = [one["languages"] for one in self.runners() if not one["refusal"]]
        except BROKER_ERRORS:
            return {}
        first = offers[0] if offers else {}
        return {name: version for name, version in first.items() if all(name in other for other in offers)}

    def close(self) -> None:
        self.line.client.close()
