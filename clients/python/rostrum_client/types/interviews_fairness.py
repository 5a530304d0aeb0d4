"""What the API says and is told of interviews fairness. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import TypedDict


class Group(TypedDict):
    name: list[str]
    people: int | None
    above_median: int | None
    scoring_rate: float | None
    scoring_ratio: float | None
    selected: int | None
    selection_rate: float | None
    selection_ratio: float | None
    note: str


class Rates(TypedDict):
    day: str
    people: int
    median: float | None
    tables: list[RatesTable]


class RatesTable(TypedDict):
    kind: str
    known: int
    unknown: int
    groups: list[Group]
