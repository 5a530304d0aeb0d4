"""What providers do wrong, over HTTP: which tries follow, who is asked next, and that the time is kept."""

import logging
from collections.abc import Callable
from threading import Thread

import pytest
from django.core.cache import cache
from llmock.pytest_plugin import LLMock

from apps.ai import breaker
from apps.ai.base import Failure, Provider, Usage
from apps.ai.tests.conftest import ADA, KEY, SAID, Asked, sent
from tests.real_processes import wait_for

Make = Callable[..., Provider]
WRONG = '{"name": "Ada"}'


def test_answer_comes_checked_with_what_it_took(llmock: LLMock, provider: Make) -> None:
    llmock.reply(SAID)

    asked = Asked([provider()], 5)

    body = sent(llmock)
    assert asked.outcome.answer == ADA
    assert asked.tries == [("first", None, 1)]
    assert body["model"] == "model-of-first"
    assert body["response_format"]["json_schema"]["schema"]["required"] == ["name", "years"]
    usage = asked.outcome.attempts[0].usage
    assert (usage.tokens_in > 0, usage.tokens_out > 0, usage.is_estimate) == (True, True, False)
    assert (asked.purse.reserved, asked.purse.settled) == (1, [usage])


@pytest.mark.parametrize(
    ("status", "retry_after", "at_least"),
    [(429, 0.3, 0.3), (429, None, 0.06), (500, None, 0.06), (503, None, 0.06), (408, None, 0.06)],
)
def test_what_passes_is_tried_again_as_late_as_the_server_wants(
    llmock: LLMock, provider: Make, status: int, retry_after: float | None, at_least: float
) -> None:
    llmock.fail(status, retry_after=retry_after).reply(SAID)

    asked = Asked([provider()], 5)

    assert (asked.outcome.answer, asked.tries) == (ADA, [("first", None, 2)])
    assert asked.seconds >= at_least
    llmock.assert_resilient(strict=True)


@pytest.mark.parametrize(
    ("status", "code", "failure"),
    [
        (401, None, Failure.KEY_REFUSED),
        (404, None, Failure.MODEL_UNKNOWN),
        (402, None, Failure.NO_CREDIT),
        (429, "insufficient_quota", Failure.NO_CREDIT),
        (400, "context_length_exceeded", Failure.TOO_LONG),
    ],
)
def test_what_does_not_pass_is_not_tried_again_and_the_next_one_answers(
    llmock: LLMock, provider: Make, status: int, code: str | None, failure: Failure
) -> None:
    llmock.fail(status, code=code).reply(SAID)

    asked = Asked([provider("first"), provider("second")], 5)

    assert (asked.outcome.answer, asked.tries) == (ADA, [("first", failure, 1), ("second", None, 1)])
    assert asked.outcome.attempts[0].usage == Usage()
    llmock.assert_resilient()


@pytest.mark.parametrize("fault", ["truncate", "disconnect", "corrupt"])
def test_stream_that_breaks_is_no_answer_and_is_paid_for(llmock: LLMock, provider: Make, fault: str) -> None:
    # As a model writes: a server that has sent everything at once does not see that nobody reads on.
    llmock.pace(50)
    getattr(llmock, fault)(after_chunks=2)
    llmock.reply(SAID, times=2)

    asked = Asked([provider()], 5)

    assert (asked.outcome.answer, asked.tries) == (ADA, [("first", None, 2)])
    broken, whole = asked.purse.settled
    assert (broken.is_estimate, broken.tokens_in > 0, whole.is_estimate) == (True, True, False)
    assert asked.outcome.attempts[0].usage == broken + whole
    llmock.assert_resilient(strict=True)


@pytest.mark.parametrize("said", ["No JSON at all", "[]", WRONG, '{"name": "Ada", "years": "many"}'])
def test_answer_of_another_shape_is_repaired_once(llmock: LLMock, provider: Make, said: str) -> None:
    llmock.reply(said).reply(SAID)

    asked = Asked([provider()], 5)

    assert (asked.outcome.answer, asked.tries) == (ADA, [("first", None, 2)])
    told = sent(llmock)["messages"][-2:]
    assert told[0] == {"role": "assistant", "content": said}
    assert told[1]["content"].startswith("This does not fit the shape asked for: ")


def test_who_is_wrong_twice_is_left_for_the_next(llmock: LLMock, provider: Make) -> None:
    llmock.reply(WRONG, times=2).reply(SAID)

    asked = Asked([provider("first"), provider("second")], 5)

    assert (asked.outcome.answer, asked.tries) == (ADA, [("first", "wrong-shape", 2), ("second", None, 1)])
    assert asked.outcome.attempts[0].detail == "years: Field required"


def test_fence_around_the_json_does_no_harm(llmock: LLMock, provider: Make) -> None:
    llmock.reply(f"```json\n{SAID}\n```")

    assert Asked([provider()], 5).tries == [("first", None, 1)]


def test_server_that_knows_no_schema_is_asked_plainly_from_then_on(llmock: LLMock, provider: Make) -> None:
    llmock.fail(400).reply(SAID, times=2)

    first, second = Asked([provider()], 5), Asked([provider()], 5)

    assert (first.tries, second.tries) == ([("first", None, 2)], [("first", None, 1)])
    assert sorted(sent(llmock)) == ["messages", "model", "stream"]
    assert '"required": ["name", "years"]' in sent(llmock)["messages"][0]["content"]


