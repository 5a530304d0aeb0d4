"""How findings are counted, and the tables that say so."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apps.cv_analysis.parsing.taxonomy import key_of, load_taxonomy

from . import parse_job


@dataclass(slots=True)
class Score:
    """Counts of exact spans, or of other findings that are right or wrong."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, found: set[Any], wanted: set[Any]) -> None:
        self.right += len(found & wanted)
        self.found += len(found)
        self.wanted += len(wanted)

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.found + other.found, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 0.0


def report(scores: Mapping[str, Score], *, title: str = "spans", total: str = "both") -> str:
    """A line for each kind, and one for all together when `total` names it."""
    rows = {**scores, total: sum(scores.values(), Score())} if total else scores
    lines = [f"{title:<10} {'precision':>9} {'recall':>7} {'F1':>7} {'wanted':>7}"]
    lines += [
        f"{name:<10} {score.precision:>9.3f} {score.recall:>7.3f} {score.f1:>7.3f} {score.wanted:>7}"
        for name, score in rows.items()
    ]
    return "\n".join(lines)


FIELDS = ("title", "seniority", "min_years", "education", "location", "workplace", "salary")


def read_labelled(file: Path) -> list[dict[str, Any]]:
    """Postings with what they ask for, as JSON lines of id, text and gold."""
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def field_scores(labelled: Iterable[dict[str, Any]]) -> dict[str, Score]:
    """For each field how often its value, or that there is none, is right; for skills the names, by kind."""
    scores = {name: Score() for name in (*FIELDS, "skills", "required", "preferred")}
    for posting in labelled:
        gold, prediction = posting["gold"], parse_job(posting["text"]).prediction()
        for name in FIELDS:
            scores[name].add({comparable(prediction[name])}, {comparable(gold[name])})
        optional = {skill_key(name) for name in gold.get("also", ())}
        found = {
            kind: {item["skill_id"] or skill_key(item["name"]) for item in prediction["skills"] if item["kind"] == kind}
            - optional
            for kind in ("required", "preferred")
        }
        wanted = {kind: {skill_key(name) for name in gold[kind]} for kind in ("required", "preferred")}
        for kind in ("required", "preferred"):
            scores[kind].add(found[kind], wanted[kind])
        scores["skills"].add(found["required"] | found["preferred"], wanted["required"] | wanted["preferred"])
    return scores


def comparable(value: object) -> object:
    if isinstance(value, dict):
        return tuple(value.items())
    return value.lower() if isinstance(value, str) else value


def skill_key(name: str) -> str:
    """The concept's id, or the normalised name of a skill that the taxonomy does not know."""
    concept = load_taxonomy().lookup(name)
    return concept.id if concept else key_of(name)
