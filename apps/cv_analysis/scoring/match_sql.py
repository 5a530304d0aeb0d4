"""The arithmetic of `matching.py` as one statement of PostgreSQL over all candidates of the tenant."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from .matching import RELEVANT_CLOSENESS, AskedSkill, Match, MatchPart, Own, Person, Plan, closing_parts, skill_part

SKILLS = "cv_analysis_candidateskill"
FACTS = "cv_analysis_candidatefacts"
# Best answer to one wanted skill, and the longest time that a skill near it was used: -1 where no CV says how long.
HITS = f"""
  SELECT s.facts_id, max(%s::int * w.closeness * s.sure / 10000) AS points,
         max(coalesce(s.months, -1)) FILTER (WHERE w.closeness >= {RELEVANT_CLOSENESS}) AS used
  FROM unnest(%s::bigint[], %s::int[]) AS w(number, closeness) JOIN {SKILLS} s USING (number)
  {{among}}
  GROUP BY s.facts_id
"""  # noqa: S608 -- names of tables only
NO_HITS = "SELECT NULL::bigint AS facts_id, 0 AS points, 0 AS used WHERE false"
STATEMENT = f"""
WITH hits AS ({{hits}}),
sums AS (SELECT facts_id, sum(points)::int AS skills, max(used) AS used FROM hits GROUP BY facts_id),
counted AS (
  SELECT f.id, f.candidate_id, f.months, f.education_rank, coalesce(s.skills, 0) AS skills,
         CASE WHEN s.used IS NULL THEN 0 WHEN s.used < 0 THEN f.months ELSE least(f.months, s.used) END AS relevant
  FROM {FACTS} f LEFT JOIN sums s ON s.facts_id = f.id {{people}}
),
ranked AS (
  SELECT *, skills
    + %s::int * least(%s::int, months) / %s::int
    + %s::int * least(%s::int, relevant) / %s::int
    + %s::int * least(%s::int, education_rank) / %s::int AS total
  FROM counted ORDER BY total DESC, id LIMIT %s
)
SELECT r.candidate_id, r.months, r.relevant, r.education_rank, r.total, a.position, a.skill_key, a.name, a.confidence
FROM ranked r LEFT JOIN LATERAL (
  SELECT DISTINCT ON (w.position) w.position, s.skill_key, s.name, s.confidence
  FROM {SKILLS} s JOIN unnest(%s::int[], %s::bigint[], %s::int[]) AS w(position, number, closeness) USING (number)
  WHERE s.facts_id = r.id
  ORDER BY w.position, w.closeness * s.sure DESC, w.closeness DESC, s.skill_key COLLATE "C"
) a ON true
ORDER BY r.total DESC, r.id, a.position
"""  # noqa: S608 -- as above


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with the whole answer."""

    candidate_id: UUID
    match: Match


def skill_number(key: str) -> int:
    """A number of 64 bits that stands for the key; of a million keys no two share one, in all likelihood."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


def ranking(plan: Plan, *, top: int, among: Sequence[UUID] | None = None) -> tuple[str, list[Any]]:
    """The statement and its values: the best of all candidates, or of some, with what answers each wanted skill."""
    chosen = [] if among is None else [list(among)]
    person = f"SELECT id FROM {FACTS} WHERE candidate_id = ANY(%s::uuid[])"  # noqa: S608 -- names of tables only
    one = HITS.format(among=f"WHERE s.facts_id IN ({person})" if chosen else "")
    values: list[Any] = []
    answers: tuple[list[int], list[int], list[int]] = ([], [], [])
    for position, asked in enumerate(plan.skills):
        numbers, closeness = numbers_of(asked)
        values += [asked.out_of, numbers, closeness, *chosen]
        for column, more in zip(answers, ([position] * len(numbers), numbers, closeness), strict=True):
            column.extend(more)
    months, rank = max(plan.months, 1), max(plan.rank, 1)
    values += [*chosen, plan.years_out_of, months, months, plan.relevant_out_of, months, months]
    values += [plan.education_out_of, rank, rank, top, *answers]
    hits = " UNION ALL ".join([one] * len(plan.skills)) or NO_HITS
    return STATEMENT.format(hits=hits, people="WHERE f.candidate_id = ANY(%s::uuid[])" if chosen else ""), values


def numbers_of(asked: AskedSkill) -> tuple[list[int], list[int]]:
    return [skill_number(near.key) for near in asked.near], [near.closeness for near in asked.near]


def ranked_of(plan: Plan, rows: Sequence[tuple[Any, ...]]) -> Iterator[Ranked]:
    """The answers of the statement, with parts as the reference makes them."""
    position = 0
    while position < len(rows):
        candidate_id, months, relevant, rank, _total = rows[position][:5]
        best: dict[int, tuple[str, str, int]] = {}
        while position < len(rows) and rows[position][0] == candidate_id:
            if rows[position][5] is not None:
                best[rows[position][5]] = rows[position][6:9]
            position += 1
        parts = [_part(asked, best.get(index)) for index, asked in enumerate(plan.skills)]
        person = Person((), months, rank)
        yield Ranked(candidate_id, Match((*parts, *closing_parts(plan, person, relevant))))


def _part(asked: AskedSkill, found: tuple[str, str, int] | None) -> MatchPart:
    if found is None:
        return skill_part(asked, None, None)
    key, name, confidence = found
    near = next(near for near in asked.near if near.key == key)
    return skill_part(asked, near, Own(key, name, confidence))
