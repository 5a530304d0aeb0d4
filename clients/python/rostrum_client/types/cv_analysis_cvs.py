"""What the API says and is told of cv analysis cvs. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypedDict

if TYPE_CHECKING:
    from rostrum_client.uploads import SentFile

ActionEnum = Literal["set", "add", "remove"]


ByEnum = Literal["person", "staff"]


ChangeKindEnum = Literal["added", "removed", "changed"]


CvStatusEnum = Literal[
    "queued",
    "running",
    "parsed",
    "needs_ocr",
    "encrypted",
    "empty",
    "corrupt",
    "too_large",
    "unsupported",
    "not_a_cv",
    "failed",
]


KeywordStateEnum = Literal["present", "near", "missing"]


MatchPartKindEnum = Literal["skill", "years", "relevant_years", "education"]


class Analysis(TypedDict):
    id: str
    status: str
    algorithm: str
    as_of: str
    text: str
    name: Finding | None
    email: Finding | None
    phone: Finding | None
    years_of_experience: Finding | None
    location: NotRequired[Finding | None]
    headline: NotRequired[Finding | None]
    summary: NotRequired[Finding | None]
    links: list[Finding]
    skills: list[Finding]
    sections: list[Finding]
    experience: list[Finding]
    education: list[Finding]
    titles: list[Finding]
    companies: list[Finding]
    degrees: list[Finding]
    institutions: list[Finding]
    grad_years: list[Finding]
    certifications: list[Finding]
    languages: list[Finding]
    projects: NotRequired[list[Finding]]
    publications: NotRequired[list[Finding]]
    internship_months: NotRequired[int]
    hidden: NotRequired[list[Hidden]]
    language: NotRequired[str | None]
    unread: NotRequired[list[str]]
    probability: NotRequired[float]
    version: int
    scores: Scores
    insights: Insights
    assistance: list[Assistance]
    corrections: list[Laid]


class Assistance(TypedDict):
    prompt: str
    engine: str
    cost: str
    is_fallback: bool
    failure: str


class AtsCheck(TypedDict):
    version: str
    before: Score
    after: Score
    keywords: list[Keyword]
    problems: list[Part]


class AtsRequest(TypedDict):
    job: NotRequired[str]
    text: NotRequired[str]


class Box(TypedDict):
    page: int
    left: float
    top: float
    right: float
    bottom: float


class Change(TypedDict):
    path: str
    kind: ChangeKindEnum
    before: str
    after: str
    record: str


class Comparison(TypedDict):
    changes: list[Change]
    scores: list[ScoreChange]
    same_arithmetic: bool


class CorrectionFields(TypedDict):
    path: str
    action: ActionEnum
    value: NotRequired[Any]
    target: NotRequired[Any]


class Cv(TypedDict):
    id: str
    file_name: str
    size: int
    status: CvStatusEnum
    error: Error | None
    task: Task | None
    candidate_name: str
    candidate: str | None
    job: str | None
    created_at: str
    updated_at: str


class CvAnalysisCvsAnalysisRetrieveQuery(TypedDict, total=False):
    """What cv-analysis/cvs/{id}/analysis/ can be asked with."""

    version: int


class CvAnalysisCvsCompareRetrieveQuery(TypedDict, total=False):
    """What cv-analysis/cvs/{id}/compare/ can be asked with."""

    after: int
    before: int


class CvAnalysisCvsListQuery(TypedDict, total=False):
    """What cv-analysis/cvs/ can be asked with."""

    count: bool
    ordering: str
    page: int
    page_size: int
    search: str
    status: Literal[
        "corrupt",
        "empty",
        "encrypted",
        "failed",
        "needs_ocr",
        "not_a_cv",
        "parsed",
        "queued",
        "running",
        "too_large",
        "unsupported",
    ]


class CvAnalysisCvsMatchesListQuery(TypedDict, total=False):
    """What cv-analysis/cvs/{id}/matches/ can be asked with."""

    count: bool
    page: int
    page_size: int


class Error(TypedDict):
    code: str
    title: str
    advice: str


class Finding(TypedDict):
    value: Any
    confidence: float
    evidence: list[Span]


class Hidden(TypedDict):
    kind: str
    text: str
    page: int | None


class Insights(TypedDict):
    strengths: list[str]
    weaknesses: list[str]
    gaps: list[str]
    suggestions: list[str]
    engine: str


class Keyword(TypedDict):
    name: str
    skill_id: str | None
    is_required: bool
    frequency: int
    state: KeywordStateEnum
    own: str
    advice: str
    places: list[list[int]]


class Laid(TypedDict):
    path: str
    action: ActionEnum
    value: NotRequired[Any]
    target: NotRequired[Any]
    id: str
    by: ByEnum
    at: str
    is_gone: bool


class Match(TypedDict):
    score: float
    skills: float
    experience: float
    education: float
    algorithm: str
    parts: list[MatchPart]
    candidate: Named
    job: Named
    is_stale: bool
    computed_at: str


class MatchPart(TypedDict):
    kind: MatchPartKindEnum
    points: float
    out_of: float
    reason: str
    facts: dict[str, Any]


class Named(TypedDict):
    id: str
    name: str


class Part(TypedDict):
    key: str
    title: str
    points: int
    out_of: int
    reason: str
    cure: str | None
    places: list[list[int]]


class PartChange(TypedDict):
    key: str
    before: int
    after: int
    out_of: int


class Score(TypedDict):
    points: int
    parts: list[Part]


class ScoreChange(TypedDict):
    key: str
    before: int
    after: int
    parts: list[PartChange]


class Scores(TypedDict):
    version: str
    overall: Score
    experience: Score
    education: Score
    skills: Score
    formatting: Score


class Span(TypedDict):
    start: int
    end: int
    page: int | None
    boxes: list[Box]


class Task(TypedDict):
    id: str
    progress: int
    step: str


class Upload(TypedDict):
    file: SentFile
    candidate: NotRequired[str]
    job: NotRequired[str]


class Version(TypedDict):
    version: int
    is_current: bool
    algorithm: str
    scores_version: str
    overall: int | None
    as_of: str
    created_at: str
