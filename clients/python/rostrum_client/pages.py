"""Lists that come in pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypedDict, TypeVar

import httpx

from rostrum_client.connection import Connection

Item = TypeVar("Item")


class _Page(TypedDict, Generic[Item]):
    count: int | None
    next: str | None
    results: list[Item]


class Pages(Generic[Item]):
    """A list of the API: iterating asks for one page after the other, and for none before it is needed."""

    def __init__(self, connection: Connection, path: str, *, query: Mapping[str, Any] | None = None) -> None:
        self._connection = connection
        self._path = path
        self._query = dict(query or {})

    def __iter__(self) -> Iterator[Item]:
        query: Mapping[str, Any] | None = self._query
        while query is not None:
            page: _Page[Item] = self._connection.ask("GET", self._path, query=query)
            yield from page["results"]
            # Only what is asked for, not where: a proxy may have called the server by another name.
            query = dict(httpx.URL(page["next"]).params) if page["next"] else None

    @property
    def count(self) -> int:
        """How many there are on all pages; asks the server each time."""
        page: _Page[Item] = self._connection.ask("GET", self._path, query={**self._query, "page": 1, "page_size": 1})
        return page["count"] or 0
