"""The arithmetic of `matching.py` as one statement of PostgreSQL over all candidates of the tenant.

It does not compute everybody's score, and still finds the best. First a few who look good are scored, which gives a
line: the score of the last place among them. Then skills that many people have are set aside, as many as could not
lift anybody over the line by themselves; the others find who can still reach it, and only these are scored in full.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from .closeness import load_neighbourhood
from .matching import RELEVANT_CLOSENESS, AskedSkill, Match, MatchPart, Own, Person, Plan, closing_parts, skill_part

SKILLS = "cv_analysis_candidateskill"
FACTS = "cv_analysis_candidatefacts"
# Besides as many as are wanted, so many are scored to find the line.
TRIED_MORE = 250
# Who looks good shows in the rarest skills, up to this share of their points.
RARE_SHARE = 0.6

YEARS = "%(years_out)s::int * least(%(months)s::int, months) / %(months)s::int"
EDUCATION = "%(education_out)s::int * least(%(rank)s::int, education_rank) / %(rank)s::int"
RELEVANT = "%(relevant_out)s::int * least(%(months)s::int, {}) / %(months)s::int"
USED = "CASE WHEN used IS NULL THEN 0 WHEN used < 0 THEN months ELSE least(months, used) END"
# Best answer to a wanted skill, and the longest time that a skill near it was used: -1 where no CV says how long.
BEST = f"""max(w.out_of * w.closeness * s.sure / 10000) AS points,
    max(coalesce(s.months, -1)) FILTER (WHERE w.closeness >= {RELEVANT_CLOSENESS}) AS used"""
LINE = f"""
likely AS (
  SELECT s.facts_id, sum(w.out_of * s.sure) / 100 AS skills
  FROM w JOIN {SKILLS} s USING (number) WHERE w.is_rare AND w.closeness = 100 GROUP BY s.facts_id
),
tried AS MATERIALIZED (
  SELECT f.id, f.months, f.education_rank FROM likely JOIN {FACTS} f ON f.id = likely.facts_id
  ORDER BY skills + {YEARS} + {EDUCATION} DESC LIMIT %(tried)s
),
theirs AS MATERIALIZED (
  SELECT s.facts_id, s.number, s.sure, s.months FROM tried JOIN {SKILLS} s ON s.facts_id = tried.id
),
last AS MATERIALIZED (
  SELECT skills + {YEARS} + {EDUCATION} + {RELEVANT.format(f"({USED})")} AS total
  FROM tried JOIN (
    SELECT facts_id, sum(points) AS skills, max(used) AS used FROM (
      SELECT s.facts_id, {BEST} FROM theirs s JOIN w USING (number) GROUP BY s.facts_id, w.position
    ) best GROUP BY facts_id
  ) scored ON scored.facts_id = tried.id
  ORDER BY total DESC OFFSET %(top)s - 1 LIMIT 1
),
line AS MATERIALIZED (
  SELECT coalesce((SELECT total FROM last), 0) AS total,
         coalesce((SELECT max(upto) FROM w WHERE upto + %(others_out)s < (SELECT total FROM last)), 0) AS aside
)
"""  # noqa: S608 -- names of tables only
# Of some people everybody is scored.
NO_LINE = "line AS MATERIALIZED (SELECT 0 AS total, coalesce((SELECT max(upto) FROM w), 0) AS aside)"
# `least(a, b) = a` says b >= a, and the planner takes it for rare, as it is.
STATEMENT = f"""
WITH w AS MATERIALIZED (
  SELECT * FROM unnest(%(position)s::int[], %(number)s::bigint[], %(closeness)s::int[], %(out_of)s::int[],
    %(upto)s::int[], %(is_rare)s::bool[]) AS w(position, number, closeness, out_of, upto, is_rare)
),
{{line}},
found AS MATERIALIZED (
  SELECT facts_id, sum(points) AS skills, max(used) AS used FROM (
    SELECT s.facts_id, {BEST} FROM w JOIN {SKILLS} s USING (number)
    WHERE w.upto > (SELECT aside FROM line) GROUP BY s.facts_id, w.position
  ) best GROUP BY facts_id
),
able AS MATERIALIZED (
  SELECT * FROM (
    SELECT f.id, f.candidate_id, f.months, f.education_rank, found.skills, found.used
    FROM found JOIN (SELECT * FROM {FACTS} OFFSET 0) f ON f.id = found.facts_id
    UNION ALL
    SELECT f.id, f.candidate_id, f.months, f.education_rank, 0, NULL FROM {FACTS} f
    WHERE (SELECT total <= aside + %(others_out)s FROM line)
      AND NOT EXISTS (SELECT FROM found WHERE found.facts_id = f.id)
  ) everybody
  WHERE {{people}} least((SELECT total FROM line), skills + (SELECT aside FROM line) + {YEARS} + {EDUCATION}
    + {RELEVANT.format(f"(CASE WHEN (SELECT aside FROM line) > 0 THEN months ELSE {USED} END)")}
  ) = (SELECT total FROM line)
),
-- Person by person: a skill that many have would else be read for all of them.
owned AS MATERIALIZED (
  SELECT s.facts_id, s.number, s.sure, s.months FROM able JOIN {SKILLS} s ON s.facts_id = able.id
  WHERE (SELECT aside FROM line) > 0
),
rest AS (
  SELECT facts_id, sum(points) AS skills, max(used) AS used FROM (
    SELECT s.facts_id, {BEST} FROM owned s JOIN w USING (number)
    WHERE w.upto <= (SELECT aside FROM line) GROUP BY s.facts_id, w.position
  ) best GROUP BY facts_id
),
counted AS (
  SELECT id, candidate_id, months, education_rank, skills, {USED} AS relevant FROM (
    SELECT able.id, able.candidate_id, able.months, able.education_rank,
           able.skills + coalesce(rest.skills, 0) AS skills, greatest(able.used, rest.used) AS used
    FROM able LEFT JOIN rest ON rest.facts_id = able.id
  ) both_parts
),
ranked AS (
  SELECT *, (skills + {YEARS} + {RELEVANT.format("relevant")} + {EDUCATION})::int AS total
  FROM counted ORDER BY total DESC, id LIMIT %(top)s
)
SELECT r.candidate_id, r.months, r.relevant, r.education_rank, r.total, a.position, a.skill_key, a.name, a.confidence
FROM ranked r LEFT JOIN LATERAL (
  SELECT DISTINCT ON (w.position) w.position, s.skill_key, s.name, s.confidence
  FROM {SKILLS} s JOIN w USING (number)
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


def ranking(plan: Plan, *, top: int, among: Sequence[UUID] | None = None) -> tuple[str, dict[str, Any]]:
    """The statement and its values: the best of all candidates, or of some, with what answers each wanted skill."""
    months, rank = max(plan.months, 1), max(plan.rank, 1)
    values: dict[str, Any] = {
        "top": top,
        "tried": top + TRIED_MORE,
        "years_out": plan.years_out_of,
        "relevant_out": plan.relevant_out_of,
        "education_out": plan.education_out_of,
        "others_out": plan.years_out_of + plan.relevant_out_of + plan.education_out_of,
        "months": months,
        "rank": rank,
        **columns_of(plan),
    }
    if among is None:
        return STATEMENT.format(line=LINE.strip(), people=""), values
    values["among"] = list(among)
    return STATEMENT.format(line=NO_LINE, people="candidate_id = ANY(%(among)s::uuid[]) AND"), values


def columns_of(plan: Plan) -> dict[str, list[Any]]:
    """A row for each own skill that answers a wanted one.

    `upto` adds up the points of wanted skills, from those that are dear to look up for what they give to the cheap.
    """
    upto, so_far = {}, 0
    for position in sorted(range(len(plan.skills)), key=lambda index: (-price_of(plan.skills[index]), index)):
        so_far += plan.skills[position].out_of
        upto[position] = so_far
    columns: dict[str, list[Any]] = {}
    for position, asked in enumerate(plan.skills):
        numbers, closeness = numbers_of(asked)
        many = len(numbers)
        is_rare = upto[position] > so_far * (1 - RARE_SHARE)
        row = {"position": [position] * many, "number": numbers, "closeness": closeness}
        row |= {"out_of": [asked.out_of] * many, "upto": [upto[position]] * many, "is_rare": [is_rare] * many}
        for name, more in row.items():
            columns.setdefault(name, []).extend(more)
    return columns or {name: [] for name in ("position", "number", "closeness", "out_of", "upto", "is_rare")}


def price_of(asked: AskedSkill) -> float:
    """How many people will have a skill that answers it, for each point that it can give."""
    people = sum(load_neighbourhood().commonness(near.key) for near in asked.near)
    return people / max(asked.out_of, 1)


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