def test_refusal_and_an_answer_that_is_too_long_are_none(llmock: LLMock, provider: Make) -> None:
    from llmock.scenarios import Reply  # noqa: PLC0415 -- a server's own words, for this test alone

    llmock.add(Reply(text=SAID, finish_reason="content_filter"), Reply(text=SAID, finish_reason="length"))

    asked = Asked([provider("first"), provider("second")], 5)

    assert (asked.outcome.answer, asked.outcome.failure) == (None, Failure.TOO_LONG)
    assert asked.tries == [("first", "refused", 1), ("second", "too-long", 1)]


@pytest.mark.parametrize("fault", ["delay", "stall", "pace"])
def test_deadline_is_kept_whatever_the_server_does(llmock: LLMock, provider: Make, fault: str) -> None:
    if fault == "delay":
        llmock.delay(1.6)
    elif fault == "stall":
        llmock.stall(after_chunks=1, seconds=1.6)
    else:
        llmock.reply("word " * 400).pace(10)

    asked = Asked([provider("first"), provider("second")], 0.6)

    assert asked.seconds < 0.9
    assert (asked.tries[0], asked.outcome.failure) == (("first", "over-time", 1), Failure.OVER_TIME)
    assert asked.outcome.attempts[0].usage.is_estimate


def test_slow_server_leaves_time_for_the_next(llmock: LLMock, provider: Make) -> None:
    llmock.delay(1.2).reply(SAID, times=2)

    asked = Asked([provider("first", call_seconds=0.4), provider("second")], 3)

    assert (asked.outcome.answer, asked.tries) == (ADA, [("first", "over-time", 1), ("second", None, 1)])


def test_retry_after_beyond_the_deadline_is_left_for_the_next_and_the_server_rests(
    llmock: LLMock, provider: Make
) -> None:
    llmock.rate_limit(retry_after=30).reply(SAID, times=2)
    both = [provider("first"), provider("second")]

    first, second = Asked(both, 2), Asked(both, 2)

    assert first.tries == [("first", "rate-limited", 1), ("second", None, 1)]
    assert second.tries == [("first", "resting", 0), ("second", None, 1)]
    assert first.seconds < 1


def test_server_that_is_not_there_is_named_and_costs_nothing(provider: Make) -> None:
    asked = Asked([provider(base_url="http://127.0.0.1:9/v1")], 1)

    assert (asked.outcome.failure, asked.outcome.attempts[0].usage) == (Failure.UNREACHABLE, Usage())


def test_breaker_rests_lets_one_try_and_doubles_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaker, "FIRST_REST_SECONDS", 1)
    for _ in range(breaker.MOST_FAILURES - 1):
        breaker.note_failure("x")
    assert breaker.may_ask("x")
    breaker.note_failure("x")
    # Two more that were under way before the rest began.
    breaker.note_failure("x")
    breaker.note_failure("x")
    assert (breaker.may_ask("x"), cache.get("ai-breaker:x:rest")) == (False, 1)

    cache.delete("ai-breaker:x:resting")

    assert [breaker.may_ask("x"), breaker.may_ask("x")] == [True, False]
    breaker.note_failure("x")
    assert (breaker.may_ask("x"), cache.get("ai-breaker:x:rest")) == (False, 2)
    breaker.note_success("x")
    assert breaker.may_ask("x")


def test_cache_that_is_away_stops_nobody(llmock: LLMock, provider: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    class Away:
        def __getattr__(self, name: str) -> object:
            raise ConnectionRefusedError(name)

    monkeypatch.setattr(breaker, "cache", Away())
    llmock.fail(500).reply(SAID)

    assert Asked([provider()], 5).tries == [("first", None, 2)]


def test_key_is_in_no_log_and_no_representation(
    llmock: LLMock, provider: Make, caplog: pytest.LogCaptureFixture
) -> None:
    llmock.fail(401, message=f"Incorrect API key provided: {KEY}")
    with caplog.at_level(logging.DEBUG):
        asked = Asked([provider()], 2)

    told = f"{caplog.text} {asked.outcome!r} {provider()!r}"
    assert (KEY in told, asked.outcome.attempts[0].detail.count("…")) == (False, 1)


def test_who_is_told_to_wait_waits_alone(llmock: LLMock, provider: Make) -> None:
    """What others ask meanwhile goes to the next server at once, and nobody of them waits as well."""
    llmock.rate_limit(retry_after=2).reply(SAID, times=3)
    both = [provider("first"), provider("second")]
    told: list[Asked] = []
    waiting = Thread(target=lambda: told.append(Asked(both, 10)))

    waiting.start()
    wait_for(lambda: bool(cache.get("ai-breaker::first:resting")))
    other = Asked(both, 10)
    waiting.join()

    assert other.tries == [("first", "resting", 0), ("second", None, 1)]
    assert other.seconds < 1
    assert told[0].tries == [("first", None, 2)]
    assert Asked(both, 10).tries == [("first", None, 1)]


def test_two_that_had_no_answer_in_all_their_time_let_the_server_rest(llmock: LLMock, provider: Make) -> None:
    llmock.delay(1, times=None).reply(SAID, times=None)

    tries = [Asked([provider(call_seconds=0.4)], 3).tries for _ in range(3)]

    assert tries == [[("first", "over-time", 1)], [("first", "over-time", 1)], [("first", "resting", 0)]]
