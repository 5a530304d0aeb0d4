"""What the API says and is told of cv analysis statistics. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import TypedDict


class AverageScores(TypedDict):
    overall: float | None
    experience: float | None
    education: float | None
    skills: float | None
    formatting: float | None


class CvStatistics(TypedDict):
    count: int
    statuses: list[Figure]
    formats: list[Figure]
    per_day: list[Figure]
    scores: AverageScores
    score_bars: list[Figure]
    years: list[Figure]
    education: list[Figure]
    skills: list[Figure]


class Figure(TypedDict):
    key: str
    count: int


class JobStatistics(TypedDict):
    count: int
    statuses: list[Figure]
    applications: int
    stages: list[Figure]
    hired: int
    median_days_to_fill: float | None
    days_to_fill: list[float]
    average_match: float | None
    seniorities: list[Figure]
    skills: list[Figure]
