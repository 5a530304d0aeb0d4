"""What the API says and is told of hiring applications. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

StageKindEnum = Literal["new", "active", "offer", "hired", "rejected"]


class Application(TypedDict):
    id: str
    job: str
    job_title: str
    candidate: str
    candidate_name: str
    stage: str
    stage_name: str
    stage_kind: StageKindEnum
    match_score: float | None
    note_count: int
    source: str
    applied_at: str
    stage_since: str
    rejected_reason: str


class HiringApplicationsListQuery(TypedDict, total=False):
    """What hiring/applications/ can be asked with."""

    candidate: str
    count: bool
    job: str
    kind: Literal["active", "hired", "new", "offer", "rejected"]
    ordering: str
    page: int
    page_size: int
    search: str
    source: str
    stage: str


class Move(TypedDict):
    stage: str
    position: NotRequired[int]


class MoveMany(TypedDict):
    applications: list[str]
    stage: str


class Moved(TypedDict):
    moved: int


class NewApplication(TypedDict):
    job: str
    candidate: str
    stage: NotRequired[str]
    source: NotRequired[str]


class Reject(TypedDict):
    reason: NotRequired[str]


class Revealed(TypedDict):
    candidate: str
    name: str


class StageChange(TypedDict):
    from_stage: str | None
    to_stage: str | None
    by: str | None
    at: str
