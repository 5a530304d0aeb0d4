"""Whether programs can be judged, and in which languages: what the worker found, or else this process by itself."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

from django.core.cache import cache
from django.utils.module_loading import import_string

from apps.code_assessment.sandbox.contract import Engine, SandboxRefusedError
from apps.code_assessment.sandbox.engines import BUBBLEWRAP, engine

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
    tried: Engine = import_string(BUBBLEWRAP)()
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
    """Let every process know what this one, which judges, has found."""
    cache.set(KEY, _told(_examined_here()), timeout=None)


def readiness() -> Readiness:
    """What the worker announced; without its word, what this process finds once."""
    said: dict[str, Any] | None = cache.get(KEY)
    return Readiness(**said) if said else _examined_here()


def _told(found: Readiness) -> dict[str, Any]:
    return {**asdict(found), "languages": dict(found.languages)}


def engine_name() -> str:
    """What judged, as a submission keeps it."""
    return type(engine()).__name__
