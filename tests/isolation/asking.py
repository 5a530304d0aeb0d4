"""Asking for an address in such a way that nothing stays of it, and what the answer says."""

import copy
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, set_script_prefix

from apps.core.scope import tenant_connection
from apps.tenants.queries import forget_tenants
from tests.isolation.worlds import State

# What differs between two answers to the same question.
PASSING = re.compile(r'\b[A-Za-z0-9]{64}\b|"request_id":"\w*"|nonce="[^"]+"|\b[0-9a-f]{32}\b')
# Any statement that may write; one that only mentions such a word costs a comparison and nothing else.
WRITES = re.compile(r"\b(insert|update|delete|truncate|merge|copy|create|alter|drop|setval|nextval|call|do)\b", re.I)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and whether anything of the watched world is not as it was."""

    status: int
    text: str
    location: str
    changed: tuple[str, ...]

    @property
    def code(self) -> str:
        """The problem's own name, when the answer is one."""
        found = re.search(r'"code":"([\w-]+)"', self.text)
        return found[1] if found else ""

    def without(self, *said: str) -> str:
        """The whole answer without what was said in the question, and what is new in each answer."""
        text = PASSING.sub("", f"{self.status} {self.location}\n{self.text}")
        for word in sorted(filter(None, said), key=len, reverse=True):
            text = text.replace(word, "")
        return text


@dataclass(frozen=True, slots=True)
class Question:
    method: str
    address: str
    body: Any = None
    # JSON, or the fields of a form.
    as_json: bool = False
    headers: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.address}"


class Written:
    """Whether any statement did more than read: most do not, and then no table need be compared."""

    def __init__(self) -> None:
        self.anything = False

    def __call__(self, execute: Callable[..., Any], sql: object, *rest: Any) -> Any:
        self.anything = self.anything or WRITES.search(str(sql)) is not None
        return execute(sql, *rest)


def ask(client: Client, question: Question, watched: State | None = None) -> Answer:
    """The answer; whatever it wrote is taken back."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        arguments: dict[str, Any] = {"headers": dict(question.headers)}
        if question.method != "get" and question.body is not None:
            arguments["data"] = json.dumps(question.body) if question.as_json else question.body
        if question.method not in {"get", "head"} and (question.as_json or question.method != "post"):
            arguments["content_type"] = "application/json"
        written = Written()
        with connection.execute_wrapper(written):
            response: Any = getattr(client, question.method)(question.address, **arguments)
            content = response.getvalue() if response.streaming else response.content
        location = response.headers.get("Location", "")
        changed = watched.changes(tables=written.anything) if watched else ()
        transaction.set_rollback(True)
    if watched and changed:
        watched.put_back()
    client.cookies = cookies
    forget_everything(tenants=written.anything)
    return Answer(response.status_code, content.decode("utf-8", "replace"), location, changed)


def forget_everything(*, tenants: bool = True) -> None:
    """What was taken back in the database must not live on in this process; what was only read may."""
    for name in settings.CACHES:
        caches[name].clear()
    if tenants:
        forget_tenants()
    tenant_connection.set_schema_to_public()
    set_script_prefix("/")


def methods_of(pattern: URLPattern) -> list[str]:
    """The methods that the view behind a pattern answers, or might: a function says so only when it is asked."""
    view: Any = pattern.callback
    if actions := getattr(view, "actions", None):
        return sorted(actions)
    found = getattr(view, "cls", None)
    if found is None:
        # In pages nothing is sent but forms; what Django's own form views do with PUT is their POST.
        of_class = getattr(view, "view_class", None)
        return [name for name in ("get", "post", "delete") if hasattr(of_class, name)] if of_class else ["get", "post"]
    return [name for name in ("get", "post", "put", "patch", "delete") if hasattr(found, name)]
