"""What the API says and is told of cv analysis resumes. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

DaysEnum = Literal[7, 30, 90]


LookEnum = Literal["ats", "classic", "two-column"]


PaperEnum = Literal["a4", "letter"]


class CvAnalysisResumesListQuery(TypedDict, total=False):
    """What cv-analysis/resumes/ can be asked with."""

    count: bool
    look: Literal["ats", "classic", "two-column"]
    ordering: str
    page: int
    page_size: int
    search: str


class Link(TypedDict):
    id: str
    name: str
    expires_at: str
    revoked_at: str | None
    views: int
    last_viewed_at: str | None


class NewLink(TypedDict):
    id: str
    name: str
    expires_at: str
    revoked_at: str | None
    views: int
    last_viewed_at: str | None
    url: str


class NewResume(TypedDict):
    title: NotRequired[str]
    document: NotRequired[Any]
    cv: NotRequired[str]
    candidate: NotRequired[str]


class PatchedChange(TypedDict):
    title: NotRequired[str]
    look: NotRequired[LookEnum]
    paper: NotRequired[PaperEnum]
    document: NotRequired[Any]
    version: NotRequired[int]


class Resume(TypedDict):
    id: str
    title: str
    look: LookEnum
    paper: PaperEnum
    version: int
    cv: str | None
    created_at: str
    updated_at: str


class Share(TypedDict):
    name: str
    days: NotRequired[DaysEnum]


class WholeResume(TypedDict):
    id: str
    title: str
    look: LookEnum
    paper: PaperEnum
    version: int
    cv: str | None
    created_at: str
    updated_at: str
    document: Any
