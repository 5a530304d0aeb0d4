"""Try-outs of problems that are not saved: beside the database, for whoever writes them alone, and soon forgotten."""

from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from django.core.cache import cache

from apps.code_assessment.content import Content
from apps.core.scope import current_schema

KEPT_SECONDS = 1800


@dataclass(frozen=True, slots=True)
class TryOut:
    """How far a try-out is: verdicts of tests as they come, everything about each at the end."""

    id: UUID
    names: list[str]
    checker: str
    tests: list[dict[str, Any]] = field(default_factory=list)
    is_over: bool = False
    verdict: str = ""
    why: str = ""
    compile_output: str = ""
    cpu_ms: int = 0

    @property
    def percent(self) -> int:
        return 100 * len(self.tests) // len(self.names)

    @property
    def rows(self) -> list[tuple[str, dict[str, Any]]]:
        """Each test that is done, with its name."""
        return [(self.names[one["number"] - 1], one) for one in self.tests]

    @property
    def asked(self) -> dict[str, str]:
        """As a submission says how its answers are compared."""
        return {"checker": self.checker}


def _key(member_id: UUID | str, try_out_id: UUID | str, what: str) -> str:
    return f"code_assessment:try-out:{current_schema()}:{member_id}:{try_out_id}:{what}"


def begin(member_id: UUID, try_out: TryOut, content: Content) -> None:
    cache.set(_key(member_id, try_out.id, "content"), content.to_json(), timeout=KEPT_SECONDS)
    keep(member_id, try_out)


def keep(member_id: UUID | str, try_out: TryOut) -> None:
    cache.set(_key(member_id, try_out.id, "state"), asdict(try_out), timeout=KEPT_SECONDS)


def kept(member_id: UUID | str, try_out_id: UUID | str) -> TryOut | None:
    """The member's own; None once it is forgotten, and for everybody else."""
    said = cache.get(_key(member_id, try_out_id, "state"))
    return TryOut(**said) if said else None


def content_of(member_id: UUID | str, try_out_id: UUID | str) -> Content | None:
    said = cache.get(_key(member_id, try_out_id, "content"))
    return Content.from_json(said) if said else None
