"""What the API says and is told of cv analysis jobs. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Literal, TypedDict


class CvAnalysisJobsListQuery(TypedDict, total=False):
    """What cv-analysis/jobs/ can be asked with."""

    count: bool
    department: str
    is_blind: bool
    ordering: str
    page: int
    page_size: int
    search: str
    seniority: Literal["director", "executive", "intern", "junior", "lead", "manager", "mid", "senior"]
    status: Literal["closed", "draft", "open"]
    workplace: Literal["hybrid", "onsite", "remote"]


class CvAnalysisJobsMatchesListQuery(TypedDict, total=False):
    """What cv-analysis/jobs/{id}/matches/ can be asked with."""

    count: bool
    page: int
    page_size: int


class MatchedJob(TypedDict):
    id: str
    title: str
    status: str
    seniority: str
    minimum_years: float | None
    education: str
    skills: list[WantedSkill]
    match_count: int
    best_match: float | None
    created_at: str


class WantedSkill(TypedDict):
    name: str
    skill_id: str
    kind: str
    weight: int
