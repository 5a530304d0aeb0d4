"""What the API says and is told of interviews practice areas. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import TypedDict


class InterviewsPracticeAreasListQuery(TypedDict, total=False):
    """What interviews/practice-areas/ can be asked with."""

    count: bool
    ordering: str
    page: int
    page_size: int
    search: str


class PracticeArea(TypedDict):
    id: str
    skill: str
    attempts: int
    best: int
    average: int
    ability: float
    recent: list[int]
    seconds: int
    last_at: str | None
    due_at: str | None
