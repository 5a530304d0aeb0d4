"""What the API says and is told of cv analysis match. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NotRequired, TypedDict

if TYPE_CHECKING:
    from rostrum_client.types.cv_analysis_cvs import MatchPart


class Explanation(TypedDict):
    score: float
    skills: float
    experience: float
    education: float
    algorithm: str
    parts: list[MatchPart]


class MatchRequest(TypedDict):
    job: NotRequired[str]
    text: NotRequired[str]
    candidate: NotRequired[str]
    cv: NotRequired[str]
