"""Calls of audit. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Unpack

from rostrum_client import types as t
from rostrum_client.connection import Connection
from rostrum_client.pages import Pages


class Audit:
    """What can be asked below audit/."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def list_all(self, **query: Unpack[t.AuditListQuery]) -> Pages[t.AuditEntry]:
        """Newest first."""
        return Pages(self._connection, "audit/", query=query)

    def chain(self) -> t.Chain:
        """Compute the chain of hashes again."""
        return self._connection.ask("GET", "audit/chain/")
