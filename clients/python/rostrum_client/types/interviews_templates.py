"""What the API says and is told of interviews templates. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class InterviewTemplate(TypedDict):
    id: str
    title: str
    description: NotRequired[str]
    role: NotRequired[str]
    rounds: list[Round]
    weights: NotRequired[Weights]
    is_own: bool


class InterviewTemplateInput(TypedDict):
    title: str
    description: NotRequired[str]
    role: NotRequired[str]
    rounds: list[Round]
    weights: NotRequired[Weights]


class InterviewsTemplatesListQuery(TypedDict, total=False):
    """What interviews/templates/ can be asked with."""

    among: Literal["own", "shipped"]
    count: bool
    page: int
    page_size: int
    role: Literal[
        "backend",
        "frontend",
        "mobile",
        "data-engineer",
        "data-scientist",
        "ml-engineer",
        "devops",
        "qa",
        "product-manager",
        "designer",
        "sales",
        "customer-success",
        "people-manager",
    ]
    search: str


class PatchedInterviewTemplate(TypedDict):
    title: NotRequired[str]
    description: NotRequired[str]
    role: NotRequired[str]
    rounds: NotRequired[list[Round]]
    weights: NotRequired[Weights]


class Round(TypedDict):
    title: str
    kind: str
    number: int
    seconds: NotRequired[int]
    total_seconds: NotRequired[int]
    follow_ups: NotRequired[int]
    difficulty: NotRequired[str]
    feedback: NotRequired[str]
    tone: NotRequired[str]
    has_hints: NotRequired[bool]
    opens_at: NotRequired[int]
    question_set: NotRequired[str]


class Weights(TypedDict):
    relevance: int
    examples: int
    structure: int
    accuracy: int
    alignment: int
