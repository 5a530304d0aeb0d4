"""A real server of language models whose faults are scripted, and a question to ask it."""

import json
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from llmock.pytest_plugin import LLMock
from pydantic import BaseModel

from apps.ai import chain
from apps.ai.base import Message, Provider, Usage
from apps.ai.chain import Asking, Clock, Outcome, ask_in_turn
from apps.ai.openai import OpenAiEngine

KEY = "sk-very-secret-key"
MESSAGES = (Message("system", "Who is it?"), Message("user", "Ada, seven years"))


class Person(BaseModel):
    """What the tests ask for."""

    name: str
    years: int


ADA = Person(name="Ada", years=7)
SAID = ADA.model_dump_json()


class OpenPurse:
    """Counts what it is told, and refuses nothing."""

    def __init__(self) -> None:
        self.reserved = 0
        self.settled: list[Usage] = []

    def reserve(self, provider: Provider, messages: tuple[Message, ...]) -> bool:
        self.reserved += 1
        return True

    def settle(self, provider: Provider, messages: tuple[Message, ...], usage: Usage) -> None:
        self.settled.append(usage)


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a test takes no longer than it must; Retry-After is kept to the letter."""
    monkeypatch.setattr(chain, "FIRST_PAUSE_SECONDS", 0.06)


@pytest.fixture
def provider(llmock: LLMock) -> Callable[..., Provider]:
    """Servers by name: provider("first"), provider("slow", call_seconds=1)."""

    def make(name: str = "first", **fields: Any) -> Provider:
        plain: dict[str, Any] = {"base_url": llmock.base_url("openai"), "key": KEY, "model": f"model-of-{name}"}
        return Provider(name=name, **plain | {"price_in": Decimal(1), "price_out": Decimal(2)} | fields)

    return make


@pytest.fixture
def given(llmock: LLMock) -> dict[str, Any]:
    """One provider as the settings have it."""
    return {
        "name": "mock",
        "base_url": llmock.base_url("openai"),
        "key": KEY,
        "model": "mock-1",
        "price_in": Decimal(1),
        "price_out": Decimal(2),
        "max_tokens": 500,
        "seconds": 5.0,
    }


class Asked:
    """An outcome, how long it took, and what the purse heard."""

    def __init__(self, providers: list[Provider], seconds: float) -> None:
        self.purse = OpenPurse()
        began = time.monotonic()
        asking = Asking(OpenAiEngine(), Clock(began + seconds), self.purse)
        self.outcome: Outcome[Person] = ask_in_turn(providers, asking, MESSAGES, Person)
        self.seconds = time.monotonic() - began

    @property
    def tries(self) -> list[tuple[str, str | None, int]]:
        """Who was asked, what was wrong, and how often it was tried."""
        return [(one.provider.name, one.failure, one.tries) for one in self.outcome.attempts]


def sent(llmock: LLMock, number: int = -1) -> dict[str, Any]:
    """What the server was sent."""
    body = llmock.requests[number].body
    found: dict[str, Any] = json.loads(body) if isinstance(body, str | bytes) else body
    return found
