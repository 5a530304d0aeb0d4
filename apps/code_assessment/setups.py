"""Setup: how an assessment is to be, as an attempt keeps it; what is changed later touches no attempt."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

TIME_FACTORS = (1.0, 1.25, 1.5, 2.0)


@dataclass(frozen=True, slots=True)
class Asked:
    """A problem of an assessment: its key and version, and how many points it gives."""

    key: str
    version: str
    title: str
    points: int


@dataclass(frozen=True, slots=True)
class Setup:
    """Problems in their order, the time for all, and the rules."""

    problems: tuple[Asked, ...]
    total_minutes: int
    languages: tuple[str, ...] = ()
    time_factor: float = 1.0
    has_practice_round: bool = True

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Self:
        known = {**said, "problems": tuple(Asked(**one) for one in said["problems"])}
        return cls(**{**known, "languages": tuple(known.get("languages", ()))})

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "problems": [asdict(one) for one in self.problems], "languages": list(self.languages)}

    @property
    def minutes(self) -> int:
        """With the time factor."""
        return round(self.total_minutes * self.time_factor)

    @property
    def points(self) -> int:
        return sum(one.points for one in self.problems)

    def asked(self, key: str) -> Asked | None:
        return next((one for one in self.problems if one.key == key), None)
