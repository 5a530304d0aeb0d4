"""What changed between two analyses: of two versions of a CV, or of one CV read twice."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from .parts import Score
from .quality import Scores
from .records import IDENTITY, SINGLE, paired

# What a record says besides its name; months and texts follow from these or are too long to compare at a glance.
COMPARED: Mapping[str, tuple[str, ...]] = {
    "experience": ("title", "company", "start", "end", "location"),
    "education": ("degree", "institution", "year", "level", "field"),
    "skills": ("name", "level"),
    "certifications": ("name", "issuer", "year"),
    "languages": ("name", "level"),
    "projects": ("name",),
    "links": ("url",),
    "publications": (),
}
ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """`path` is a field, or a list and the part of a record that changed; `record` names the record."""

    path: str
    kind: str
    before: str
    after: str
    record: str = ""


@dataclass(frozen=True, slots=True)
class PartChange:
    key: str
    before: int
    after: int
    out_of: int


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """A score's points and the parts that made the difference; their differences add up to the score's."""

    key: str
    before: int
    after: int
    parts: tuple[PartChange, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs; `same_arithmetic` is False when other versions of the scores are compared."""

    changes: tuple[Change, ...]
    scores: tuple[ScoreChange, ...]
    same_arithmetic: bool

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def compare(old: Mapping[str, Any], new: Mapping[str, Any], old_scores: Scores, new_scores: Scores) -> Comparison:
    """Findings side by side, records paired by what they say, and scores part by part."""
    changes = [*_single_changes(old, new)]
    for name in IDENTITY:
        changes += _record_changes(name, old.get(name) or (), new.get(name) or ())
    scores = tuple(_score_change(*pair) for pair in zip(old_scores.all, new_scores.all, strict=True))
    return Comparison(tuple(changes), scores, old_scores.version == new_scores.version)


def _single_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name in SINGLE:
        before, after = (str(found[name]["value"]) if found.get(name) else "" for found in (old, new))
        if before != after:
            yield Change(name, _kind(before, after), before, after)


def _record_changes(name: str, old: Any, new: Any) -> Iterator[Change]:
    for before, after in paired(name, old, new):
        if before is None or after is None:
            named = said(name, (before or after or {})["value"])
            yield Change(name, REMOVED if before else ADDED, named if before else "", named if after else "", named)
            continue
        for key in COMPARED[name]:
            old_part, new_part = (str(record["value"].get(key) or "") for record in (before, after))
            if old_part != new_part:
                yield Change(f"{name}.{key}", _kind(old_part, new_part), old_part, new_part, said(name, after["value"]))


def _kind(before: str, after: str) -> str:
    return CHANGED if before and after else ADDED if after else REMOVED


def said(name: str, value: Any) -> str:
    """A record in one line."""
    if not isinstance(value, Mapping):
        return str(value)
    return ", ".join(str(value[key]) for key in IDENTITY[name] if value.get(key))


def _score_change(old: Score, new: Score) -> ScoreChange:
    before = {part.key: part for part in old.parts}
    after = {part.key: part for part in new.parts}
    changes = []
    for key in dict.fromkeys([*before, *after]):
        points = [parts[key].points if key in parts else 0 for parts in (before, after)]
        if points[0] != points[1]:
            out_of = (after.get(key) or before[key]).out_of
            changes.append(PartChange(key, points[0], points[1], out_of))
    return ScoreChange(new.key, old.points, new.points, tuple(changes))
