"""What the API says and is told of hiring stages. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NotRequired, TypedDict

if TYPE_CHECKING:
    from rostrum_client.types.hiring_applications import StageKindEnum


class HiringStagesDestroyQuery(TypedDict, total=False):
    """What hiring/stages/{id}/ can be asked with."""

    move_to: str


class HiringStagesListQuery(TypedDict, total=False):
    """What hiring/stages/ can be asked with."""

    count: bool
    kind: Literal["active", "hired", "new", "offer", "rejected"]
    ordering: str
    page: int
    page_size: int
    search: str


class PatchedStage(TypedDict):
    name: NotRequired[str]
    kind: NotRequired[StageKindEnum]
    position: NotRequired[int]


class Stage(TypedDict):
    id: str
    name: str
    kind: NotRequired[StageKindEnum]
    position: NotRequired[int]


class StageInput(TypedDict):
    name: str
    kind: NotRequired[StageKindEnum]
    position: NotRequired[int]
