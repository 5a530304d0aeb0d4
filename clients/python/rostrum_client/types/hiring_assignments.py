"""What the API says and is told of hiring assignments. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

AssignmentStateEnum = Literal["open", "started", "done", "cancelled", "expired"]


class Assignment(TypedDict):
    id: str
    candidate: str
    application: str | None
    module: str
    activity: str
    state: AssignmentStateEnum
    due_at: str | None
    link: str
    assigned_by: str | None
    result: str | None
    created_at: str
    updated_at: str


class HiringAssignmentsListQuery(TypedDict, total=False):
    """What hiring/assignments/ can be asked with."""

    activity: str
    application: str
    candidate: str
    count: bool
    module: str
    ordering: str
    page: int
    page_size: int
    search: str
    state: Literal["cancelled", "done", "expired", "open", "started"]


class NewAssignment(TypedDict):
    candidate: str
    application: NotRequired[str | None]
    module: str
    activity: str
    due_at: NotRequired[str | None]
