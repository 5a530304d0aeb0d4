"""One order from taking it to the last word: results go out as they come, and between them beats say "still here"."""

import logging
import threading
import time
from types import TracebackType
from typing import Any, Self

from redis import RedisError

from apps.code_assessment.sandbox.contract import (
    Engine,
    InvalidSubmissionError,
    SandboxRefusedError,
    Submission,
    TestResult,
)
from apps.code_assessment.sandbox.runner import wire
from apps.code_assessment.sandbox.runner.line import BEAT_SECONDS, Line
from apps.core.logs import TRACED, bound_to_logs

# Pages show no more than ten words a second.
TOGETHER_SECONDS = 0.05

log = logging.getLogger(__name__)


class NobodyWaitsError(RuntimeError):
    """Whoever asked is gone: another one may have asked again meanwhile."""


class Answering:
    """The runner's side of one order while it is judged."""

    def __init__(self, line: Line, order: str) -> None:
        self.line, self.order = line, order
        self.is_over = threading.Event()
        self.lock = threading.Lock()
        self.unsaid: list[dict[str, Any]] = []
        self.said_at = 0.0
        self.is_heard = True
        self.beating = threading.Thread(target=self._beat, name="beat", daemon=True)

    def __enter__(self) -> Self:
        self.beating.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.is_over.set()
        self.beating.join()
        if kind is not None and not issubclass(kind, NobodyWaitsError | RedisError):
            # It goes on upwards, and is logged there; whoever asked need not wait for the silence to tell.
            self.say("lost")

    def say(self, what: str, **more: Any) -> None:
        with self.lock:
            words, self.unsaid, self.said_at = [*self.unsaid, {"is": what, **more}], [], time.monotonic()
            if not self.line.say(self.order, *words):
                self.is_heard = False

    def tell(self, number: int, result: TestResult) -> None:
        """A test is done; quick ones go out together."""
        if time.monotonic() - self.said_at < TOGETHER_SECONDS:
            with self.lock:
                self.unsaid.append({"is": "test", "number": number, "result": wire.result_row(result)})
        else:
            self.say("test", number=number, result=wire.result_row(result))
        if not self.is_heard:
            raise NobodyWaitsError(self.order)

    def _beat(self) -> None:
        while not self.is_over.wait(BEAT_SECONDS):
            try:
                self.say("beat")
            except RedisError as error:
                log.warning("no beat of %s: %s", self.order, error)


def judge_order(line: Line, engine: Engine, order: str) -> None:
    """Judge it, unless it was taken by another or given up."""
    content = line.take(order)
    if content is None:
        return
    submission, ids = wire.decode_order(content)
    with bound_to_logs(**{name: ids[name] for name in TRACED if name in ids}):
        _answer(line, engine, order, submission)


def _answer(line: Line, engine: Engine, order: str, submission: Submission) -> None:
    try:
        with Answering(line, order) as answering:
            try:
                judged = engine.judge(submission, answering.tell)
            except SandboxRefusedError as error:
                answering.say("refused", why=str(error))
            except InvalidSubmissionError as error:
                answering.say("invalid", why=str(error))
            else:
                compiled = wire.compiled_row(judged.compiled)
                answering.say("judged", verdict=str(judged.verdict), compiled=compiled, reason=judged.reason)
                log.info("order %s: %s after %s tests", order, judged.verdict, len(judged.tests))
    except NobodyWaitsError:
        log.info("nobody waits for %s any more", order)
