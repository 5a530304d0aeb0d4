"""Whether programs can be judged, and in which languages: what runners say, or what this process finds by itself."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

from django.core.cache import cache

from apps.code_assessment.engine import engine
from apps.code_assessment.sandbox.contract import SandboxRefusedError
from apps.code_assessment.sandbox.judge import BubblewrapEngine
from apps.code_assessment.sandbox.runner.asking import BROKER_ERRORS, RunnerEngine

KEY = "code_assessment:sandbox"


@dataclass(frozen=True, slots=True)
class Readiness:
    """The languages that work, with their versions; or why nothing is judged."""

    refusal: str = ""
    languages: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_ready(self) -> bool:
        return not self.refusal


def examine() -> Readiness:
    """Try everything in boxes, which takes some seconds."""
    # One of its own: that of this process belongs to the thread which judges.
    tried = BubblewrapEngine()
    try:
        if refusal := tried.refusal():
            return Readiness(refusal=refusal)
        return Readiness(languages=tried.languages())
    except SandboxRefusedError as error:
        return Readiness(refusal=str(error))
    finally:
        tried.close()


_examined_here = lru_cache(maxsize=1)(examine)


def announce() -> None:
    """Let every process know what a worker that judges by itself has found; runners say it on their own."""
    if not isinstance(engine(), RunnerEngine):
        cache.set(KEY, _told(_examined_here()), timeout=None)


def readiness() -> Readiness:
    """What runners say; where workers judge by themselves what one announced, or else this process finds once."""
    chosen = engine()
    if isinstance(chosen, RunnerEngine):
        return Readiness(refusal=chosen.refusal(), languages=chosen.languages())
    said: dict[str, Any] | None = cache.get(KEY)
    return Readiness(**said) if said else _examined_here()


def runners() -> list[dict[str, Any]]:
    """What each runner that is alive says of itself; none where workers judge by themselves, or nothing is known."""
    chosen = engine()
    try:
        return chosen.runners() if isinstance(chosen, RunnerEngine) else []
    except BROKER_ERRORS:
        return []


def is_known() -> bool:
    """Whether the answer is there without trying anything here."""
    return isinstance(engine(), RunnerEngine) or cache.get(KEY) is not None


def _told(found: Readiness) -> dict[str, Any]:
    return {**asdict(found), "languages": dict(found.languages)}


def engine_name() -> str:
    """What judged, as a submission keeps it."""
    return type(engine()).__name__
