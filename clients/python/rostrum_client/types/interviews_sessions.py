"""What the API says and is told of interviews sessions. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

CoachTurnStateEnum = Literal["waiting", "answered", "failed"]


DifficultyEnum = Literal["fixed", "adaptive"]


FeedbackEnum = Literal["each", "end"]


LevelEnum = Literal["junior", "mid", "senior"]


ModeEnum = Literal["practice", "assessment"]


QuestionStateEnum = Literal["waiting", "open", "answered", "timed-out", "skipped", "unreached"]


SourceEnum = Literal["answer", "point", "feedback", "model-answer"]


StartKindEnum = Literal["mixed", "phone", "technical", "behavioural", "case", "system-design", "culture"]


ToneEnum = Literal["friendly", "neutral", "challenging"]


class Answer(TypedDict):
    question: str
    answer: str
    confidence: NotRequired[int | None]


class AnswerReview(TypedDict):
    question: str
    score: int
    reason: str


class CoachCitation(TypedDict):
    question: int
    source: SourceEnum
    passage: str


class CoachQuestion(TypedDict):
    question: str


class CoachTalk(TypedDict):
    is_answering: bool
    questions_left: int
    turns: list[CoachTurn]


class CoachTurn(TypedDict):
    id: str
    question: str
    state: CoachTurnStateEnum
    asked_at: str
    answered_at: str | None
    answer: str
    citations: list[CoachCitation]
    dropped: int
    left_out: str
    failure: str
    failure_title: str
    engine: str
    prompt: str
    cost: str


class Draft(TypedDict):
    question: str
    text: str
    version: int


class DraftVersion(TypedDict):
    version: int


class Feedback(TypedDict):
    question: Question
    evaluation: dict[str, Any] | None
    reviewed_score: int | None
    review_reason: str
    ideal_answer: str


class Hint(TypedDict):
    hint: str


class InterviewReport(TypedDict):
    session: InterviewSession
    is_estimate: bool
    report: dict[str, Any]
    percentile: int | None
    answers: list[Feedback]


class InterviewSession(TypedDict):
    id: str
    title: str
    mode: ModeEnum
    state: str
    role: str
    level: str
    kind: str
    paid_by: str
    score: int | None
    started_at: str | None
    ended_at: str | None
    created_at: str


class InterviewSessionDetail(TypedDict):
    id: str
    title: str
    mode: ModeEnum
    state: str
    role: str
    level: str
    kind: str
    paid_by: str
    score: int | None
    started_at: str | None
    ended_at: str | None
    created_at: str
    server_time: str
    writing: Writing | None
    current: Question | None
    questions: list[Question]


class InterviewsSessionsListQuery(TypedDict, total=False):
    """What interviews/sessions/ can be asked with."""

    count: bool
    kind: str
    level: str
    mode: Literal["assessment", "practice"]
    ordering: str
    page: int
    page_size: int
    role: str
    search: str
    state: Literal["abandoned", "completed", "draft", "evaluating", "paused", "running"]


class OneQuestion(TypedDict):
    question: str


class Question(TypedDict):
    id: str
    position: int
    follows: str | None
    kind: str
    text: str
    asked_from: str
    origin: str
    skills: list[str]
    choices: list[str]
    state: QuestionStateEnum
    opened_at: str | None
    due_at: str | None
    draft: str
    draft_version: int
    answer: str
    score: int | None


class Start(TypedDict):
    role: str
    level: NotRequired[LevelEnum]
    kind: NotRequired[StartKindEnum]
    number: NotRequired[int]
    seconds: NotRequired[int]
    total_seconds: NotRequired[int]
    difficulty: NotRequired[DifficultyEnum]
    tone: NotRequired[ToneEnum]
    feedback: NotRequired[FeedbackEnum]
    has_hints: NotRequired[bool]
    follow_ups: NotRequired[int]
    focus: NotRequired[list[str]]
    works: NotRequired[list[Work]]
    job: NotRequired[str]
    question_set: NotRequired[str]
    questions_from: NotRequired[str]
    template: NotRequired[str]
    round: NotRequired[int]


class Work(TypedDict):
    employer: NotRequired[str]
    project: NotRequired[str]
    technologies: NotRequired[list[str]]


class Writing(TypedDict):
    state: str
    number: int
    written: int
    engine: str
    prompt: str
    failure: str
    due_at: str
