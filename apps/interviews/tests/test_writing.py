"""Questions by a model, over HTTP: as many as wanted, by the library's rules, none twice; what fails is not taken."""

from typing import Any

import pytest
from llmock.pytest_plugin import LLMock

from apps.ai import embeddings
from apps.ai.models import AiCall
from apps.interviews.configuration import Work
from apps.interviews.library import likeness
from apps.interviews.tests.writer import SUBJECTS, answer, provider, told, written
from apps.interviews.writing import Brief, Found, write
from apps.interviews.writing.checking import NOBODYS_BUSINESS, WrittenQuestion, judged
from apps.tenants.models import Tenant

pytestmark = pytest.mark.django_db


@pytest.fixture
def wrote(llmock: LLMock, settings: Any, acme: Tenant) -> Any:
    """What comes of so many open questions for a backend engineer: wrote(2)."""
    settings.AI_PROVIDERS = provider(llmock)

    def make(number: int = 2, *, beside: tuple[str, ...] = (), seconds: float = 8, **said: Any) -> Found:
        brief = Brief("backend", "mid", {"open": number}, **said)
        return write(brief, tenant=acme, beside=beside, seconds=seconds)

    return make


def test_as_many_as_wanted_in_parts_each_told_what_is_there(wrote: Any, llmock: LLMock) -> None:
    names = list(SUBJECTS)[:5]
    llmock.reply(answer(*map(written, names[:3]))).reply(answer(*map(written, names[3:])))

    found = wrote(5, beside=("Why is the sky blue?",))

    assert [item.text for item in found.items] == [SUBJECTS[name] for name in names]
    assert (found.engine, found.failure, found.faults) == ("mock mock-1", "", ())
    assert {(len(item.points), item.is_star, item.level) for item in found.items} == {(3, False, "mid")}
    assert "open: 3" in told(llmock, 0)
    assert "Why is the sky blue?" in told(llmock, 0)
    assert ("open: 2" in told(llmock, 1), SUBJECTS[names[0]] in told(llmock, 1)) == (True, True)


def test_the_model_is_told_of_the_job_the_work_and_the_tone(wrote: Any, llmock: LLMock) -> None:
    llmock.reply(answer(written("logs")))

    wrote(
        1,
        tone="challenging",
        interview="technical",
        focus=("Observability",),
        job="Keeper of payments",
        job_skills=("Kafka",),
        works=(Work("Globex", "Ledger", ("Rust", "Kafka")),),
    )

    said = told(llmock, 0)
    for part in ("Tone: challenging", "Observability", "Keeper of payments", "Ledger, Globex, Rust, Kafka"):
        assert part in said
    assert AiCall.objects.get().feature == "interviews.generate_questions"


@pytest.mark.parametrize(
    "bad",
    [
        written("queues", points=written()["points"][:2]),
        written("queues", points=[{"text": "Mentions that orders have keys.", "follow_up": "Why?"}] * 3),
        written("queues", answer="Keys."),
        written("queues", kind="behavioural"),
        written("queues", seconds=5),
        written("queues", skills=[]),
        written("What is your religion, and how does it help your team?"),
        written("backups"),
        written("How do you make certain a database's backups can really be restored?"),
    ],
    ids=["points", "no-statement", "answer", "kind", "seconds", "skills", "private", "twice", "near"],
)
def test_what_breaks_a_rule_is_dropped_and_asked_for_once_more(wrote: Any, llmock: LLMock, bad: dict[str, Any]) -> None:
    llmock.reply(answer(written("backups"), bad)).reply(answer(written("cache")))

    found = wrote(2)

    assert [item.text for item in found.items] == [SUBJECTS["backups"], SUBJECTS["cache"]]
    assert len(found.faults) == 1
    assert ("open: 1" in told(llmock, 1), found.faults[0] in told(llmock, 1)) == (True, True)


def test_what_was_asked_already_is_not_taken(wrote: Any, llmock: LLMock) -> None:
    llmock.reply(answer(written("logs"))).reply(answer(written("logs")))

    found = wrote(1, beside=(SUBJECTS["logs"],))

    assert (found.items, len(found.faults), len(llmock.requests)) == ((), 2, 2)


def test_one_try_more_and_no_other(wrote: Any, llmock: LLMock) -> None:
    for _call in range(3):
        llmock.reply(answer())

    assert wrote(2) == Found(faults=(), failure="")
    assert len(llmock.requests) == 2


def test_no_more_are_taken_than_wanted(wrote: Any, llmock: LLMock) -> None:
    llmock.reply(answer(written("logs"), written("cache"), written("retry")))

    assert [item.text for item in wrote(2).items] == [SUBJECTS["logs"], SUBJECTS["cache"]]


def test_what_came_before_a_failure_is_kept(wrote: Any, llmock: LLMock) -> None:
    llmock.reply(answer(*map(written, ("logs", "cache", "retry"))))
    llmock.reply("Here they are:", times=2)

    found = wrote(4)

    assert (len(found.items), found.failure, found.engine) == (3, "not-json", "mock mock-1")


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        (lambda mock: mock.outage(), "server-error"),
        (lambda mock: mock.reply("no JSON", times=2), "not-json"),
        (lambda mock: mock.reply('{"questions": [{"text": "Why?"}]}', times=2), "wrong-shape"),
        (lambda mock: mock.delay(30, times=4), "over-time"),
    ],
    ids=["outage", "json", "shape", "hangs"],
)
def test_faults_of_the_server_are_named(wrote: Any, llmock: LLMock, fault: Any, failure: str) -> None:
    fault(llmock)

    assert wrote(1, seconds=3) == Found(failure=failure)


def test_without_a_provider_nobody_writes(acme: Tenant, settings: Any) -> None:
    settings.AI_PROVIDERS = []

    assert write(Brief("backend", "mid", {"open": 1}), tenant=acme, seconds=5) == Found(failure="no-provider")


def test_without_the_model_of_sentences_shared_words_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise embeddings.EmbeddingsMissingError

    monkeypatch.setattr(likeness, "encoder", missing)
    near = "How do you make sure the backups of a database can be restored?"

    found = judged(
        [WrittenQuestion(**written(one)) for one in ("backups", near, "cache")], role="qa", level="junior", beside=()
    )

    assert [item.text for item in found.items] == [SUBJECTS["backups"], SUBJECTS["cache"]]


@pytest.mark.parametrize(
    ("text", "is_private"),
    [
        ("How do you plan work around your children?", True),
        ("Wie alt sind Sie?", True),
        ("What does your health check look at?", False),
        ("How did you find your race condition?", False),
    ],
)
def test_what_nobody_may_be_asked(text: str, *, is_private: bool) -> None:
    assert bool(NOBODYS_BUSINESS.search(text)) is is_private
