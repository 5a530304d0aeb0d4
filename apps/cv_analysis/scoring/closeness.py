"""How near the skills that somebody has are to the skill that is asked for."""

import gzip
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from apps.cv_analysis.parsing.taxonomy import key_of

FILE = Path(__file__).resolve().parent.parent / "data" / "closeness.tsv.gz"
SAME = 100
# Asked "SQL", has "PostgreSQL": who has the narrower skill has the broader one, nearly.
NARROWER = (90, 80, 70)
IMPLIES = 90
# Asked "PostgreSQL", has "SQL": a part of the way.
BROADER = (50, 35)
IMPLIED = 50
# Asked "PostgreSQL", has "MySQL": near in a narrow family, far in a wide one (largest family, closeness).
SIBLINGS = ((12, 60), (30, 45), (60, 30))
RELATED = 30
LEAST = 30
MAX_NEIGHBOURS = 40
# So far down the order, a skill is half as common as the first.
FIRST_PLACES = 5
PLURAL_FROM = 5


@dataclass(frozen=True, slots=True)
class Near:
    """An own skill that answers a wanted one: how well (percent), and why."""

    key: str
    closeness: int
    relation: str


def skill_key(skill_id: str | None, name: str) -> str:
    """One key for all ids and spellings of a skill; outside of the taxonomy, the normalised name."""
    return load_neighbourhood().main_id(skill_id) if skill_id else name_key(name)


def name_key(name: str) -> str:
    key = key_of(name)
    return f"name:{key[:-1] if len(key) > PLURAL_FROM and key.endswith('s') and not key.endswith('ss') else key}"


class Neighbourhood:
    """The skills as numbers in the order of how many people have them, and their links."""

    def __init__(self, lines: list[str]) -> None:
        self._ids: list[list[str]] = []
        self._broader: list[list[int]] = []
        self._implied: list[list[int]] = []
        self._number: dict[str, int] = {}
        self._narrower: dict[int, list[int]] = defaultdict(list)
        self._implied_by: dict[int, list[int]] = defaultdict(list)
        self._related: dict[int, set[int]] = defaultdict(set)
        for number, line in enumerate(lines):
            ids, *columns = line.split("\t")
            broader, implied, related = ([int(one) for one in column.split()] for column in columns)
            self._ids.append(ids.split("|"))
            self._broader.append(broader)
            self._implied.append(implied)
            self._number |= dict.fromkeys(self._ids[-1], number)
            for one in broader:
                self._narrower[one].append(number)
            for one in implied:
                self._implied_by[one].append(number)
            for one in related:
                self._related[one].add(number)
                self._related[number].add(one)

    def main_id(self, skill_id: str) -> str:
        """The first of the ids that name the same skill."""
        number = self._number.get(skill_id)
        return skill_id if number is None else self._ids[number][0]

    def common(self, count: int) -> list[str]:
        """So many skills that people have most."""
        return [ids[0] for ids in self._ids[:count]]

    def commonness(self, skill_id: str) -> float:
        """How common the skill is beside others, guessed from its place in the order; none outside of the taxonomy."""
        number = self._number.get(skill_id)
        return 0.0 if number is None else 1 / (FIRST_PLACES + number)

    def family(self, skill_id: str) -> tuple[int, int]:
        """Skills of one family stand together when sorted by this."""
        number = self._number[skill_id]
        return (min(self._broader[number], default=number), number)

    def near(self, skill_id: str) -> list[Near]:
        """The skill itself first, then the nearest; of those equally near, the more common."""
        number = self._number.get(skill_id)
        if number is None:
            return [Near(skill_id, SAME, "same")]
        best: dict[int, tuple[int, str]] = {}
        for other, closeness, relation in self._links(number):
            if other != number and closeness >= LEAST and closeness > best.get(other, (0, ""))[0]:
                best[other] = (closeness, relation)
        ranked = sorted(best.items(), key=lambda one: (-one[1][0], one[0]))[:MAX_NEIGHBOURS]
        own = Near(self._ids[number][0], SAME, "same")
        return [own, *(Near(self._ids[other][0], *found) for other, found in ranked)]

    def _links(self, number: int) -> Iterator[tuple[int, int, str]]:
        for closeness, others in zip(NARROWER, self._steps(self._narrower.__getitem__, number), strict=False):
            yield from ((other, closeness, "narrower") for other in others)
        yield from ((other, IMPLIES, "implies") for other in self._implied_by[number])
        for closeness, others in zip(BROADER, self._steps(self._broader.__getitem__, number), strict=False):
            yield from ((other, closeness, "broader") for other in others)
        yield from ((other, IMPLIED, "implied") for other in self._implied[number])
        for parent in self._broader[number]:
            family = self._narrower[parent]
            closeness = next((near for size, near in SIBLINGS if len(family) <= size), 0)
            yield from ((other, closeness, "sibling") for other in family)
        yield from ((other, RELATED, "related") for other in self._related[number])

    @staticmethod
    def _steps(step: Callable[[int], list[int]], number: int) -> Iterator[list[int]]:
        """The skills one step away, two steps away, and so on."""
        reached, seen = [number], {number}
        while True:
            reached = sorted({other for one in reached for other in step(one)} - seen)
            seen.update(reached)
            yield reached


@cache
def load_neighbourhood() -> Neighbourhood:
    with gzip.open(FILE, "rt", encoding="utf-8") as file:
        return Neighbourhood([line.rstrip("\n") for line in file if not line.startswith("#")])


@lru_cache(maxsize=4096)
def near_skills(skill_id: str | None, name: str) -> tuple[Near, ...]:
    """What answers a wanted skill; a skill outside of the taxonomy is answered by its normalised name alone."""
    named = Near(name_key(name), SAME, "same")
    if not skill_id:
        return (named,)
    near = load_neighbourhood().near(skill_id)
    return (*near, named)
