"""How the API is spoken to: who asks, what is sent, when it is asked again, and what an answer is."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

import httpx

from rostrum_client.problems import problem_of
from rostrum_client.types import TokenPair
from rostrum_client.uploads import named_contents

_API = "/api/v1/"
_REFRESH = "auth/token/refresh/"
Answer = TypeVar("Answer")


class Connection:
    """One server and whoever asks it: nobody yet, an API key, or a person with tokens.

    Who was told to wait (429) waits and asks again while that takes no longer than `patience_seconds` in all. An access
    token that has run out is renewed by itself.
    """

    def __init__(
        self,
        http: httpx.Client,
        *,
        key: str = "",
        patience_seconds: float = 60,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = http
        self._bearer = key
        self._refresh = ""
        self._patience_seconds = patience_seconds
        self._sleep = sleep

    def use_tokens(self, access: str, refresh: str) -> None:
        """Ask as the person whom the tokens belong to from now on."""
        self._bearer, self._refresh = access, refresh

    @property
    def refresh_token(self) -> str:
        """Buys new tokens, once; kept by programs that go on later as the same person."""
        return self._refresh

    def ask(self, method: str, path: str, *, body: Any = None, query: Mapping[str, Any] | None = None) -> Answer:  # type: ignore[type-var]  # each caller knows the shape of its answer, as the API describes it
        """What the server answers to this, read; nothing where it has nothing to say."""
        response = self._answer(method, path, body, query)
        return cast("Answer", response.json() if response.content else None)

    def file(self, method: str, path: str, *, query: Mapping[str, Any] | None = None) -> bytes:
        """A file that the server answers with."""
        return self._answer(method, path, None, query).content

    def _answer(self, method: str, path: str, body: Any, query: Mapping[str, Any] | None) -> httpx.Response:
        asked = {"params": _in_an_address(query or {}), **_contents(body)}
        response = self._sent(method, path, asked)
        if response.status_code == httpx.codes.UNAUTHORIZED and self._refresh and path != _REFRESH:
            self._renew()
            response = self._sent(method, path, asked)
        if response.is_error:
            raise problem_of(response)
        return response

    def _sent(self, method: str, path: str, asked: dict[str, Any]) -> httpx.Response:
        """The answer, after waiting where the server says that this helps."""
        patience = self._patience_seconds
        while True:
            headers = {"Authorization": f"Bearer {self._bearer}"} if self._bearer and path != _REFRESH else {}
            response = self._http.request(method, _API + path, headers=headers, **asked)
            wait = response.headers.get("retry-after", "")
            if response.status_code != httpx.codes.TOO_MANY_REQUESTS or not wait.isdecimal() or int(wait) > patience:
                return response
            # At least a second, or a server that says 0 for ever would be asked for ever.
            seconds = max(int(wait), 1)
            patience -= seconds
            self._sleep(seconds)

    def _renew(self) -> None:
        refresh, self._refresh = self._refresh, ""
        pair: TokenPair = self.ask("POST", _REFRESH, body={"refresh": refresh})
        self.use_tokens(pair["access"], pair["refresh"])


def _in_an_address(query: Mapping[str, Any]) -> dict[str, str]:
    return {name: _word(value) for name, value in query.items() if value is not None}


def _contents(body: Any) -> dict[str, Any]:
    """JSON, or a form where a file is among the fields."""
    if body is None:
        return {}
    files = {name: value for name, value in body.items() if _is_upload(value)} if isinstance(body, Mapping) else {}
    if not files:
        return {"json": body}
    fields = {name: value for name, value in body.items() if name not in files and value is not None}
    return {
        "data": {name: _word(value) for name, value in fields.items()},
        "files": {name: named_contents(value) for name, value in files.items()},
    }


def _is_upload(value: Any) -> bool:
    return isinstance(value, Path) or (isinstance(value, tuple) and any(isinstance(part, bytes) for part in value))


def _word(value: Any) -> str:
    """A value as it stands in an address or a form."""
    return value if isinstance(value, str) else json.dumps(value)
