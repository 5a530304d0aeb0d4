"""What the API says and is told of hiring results. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Any, TypedDict


class HiringResultsListQuery(TypedDict, total=False):
    """What hiring/results/ can be asked with."""

    application: str
    candidate: str
    count: bool
    is_current: bool
    kind: str
    module: str
    ordering: str
    page: int
    page_size: int
    search: str


class Result(TypedDict):
    id: str
    candidate: str
    application: str | None
    module: str
    kind: str
    score: float | None
    summary: str
    evidence: Any
    link: str
    algorithm: str
    is_current: bool
    created_at: str
