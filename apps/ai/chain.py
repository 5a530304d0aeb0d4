"""Asks one provider after the other until one gives an answer of the right shape, or the time is over."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from . import breaker
from .base import (
    SIGNS_OF_ILLNESS,
    WORTH_A_REPAIR,
    WORTH_A_RETRY,
    Completion,
    Engine,
    Failure,
    Message,
    Provider,
    ProviderError,
    Purse,
    Usage,
)

Shape = TypeVar("Shape", bound=BaseModel)
MOST_TRIES = 3
FIRST_PAUSE_SECONDS = 0.5
# Less is not worth a call.
LEAST_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of asking one provider, with all tries; `failure` is None when it answered."""

    provider: Provider
    usage: Usage
    tries: int
    milliseconds: int
    failure: Failure | None = None
    detail: str = ""


@dataclass(slots=True)
class Outcome(Generic[Shape]):
    """The answer, None when nobody gave one, and all that was tried."""

    answer: Shape | None = None
    attempts: list[Attempt] = field(default_factory=list)

    @property
    def failure(self) -> Failure | None:
        if self.answer is not None:
            return None
        return self.attempts[-1].failure if self.attempts else Failure.NO_PROVIDER


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and waiting, so that one deadline holds over all providers and tries."""

    ends_at: float
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    @property
    def left(self) -> float:
        return self.ends_at - self.now()


@dataclass(frozen=True, slots=True)
class Asking:
    """What the tries of one question share."""

    engine: Engine
    clock: Clock
    purse: Purse


def ask_in_turn(
    providers: Sequence[Provider], asking: Asking, messages: tuple[Message, ...], shape: type[Shape]
) -> Outcome[Shape]:
    """Never raises for what a provider does; the deadline is kept whatever they do."""
    outcome: Outcome[Shape] = Outcome()
    for provider in providers:
        if asking.clock.left < LEAST_SECONDS:
            outcome.attempts.append(Attempt(provider, Usage(), 0, 0, Failure.OVER_TIME))
            break
        if not breaker.may_ask(provider.identity):
            outcome.attempts.append(Attempt(provider, Usage(), 0, 0, Failure.RESTING))
            continue
        asked = _Asked(provider, asking, messages, shape)
        outcome.answer = asked.answer()
        outcome.attempts.append(asked.attempt)
        if outcome.answer is not None:
            break
    return outcome


class _Asked(Generic[Shape]):
    """One provider's tries: repeated where that may help, repaired once."""

    def __init__(self, provider: Provider, asking: Asking, messages: tuple[Message, ...], shape: type[Shape]) -> None:
        self._provider, self._asking, self._messages = provider, asking, messages
        self._shape, self._schema = shape, strict_schema(shape)
        self._usage, self._tries, self._began = Usage(), 0, asking.clock.now()
        self._error: ProviderError | None = None
        self._is_plain = breaker.wants_plain(provider.identity)

    @property
    def attempt(self) -> Attempt:
        milliseconds = round((self._asking.clock.now() - self._began) * 1000)
        failure, detail = (self._error.failure, self._error.detail) if self._error else (None, "")
        return Attempt(self._provider, self._usage, self._tries, milliseconds, failure, detail)

    def answer(self) -> Shape | None:
        messages, is_repaired = self._messages, False
        while self._tries < MOST_TRIES:
            said = ""
            try:
                said = self._complete(messages).text
                answer = parsed(said, self._shape)
            except ProviderError as error:
                self._error = error
                if error.retry_after is not None:
                    breaker.rest_as_told(self._provider.identity, error.retry_after)
                if error.failure in WORTH_A_REPAIR and not is_repaired:
                    messages, is_repaired = (*self._messages, *repair(said, error.detail)), True
                elif not self._may_retry(error):
                    break
            else:
                self._error = None
                breaker.note_success(self._provider.identity)
                return answer
        self._note()
        return None

    def _note(self) -> None:
        """Whoever was let in to try after a rest says what came of it, whatever that was."""
        if self._error is None or self._error.failure is Failure.OVER_BUDGET:
            return
        if self._error.failure in SIGNS_OF_ILLNESS:
            is_costly = self._error.failure is Failure.OVER_TIME
            breaker.note_failure(self._provider.identity, retry_after=self._error.retry_after, is_costly=is_costly)
        else:
            breaker.note_success(self._provider.identity)

    def _complete(self, messages: tuple[Message, ...]) -> Completion:
        seconds = min(self._provider.call_seconds, self._asking.clock.left)
        if seconds < LEAST_SECONDS:
            raise ProviderError(Failure.OVER_TIME)
        if not self._asking.purse.reserve(self._provider, messages):
            raise ProviderError(Failure.OVER_BUDGET)
        self._tries += 1
        usage = Usage()
        try:
            completion = self._asking.engine.complete(
                self._provider, messages, self._schema, seconds=seconds, is_plain=self._is_plain
            )
            usage = completion.usage
        except ProviderError as error:
            usage = error.usage
            raise
        finally:
            self._usage += usage
            self._asking.purse.settle(self._provider, messages, usage)
        return completion

    def _may_retry(self, error: ProviderError) -> bool:
        """Waits as long as the provider said, if the deadline allows that and the call after it."""
        if error.failure is Failure.BAD_REQUEST and not self._is_plain:
            # Many compatible servers do not know all that newer ones do.
            self._is_plain = True
            breaker.note_plain(self._provider.identity)
            return True
        if error.failure not in WORTH_A_RETRY or self._tries >= MOST_TRIES:
            return False
        pause = error.retry_after if error.retry_after is not None else FIRST_PAUSE_SECONDS * 2 ** (self._tries - 1)
        if pause + LEAST_SECONDS > self._asking.clock.left:
            return False
        self._asking.clock.sleep(pause)
        return True


def parsed(text: str, shape: type[Shape]) -> Shape:
    """Raises ProviderError for what is no JSON, or JSON of another shape."""
    bare = text.strip()
    if bare.startswith("```"):
        bare = bare.removesuffix("```").partition("\n")[2]
    try:
        return shape.model_validate(json.loads(bare))
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()[:5])
        raise ProviderError(Failure.WRONG_SHAPE, wrong) from error
    except (ValueError, RecursionError) as error:
        raise ProviderError(Failure.NOT_JSON, str(error)) from error


def repair(said: str, wrong: str) -> tuple[Message, ...]:
    return (
        Message("assistant", said or "{}"),
        Message("user", f"This does not fit the shape asked for: {wrong}. Answer again with JSON of that shape alone."),
    )


def strict_schema(shape: type[BaseModel]) -> Mapping[str, Any]:
    """The shape as servers with strict structured output want it: every property required, none beside them."""
    schema = shape.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        if part.get("type") == "object":
            part["additionalProperties"] = False
            part["required"] = list(part.get("properties", {}))
    return schema
