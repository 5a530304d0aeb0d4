"""A model that writes questions, scripted over HTTP, and the questions that it writes."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from llmock.pytest_plugin import LLMock

Say = Callable[..., None]
# Each asks for something else, so that none is taken for another.
SUBJECTS = {
    "backups": "How do you make sure that the backups of a database can really be restored?",
    "queues": "A message queue delivers an order twice. What do you do so that the customer pays once?",
    "logs": "Which facts belong in the log lines of a payment service, and which never do?",
    "cache": "When does a cache in front of an API give wrong answers, and how do you notice it?",
    "rename": "How do you rename a column that three running services read, without stopping any of them?",
    "retry": "A partner's API fails one call in fifty. How do you decide which calls to repeat?",
    "paging": "Why does paging by offset become slow on large tables, and what do you use instead?",
    "secrets": "Where do the passwords of a service live on a server, and how are they changed?",
}


def written(subject: str = "backups", **said: Any) -> dict[str, Any]:
    """A question that holds to every rule, with what is said otherwise."""
    text = SUBJECTS.get(subject, subject)
    plain = {
        "kind": "open",
        "text": text,
        "skills": ["Operations"],
        "seconds": 180,
        "difficulty": 3,
        "hint": "Think of the day on which it goes wrong.",
        "points": [
            {"text": f"The {word} step of {subject} is tried out before it is needed.", "follow_up": f"And {word}?"}
            for word in ("first", "second", "third")
        ],
        "answer": " ".join(["It is tried out each week on a copy, by a script that compares sums and reports."] * 2),
        "choices": [],
    }
    return plain | said


def answer(*questions: dict[str, Any]) -> str:
    return json.dumps({"questions": list(questions)})


def provider(llmock: LLMock) -> list[dict[str, Any]]:
    """The settings that point to it."""
    return [
        {
            "name": "mock",
            "base_url": llmock.base_url("openai"),
            "key": "sk-test",
            "model": "mock-1",
            "price_in": Decimal(1),
            "price_out": Decimal(2),
            "max_tokens": 2000,
            "seconds": 5.0,
        }
    ]


def told(llmock: LLMock, number: int) -> str:
    """What the model was told with a call."""
    body = llmock.requests[number].body
    found: dict[str, Any] = json.loads(body) if isinstance(body, str | bytes) else body
    return str(found["messages"][-1]["content"])
