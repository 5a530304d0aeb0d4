"""The examples of docs/api.md, sent to the real application and compared with what they claim."""

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.accounts.models import Membership
from apps.core.queue.worker import run_all_due
from apps.marketplace.models import License
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db

API = settings.BASE_DIR / "docs" / "api.md"
CV = settings.BASE_DIR / "tests" / "browser" / "ines-okafor.txt"
# What stands for anything at all, as a value or, as the name of a member, for all members that are not shown.
ANYTHING = "…"
EXAMPLE = re.compile(
    r"^```sh\n# (?P<status>\d{3})(?:; \$(?P<variable>\w+) is its (?P<member>\w+))?\n(?P<command>curl .+?)```\n"
    r"\n```json\n(?P<answer>.+?)```",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Example:
    """A request as one types it, and what comes of it."""

    command: str
    status: int
    answer: Any
    variable: str
    member: str


def examples() -> Iterator[Example]:
    for found in EXAMPLE.finditer(API.read_text(encoding="utf-8")):
        answer = json.loads(found["answer"])
        yield Example(found["command"], int(found["status"]), answer, found["variable"] or "", found["member"] or "")


def sent(command: str, variables: dict[str, str]) -> Any:
    """What the application answers to a line of curl."""
    for name, value in variables.items():
        command = command.replace(f"${name}", value)
    program, *words = shlex.split(command.replace("\\\n", " "))
    headers: dict[str, str] = {}
    fields: dict[str, Any] = {}
    address, body = "", None
    pending = iter(words)
    for word in pending:
        if word == "-H":
            name, value = next(pending).split(": ", 1)
            headers[name] = value
        elif word == "-d":
            body = next(pending).replace(f'"password": "{ANYTHING}"', f'"password": "{PASSWORD}"')
        elif word == "-F":
            name, value = next(pending).split("=", 1)
            fields[name] = SimpleUploadedFile(value[1:], CV.read_bytes()) if value.startswith("@") else value
        elif word != "-s":
            address = word
    assert (program, "$" in address, address.startswith("localhost:8000/")) == ("curl", False, True), command
    parts = urlsplit(f"http://{address}")
    path = f"{parts.path}?{parts.query}"
    if fields:
        return Client().post(path, fields, headers=headers)
    if body is not None:
        return Client().post(path, body, content_type=headers.pop("Content-Type"), headers=headers)
    return Client().get(path, headers=headers)


def differences(claimed: Any, given: Any, at: str = "answer") -> list[str]:
    """Where an answer is not as the example says."""
    if isinstance(claimed, dict) and isinstance(given, dict):
        names = set(claimed) - {ANYTHING}
        missing = [f"{at}.{name} is missing" for name in sorted(names - set(given))]
        more = [] if ANYTHING in claimed else [f"{at}.{name} is not shown" for name in sorted(set(given) - names)]
        return (
            missing
            + more
            + [one for n in sorted(names & set(given)) for one in differences(claimed[n], given[n], f"{at}.{n}")]
        )
    if isinstance(claimed, list) and isinstance(given, list) and len(claimed) == len(given):
        pairs = enumerate(zip(claimed, given, strict=True))
        return [one for number, (left, right) in pairs for one in differences(left, right, f"{at}[{number}]")]
    if isinstance(claimed, str) and isinstance(given, str) and claimed.endswith(ANYTHING):
        return [] if given.startswith(claimed.removesuffix(ANYTHING)) else [f"{at} is {given!r}"]
    return [] if (type(claimed), claimed) == (type(given), given) else [f"{at} is {given!r} and not {claimed!r}"]


def test_examples_of_the_api_are_answered_as_they_say(ada: Membership, licensed: License) -> None:
    variables: dict[str, str] = {}
    wrong = []
    found = list(examples())

    for example in found:
        response = sent(example.command, variables)
        run_all_due()
        given = json.loads(response.content)
        wrong += [] if response.status_code == example.status else [f"{example.command}: {response.status_code}"]
        wrong += [f"{example.command}: {one}" for one in differences(example.answer, given)]
        if example.variable:
            variables[example.variable] = str(given[example.member])

    assert wrong == []
    assert sorted(variables) == ["CV", "JOB", "KEY", "TOKEN"]
    # Each line of curl in the document is one of the examples.
    assert len(found) == API.read_text(encoding="utf-8").count("curl -s")


@pytest.mark.parametrize(
    ("claimed", "given", "said"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 1, "b": 2}, ["answer.b is not shown"]),
        ({"a": 1, ANYTHING: ANYTHING}, {"a": 1, "b": 2}, []),
        ({"a": 1, ANYTHING: ANYTHING}, {"b": 2}, ["answer.a is missing"]),
        ({"a": "rk_…"}, {"a": "rk_1"}, []),
        ({"a": "rk_…"}, {"a": "1"}, ["answer.a is '1'"]),
        ([{"a": ANYTHING}], [{"a": None}], ["answer[0].a is None and not '…'"]),
        ({"a": 1}, {"a": True}, ["answer.a is True and not 1"]),
        ([], [1], ["answer is [1] and not []"]),
    ],
)
def test_differences_are_noticed(claimed: Any, given: Any, said: list[str]) -> None:
    assert differences(claimed, given) == said
