"""The client: a server, somebody who asks, and every part of the API."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

import httpx

from rostrum_client.api import Api
from rostrum_client.connection import Connection
from rostrum_client.types import Login, Session


class Rostrum(Api):
    """Asks one server: `Rostrum("https://hire.example.com", key="rk_…")`, or without a key and then `sign_in()`."""

    def __init__(
        self,
        address: str,
        *,
        key: str = "",
        patience_seconds: float = 60,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = httpx.Client(base_url=address.rstrip("/"), transport=transport, timeout=30)
        super().__init__(Connection(self._http, key=key, patience_seconds=patience_seconds, sleep=sleep))

    def sign_in(self, email: str, password: str, *, workspace: str = "", code: str = "") -> Session:
        """Ask as this person from now on, in the workspace of this address or the one last worked in."""
        login: Login = {"email": email, "password": password}
        if workspace:
            login["tenant"] = workspace
        if code:
            login["code"] = code
        session = self.auth.login_create(login)
        self.connection.use_tokens(session["access"], session["refresh"])
        return session

    def sign_out(self) -> None:
        """End the tokens."""
        self.auth.logout_create({"refresh": self.connection.refresh_token})
        self.connection.use_tokens("", "")

    def close(self) -> None:
        """Let go of the connections to the server."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
