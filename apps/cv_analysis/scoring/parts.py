"""What a score is made of: parts that add up to it, each with its reason, its cure and its place in the text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Value = int | str
Place = tuple[int, int]
MAX_PLACES = 12


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as key and values; `wording.py` says it in the reader's language."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return {"key": self.key, "values": dict(self.values)}

    @staticmethod
    def from_dict(stored: Mapping[str, Any]) -> "Said":
        return Said(stored["key"], dict(stored["values"]))


@dataclass(frozen=True, slots=True)
class Part:
    """Points out of what can be had; `cure` is there whenever points are missing."""

    key: str
    points: int
    out_of: int
    reason: Said
    cure: Said | None = None
    places: tuple[Place, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "points": self.points,
            "out_of": self.out_of,
            "reason": self.reason.to_dict(),
            "cure": self.cure.to_dict() if self.cure else None,
            "places": [list(place) for place in self.places],
        }

    @staticmethod
    def from_dict(stored: Mapping[str, Any]) -> "Part":
        return Part(
            stored["key"],
            stored["points"],
            stored["out_of"],
            Said.from_dict(stored["reason"]),
            Said.from_dict(stored["cure"]) if stored["cure"] else None,
            tuple((start, end) for start, end in stored["places"]),
        )


@dataclass(frozen=True, slots=True)
class Score:
    """0..100, exactly the sum of its parts."""

    key: str
    parts: tuple[Part, ...]

    @property
    def points(self) -> int:
        return sum(part.points for part in self.parts)

    def to_dict(self) -> dict[str, Any]:
        return {"key": self.key, "points": self.points, "parts": [part.to_dict() for part in self.parts]}

    @staticmethod
    def from_dict(stored: Mapping[str, Any]) -> "Score":
        return Score(stored["key"], tuple(Part.from_dict(part) for part in stored["parts"]))


def part(key: str, points: int, out_of: int, said: tuple[Said, Said | None], places: Iterable[Place] = ()) -> Part:
    """A part within its bounds; a cure is named only where something is missing."""
    reason, cure = said
    held = max(0, min(points, out_of))
    return Part(key, held, out_of, reason, cure if held < out_of else None, tuple(places)[:MAX_PLACES])


def share(out_of: int, count: int, total: int) -> int:
    """As many of the points as `count` is of `total`, rounded down; more than all is all."""
    return out_of * min(count, total) // total if total > 0 else 0
