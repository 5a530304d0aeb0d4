"""What the API says and is told of audit. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

AuditActorKindEnum = Literal["person", "staff", "api-key", "task", "webhook", "system", "visitor"]


class AuditActor(TypedDict):
    kind: AuditActorKindEnum
    id: str | None
    name: str
    credential: str
    on_behalf_of: str | None
    address: str | None


class AuditEntry(TypedDict):
    id: str
    number: int
    at: str
    action: str
    title: str
    actor: AuditActor
    target: AuditTarget
    changes: dict[str, list[Any | None]]
    note: str
    request_id: str
    hash: str


class AuditListQuery(TypedDict, total=False):
    """What audit/ can be asked with."""

    action: str
    actor_id: str
    actor_kind: Literal["api-key", "person", "staff", "system", "task", "visitor", "webhook"]
    count: bool
    ordering: str
    page: int
    page_size: int
    search: str
    target_id: str
    target_type: str


class AuditTarget(TypedDict):
    name: str
    type: str
    id: str


class Chain(TypedDict):
    holds: bool
    length: int
    broken_at: int | None
    unchained: int
    head: str
