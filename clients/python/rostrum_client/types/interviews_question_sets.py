"""What the API says and is told of interviews question sets. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class InterviewsQuestionSetsListQuery(TypedDict, total=False):
    """What interviews/question-sets/ can be asked with."""

    count: bool
    is_shared: bool
    ordering: str
    page: int
    page_size: int
    search: str


class PatchedQuestionSet(TypedDict):
    title: NotRequired[str]
    description: NotRequired[str]
    questions: NotRequired[list[str]]
    is_shared: NotRequired[bool]


class QuestionSet(TypedDict):
    id: str
    title: str
    description: NotRequired[str]
    questions: list[str]
    is_shared: NotRequired[bool]
    created_at: str
    updated_at: str


class QuestionSetInput(TypedDict):
    title: str
    description: NotRequired[str]
    questions: list[str]
    is_shared: NotRequired[bool]
