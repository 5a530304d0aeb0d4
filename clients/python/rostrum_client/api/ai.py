"""Calls of ai. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Unpack

from rostrum_client import types as t
from rostrum_client.connection import Connection
from rostrum_client.pages import Pages


class Ai:
    """What can be asked below ai/."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def calls_list(self, **query: Unpack[t.AiCallsListQuery]) -> Pages[t.Call]:
        """The newest first, without what was asked and answered."""
        return Pages(self._connection, "ai/calls/", query=query)

    def policy_retrieve(self) -> t.PolicyState:
        """The policy, and what was spent in this month."""
        return self._connection.ask("GET", "ai/policy/")

    def policy_update(self, body: t.Policy) -> t.PolicyState:
        """Change it; it holds from the next question on."""
        return self._connection.ask("PUT", "ai/policy/", body=body)

    def providers_list(self, **query: Unpack[t.AiProvidersListQuery]) -> Pages[t.Provider]:
        """In the order in which they are asked."""
        return Pages(self._connection, "ai/providers/", query=query)

    def providers_create(self, body: t.NewProvider) -> t.Provider:
        """Bring a server; its address has to be public and https."""
        return self._connection.ask("POST", "ai/providers/", body=body)

    def providers_retrieve(self, id: str) -> t.Provider:
        """One server."""
        return self._connection.ask("GET", f"ai/providers/{id}/")

    def providers_update(self, id: str, body: t.NewProvider) -> t.Provider:
        """Change a server. Another address needs the key again."""
        return self._connection.ask("PUT", f"ai/providers/{id}/", body=body)

    def providers_destroy(self, id: str) -> None:
        """Forget a server and its key."""
        self._connection.ask("DELETE", f"ai/providers/{id}/")

    def providers_test_create(self, id: str) -> t.Trial:
        """Ask it for a word, and say what came of it."""
        return self._connection.ask("POST", f"ai/providers/{id}/test/")
