"""What the API says and is told of interviews questions. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypedDict

if TYPE_CHECKING:
    from rostrum_client.uploads import SentFile


class Choice(TypedDict):
    text: str
    right: bool


class InterviewsQuestionsListQuery(TypedDict, total=False):
    """What interviews/questions/ can be asked with."""

    among: Literal["bookmarked", "mine", "ours", "library", "review", "archived"]
    count: bool
    kind: Literal["open", "behavioural", "system-design", "case", "multiple-choice", "coding"]
    level: Literal["junior", "mid", "senior"]
    ordering: Literal[
        "question",
        "role",
        "level",
        "kind",
        "time",
        "rating",
        "-question",
        "-role",
        "-level",
        "-kind",
        "-time",
        "-rating",
    ]
    page: int
    page_size: int
    role: Literal[
        "general",
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
    skill: str


class Item(TypedDict):
    text: str
    kind: NotRequired[str]
    role: NotRequired[str]
    level: NotRequired[str]
    skills: list[str]
    seconds: NotRequired[int]
    difficulty: NotRequired[int]
    hint: NotRequired[str]
    points: list[Point]
    answer: NotRequired[str]
    choices: NotRequired[list[Choice]]
    tags: NotRequired[list[str]]
    language: NotRequired[str]
    is_shared: NotRequired[bool]
    is_for_assessments: NotRequired[bool]
    version: NotRequired[int]


class Line(TypedDict):
    id: str
    text: str
    kind: str
    role: str
    level: str
    skills: list[str]
    seconds: int
    is_own: bool
    is_shared: bool
    is_for_assessments: bool
    is_archived: bool
    state: str
    is_bookmarked: bool
    rating: float | None
    ratings: int


class Mark(TypedDict):
    is_bookmarked: NotRequired[bool]
    rating: NotRequired[int]


class PatchedItem(TypedDict):
    text: NotRequired[str]
    kind: NotRequired[str]
    role: NotRequired[str]
    level: NotRequired[str]
    skills: NotRequired[list[str]]
    seconds: NotRequired[int]
    difficulty: NotRequired[int]
    hint: NotRequired[str]
    points: NotRequired[list[Point]]
    answer: NotRequired[str]
    choices: NotRequired[list[Choice]]
    tags: NotRequired[list[str]]
    language: NotRequired[str]
    is_shared: NotRequired[bool]
    is_for_assessments: NotRequired[bool]
    version: NotRequired[int]


class Point(TypedDict):
    text: str
    follow_up: NotRequired[str]


class QuestionFile(TypedDict):
    file: SentFile
    is_shared: NotRequired[bool]


class QuestionReview(TypedDict):
    deed: str
    reason: NotRequired[str]


class QuestionsInFile(TypedDict):
    questions: list[dict[str, Any]]


class Taken(TypedDict):
    new: int
    changed: int
    same: int


class WholeQuestion(TypedDict):
    id: str
    text: str
    kind: str
    role: str
    level: str
    skills: list[str]
    seconds: int
    difficulty: int
    hint: str
    points: list[Point]
    answer: str
    choices: list[Choice]
    is_bookmarked: bool
    my_rating: int
    rating: float | None
    ratings: int
    is_own: bool
    tags: list[str]
    language: str
    version: int
    state: str
    review_reason: str
    is_shared: bool
    is_for_assessments: bool
    is_archived: bool
