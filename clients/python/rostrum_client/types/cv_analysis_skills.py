"""What the API says and is told of cv analysis skills. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Literal, TypedDict


class CvAnalysisSkillsListQuery(TypedDict, total=False):
    """What cv-analysis/skills/ can be asked with."""

    category: Literal["domain", "soft", "technology"]
    count: bool
    group: str
    page: int
    page_size: int
    search: str


class CvAnalysisSkillsTrendingListQuery(TypedDict, total=False):
    """What cv-analysis/skills/trending/ can be asked with."""

    count: bool
    days: Literal[30, 90]
    page: int
    page_size: int


class KnownSkill(TypedDict):
    id: str
    name: str
    category: str
    group: str
    candidates: int | None


class Trend(TypedDict):
    skill_id: str
    name: str
    category: str
    cvs: int
    cvs_before: int
    jobs: int
    jobs_before: int
    change: int
