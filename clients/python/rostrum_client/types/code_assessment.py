"""What the API says and is told of code assessment. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

CodeProblemDetailKindEnum = Literal["program", "function"]


DeedEnum = Literal["check", "hand-in", "approve", "send-back", "archive"]


class CodeAsked(TypedDict):
    key: str
    points: int


class CodeAssessment(TypedDict):
    id: str
    title: str
    description: NotRequired[str]
    problems: list[CodeAsked]
    total_minutes: int
    languages: NotRequired[list[str]]
    attempts: NotRequired[int]
    has_practice_round: NotRequired[bool]


class CodeAssessmentAssessmentsListQuery(TypedDict, total=False):
    """What code-assessment/assessments/ can be asked with."""

    count: bool
    ordering: str
    page: int
    page_size: int
    search: str


class CodeAssessmentAttemptsListQuery(TypedDict, total=False):
    """What code-assessment/attempts/ can be asked with."""

    count: bool
    mode: Literal["assessment", "trial"]
    ordering: str
    page: int
    page_size: int
    search: str
    state: Literal["completed", "judging", "ready", "running"]


class CodeAssessmentInput(TypedDict):
    title: str
    description: NotRequired[str]
    problems: list[CodeAsked]
    total_minutes: int
    languages: NotRequired[list[str]]
    attempts: NotRequired[int]
    has_practice_round: NotRequired[bool]


class CodeAssessmentLikenessesListQuery(TypedDict, total=False):
    """What code-assessment/likenesses/ can be asked with."""

    count: bool
    decision: Literal["nothing", "open", "same-source"]
    ordering: str
    page: int
    page_size: int
    problem: str
    search: str


class CodeAssessmentProblemsListQuery(TypedDict, total=False):
    """What code-assessment/problems/ can be asked with."""

    category: str
    count: bool
    difficulty: str
    language: str
    page: int
    page_size: int
    search: str
    skill: str
    state: Literal["new", "tried", "solved"]


class CodeAssessmentSubmissionsListQuery(TypedDict, total=False):
    """What code-assessment/submissions/ can be asked with."""

    attempt: str
    count: bool
    kind: Literal["run", "submit"]
    language: str
    ordering: str
    page: int
    page_size: int
    problem: str
    search: str
    state: Literal["done", "failed", "queued", "running"]
    verdict: str


class CodeAssign(TypedDict):
    candidate: str
    application: NotRequired[str | None]
    due_at: NotRequired[str | None]
    time_factor: NotRequired[float]


class CodeAssigned(TypedDict):
    assignment: str
    link: str


class CodeAttempt(TypedDict):
    id: str
    title: str
    mode: str
    state: str
    started_at: str | None
    due_at: str | None
    ended_at: str | None
    total_minutes: int
    languages: list[str]
    problems: list[CodeAttemptProblem]
    score: int | None
    report: dict[str, Any]


class CodeAttemptProblem(TypedDict):
    key: str
    title: str
    points: int


class CodeCheck(TypedDict):
    state: str
    report: dict[str, Any]


class CodeDecision(TypedDict):
    decision: str
    note: NotRequired[str]


class CodeExample(TypedDict):
    input: str
    output: str
    explanation: str


class CodeGroup(TypedDict):
    name: str
    points: int
    is_partial: bool


class CodeInspection(TypedDict):
    comparison: str
    notes: list[CodeNote]
    why_no_notes: str
    tools: list[str]


class CodeJudging(TypedDict):
    programs: int
    waiting: int


class CodeLikeProgram(TypedDict):
    submission: str
    attempt: str
    person: str
    language: str
    created_at: str


class CodeLikeness(TypedDict):
    id: str
    problem: str
    title: str
    programs: list[CodeLikeProgram]
    percent: int
    distance: float | None
    percentile: float | None
    pairs: int
    version: str
    decision: str
    note: str
    decided_at: str | None
    created_at: str


class CodeLikenessDetail(TypedDict):
    id: str
    problem: str
    title: str
    programs: list[CodeLikeProgram]
    percent: int
    distance: float | None
    percentile: float | None
    pairs: int
    version: str
    decision: str
    note: str
    decided_at: str | None
    created_at: str
    passages: list[CodePassage]


class CodeLimits(TypedDict):
    cpu_ms: int
    wall_ms: int
    memory_mib: int


class CodeNote(TypedDict):
    tool: str
    file: str
    code: str
    line: int
    end_line: int
    text: str


class CodeOwnProblem(TypedDict):
    content: dict[str, Any]
    is_for_assessments: NotRequired[bool]


class CodeOwnProblemState(TypedDict):
    id: str
    title: str
    state: str
    version: int
    versions: list[int]
    is_for_assessments: bool
    check: CodeCheck
    reviewed_at: str | None


class CodePassage(TypedDict):
    number: int
    left: list[int]
    right: list[int]


class CodeProblem(TypedDict):
    id: str
    title: str
    category: str
    difficulty: str
    skills: list[str]
    minutes: int
    is_own: bool
    is_solved: bool
    acceptance: int | None


class CodeProblemDeed(TypedDict):
    deed: DeedEnum


class CodeProblemDetail(TypedDict):
    id: str
    title: str
    category: str
    difficulty: str
    skills: list[str]
    minutes: int
    is_own: bool
    is_solved: bool
    acceptance: int | None
    version: str
    kind: CodeProblemDetailKindEnum
    statement: str
    constraints: list[str]
    examples: list[CodeExample]
    limits: CodeLimits
    limits_by_language: dict[str, CodeLimits]
    is_interactive: bool
    groups: list[CodeGroup]
    languages: dict[str, str]
    hints: list[str]
    editorial: str | None


class CodeProgress(TypedDict):
    solved: int
    of: int
    streak_days: int
    practised_days: int
    categories: list[CodeShare]
    difficulties: list[CodeShare]


class CodeRun(TypedDict):
    language: str
    source: str
    files: NotRequired[dict[str, str]]
    attempt: NotRequired[str | None]
    key: NotRequired[str]
    input: NotRequired[str]


class CodeShare(TypedDict):
    name: str
    solved: int
    of: int


class CodeStart(TypedDict):
    consent: NotRequired[bool]


class CodeSubmission(TypedDict):
    id: str
    problem: str
    title: str
    attempt: str | None
    kind: str
    language: str
    state: str
    verdict: str
    points: int | None
    cpu_ms: int | None
    memory_kib: int | None
    created_at: str
    judged_at: str | None
    task: CodeTask


class CodeSubmissionDetail(TypedDict):
    id: str
    problem: str
    title: str
    attempt: str | None
    kind: str
    language: str
    state: str
    verdict: str
    points: int | None
    cpu_ms: int | None
    memory_kib: int | None
    created_at: str
    judged_at: str | None
    task: CodeTask
    source: str
    files: dict[str, str]
    compile_output: str
    tests: list[CodeTest]
    version: str
    engine: str


class CodeSubmit(TypedDict):
    language: str
    source: str
    files: NotRequired[dict[str, str]]
    attempt: NotRequired[str | None]
    key: NotRequired[str]
    problem: str


class CodeTask(TypedDict):
    progress: int
    step: str
    position: int


class CodeTest(TypedDict):
    number: int
    group: str
    is_sample: bool
    verdict: str
    cpu_ms: NotRequired[int]
    memory_kib: NotRequired[int]
    stdin: NotRequired[str]
    expected: NotRequired[str]
    got: NotRequired[str]
    stderr: NotRequired[str]
    reason: NotRequired[str]
