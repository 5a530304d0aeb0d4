"""What the API says and is told of hiring candidates. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

ReasonEnum = Literal["phone", "email", "name"]


class Candidate(TypedDict):
    id: str
    name: NotRequired[str]
    email: NotRequired[str]
    phone: NotRequired[str]
    location: NotRequired[str]
    headline: NotRequired[str]
    links: NotRequired[list[str]]
    source: NotRequired[str]
    tags: NotRequired[list[str]]
    member: str | None
    applications: list[OwnApplication]
    created_at: str
    updated_at: str


class CandidateInput(TypedDict):
    name: NotRequired[str]
    email: NotRequired[str]
    phone: NotRequired[str]
    location: NotRequired[str]
    headline: NotRequired[str]
    links: NotRequired[list[str]]
    source: NotRequired[str]
    tags: NotRequired[list[str]]


class Double(TypedDict):
    candidate: str
    name: str
    email: str
    reason: ReasonEnum


class HiringCandidatesListQuery(TypedDict, total=False):
    """What hiring/candidates/ can be asked with."""

    count: bool
    email: str
    job: str
    ordering: str
    page: int
    page_size: int
    search: str
    source: str
    stage: str
    tag: str


class OtherCandidate(TypedDict):
    candidate: str


class OwnApplication(TypedDict):
    id: str
    job: str
    title: str
    stage: str | None
    stage_name: str | None
    applied_at: str


class OwnApplicationInput(TypedDict):
    id: str
    job: str
    title: str
    applied_at: str


class PatchedCandidate(TypedDict):
    name: NotRequired[str]
    email: NotRequired[str]
    phone: NotRequired[str]
    location: NotRequired[str]
    headline: NotRequired[str]
    links: NotRequired[list[str]]
    source: NotRequired[str]
    tags: NotRequired[list[str]]
