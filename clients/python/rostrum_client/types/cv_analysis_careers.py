"""What the API says and is told of cv analysis careers. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Literal, TypedDict

NeedStateEnum = Literal["has", "near", "missing"]


class Career(TypedDict):
    title: str
    occupation: str | None
    path: list[str]
    next: list[NextTitle]


class CvAnalysisCareersRetrieveQuery(TypedDict):
    """What cv-analysis/careers/ can be asked with."""

    title: str


class Need(TypedDict):
    name: str
    skill_id: str
    state: NeedStateEnum
    own: str


class NextTitle(TypedDict):
    title: str
    occupation: str | None
    seen: int
    is_usual: bool
    skills: list[Need]
    jobs: list[OpenJob]


class OpenJob(TypedDict):
    id: str
    title: str
