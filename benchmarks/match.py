"""One job against 100,000 candidates in PostgreSQL, the best 50 with all reasons, against a loop over ORM objects.

People have trades, as in a real pool: most of their skills belong to their trade, some are everybody's. The company
made for it is gone afterwards.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from statistics import median
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from apps.accounts.services import sign_up_company
from apps.core.ids import uuid7
from apps.core.scope import scope
from apps.cv_analysis.models import CandidateFacts
from apps.cv_analysis.ranking import best_candidates, best_jobs, wanted_by
from apps.cv_analysis.scoring.closeness import load_neighbourhood
from apps.cv_analysis.scoring.match_sql import skill_number
from apps.cv_analysis.scoring.matching import Own, Person, certainty, match, plan_of
from apps.hiring.models import Candidate, Job, JobSkill
from apps.tenants.closing import close_tenant, erase_now
from apps.tenants.models import Tenant
from benchmarks import Figure

CANDIDATES, TOP, ROUNDS = 100_000, 50, 5
TRADES, TRADE_SKILLS, COMMON_SKILLS = 25, 160, 200
OWN, COMMON, ANY, LEAST_SKILLS, MOST_SKILLS = 26, 8, 4, 32, 37
JOBS, MEASURED, ASKED_OF_TRADE, ASKED_COMMON = 200, 5, 14, 4
LOOPED = 2_000


class People:
    """Draws skills of a trade; the same every time."""

    def __init__(self) -> None:
        # Not for secrets.
        self.random = random.Random(20)  # noqa: S311 -- a fixed seed makes the same people
        found = load_neighbourhood().common(TRADES * TRADE_SKILLS + COMMON_SKILLS)
        self.shared, trades = found[:COMMON_SKILLS], sorted(found[COMMON_SKILLS:], key=load_neighbourhood().family)
        self.trades = [trades[start : start + TRADE_SKILLS] for start in range(0, len(trades), TRADE_SKILLS)]
        self.all = found

    def _draw(self, pool: list[str], count: int) -> list[str]:
        """The first of a pool are common, the last rare."""
        weights = [1 / (5 + place) for place in range(len(pool))]
        return self.random.choices(pool, weights, k=count)

    def skills(self, trade: int) -> list[str]:
        drawn = [*self._draw(self.trades[trade], 2 * OWN), *self._draw(self.shared, 2 * COMMON)]
        own, common = list(dict.fromkeys(drawn[: 2 * OWN]))[:OWN], list(dict.fromkeys(drawn[2 * OWN :]))[:COMMON]
        some = self.random.sample(self.all, ANY)
        return list(dict.fromkeys([*own, *common, *some]))[: self.random.randint(LEAST_SKILLS, MOST_SKILLS)]

    def asked(self, trade: int) -> list[str]:
        own = list(dict.fromkeys(self._draw(self.trades[trade], 20 * ASKED_OF_TRADE)))[:ASKED_OF_TRADE]
        return [*own, *list(dict.fromkeys(self._draw(self.shared, 20 * ASKED_COMMON)))[:ASKED_COMMON]]


@contextmanager
def company() -> Iterator[Tenant]:
    """A tenant of its own, which the product's worker erases afterwards."""
    mark = uuid7().hex
    owner = sign_up_company(company=f"Match {mark[-8:]}", email=f"{mark}@bench.example", password=mark, name="Owner")
    try:
        yield owner.tenant
    finally:
        close_tenant(owner.tenant, reason="benchmark")
        erase_now(owner.tenant, reason="benchmark")


def fill(people: People) -> int:
    """Candidates with skills, written as PostgreSQL loads fastest; says how many rows of skills."""
    draw = people.random
    count = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO hiring_candidate (id, created_at, updated_at, name, email, phone, location, headline, links,"
            " source, tags) SELECT gen_random_uuid(), now(), now(), 'Candidate ' || n, '', '', '', '', '[]', '', '{}'"
            " FROM generate_series(1, %s) n",
            [CANDIDATES],
        )
        cursor.execute(
            "INSERT INTO cv_analysis_candidatefacts (candidate_id, months, education_rank, algorithm, updated_at)"
            " SELECT id, (random() * 240)::int, (random() * 6)::int, 'match-1', now() FROM hiring_candidate"
        )
        ids = list(CandidateFacts.objects.values_list("pk", flat=True))
        target = "cv_analysis_candidateskill (facts_id, number, skill_key, name, confidence, sure, months)"
        with cursor.copy(f"COPY {target} FROM STDIN") as rows:
            for facts in ids:
                for key in people.skills(facts % TRADES):
                    confidence = draw.choice((75, 78, 81, 95, 95, 98))
                    months = draw.choice((None, None, 12, 30, 60))
                    rows.write_row((facts, skill_number(key), key, key, confidence, certainty(confidence), months))
                    count += 1
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE cv_analysis_candidateskill, cv_analysis_candidatefacts")
    return count


def make_jobs(people: People) -> list[Job]:
    jobs = Job.objects.bulk_create(
        Job(title=f"Job {n}", status="open", opened_at=timezone.now(), minimum_years=5, education="bachelor")
        for n in range(JOBS)
    )
    JobSkill.objects.bulk_create(
        JobSkill(job=job, name=key, skill_id=key, kind="required" if place % 3 else "preferred", position=place)
        for number, job in enumerate(jobs)
        for place, key in enumerate(people.asked(number % TRADES))
    )
    return jobs


def looped(job: Job) -> list[tuple[int, Any]]:
    """The same for some of the candidates by a loop over objects, read in as few queries as can be."""
    plan = plan_of(wanted_by(job))
    found = []
    for facts in CandidateFacts.objects.prefetch_related("skills")[:LOOPED]:
        own = (Own(skill.skill_key, skill.name, skill.confidence, skill.months) for skill in facts.skills.all())
        answer = match(plan, Person(tuple(own), facts.months, facts.education_rank))
        found.append((answer.points, facts.candidate_id))
    return sorted(found, reverse=True)[:TOP]


def best_of(ask: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of the quickest of some rounds."""
    times = []
    for _round in range(rounds):
        begun = time.perf_counter()
        ask()
        times.append(time.perf_counter() - begun)
    return round(min(times) * 1000, 1)


def run() -> Iterator[Figure]:
    people = People()
    with company() as tenant, scope(tenant):
        rows = fill(people)
        yield Figure("match, rows of skills", rows, "rows")
        # One job of each of several trades: some ask for what hardly anybody has, some for what many have nearly.
        jobs = make_jobs(people)[:: TRADES // MEASURED][:MEASURED]
        asked = [wanted_by(job) for job in jobs]
        loop = best_of(lambda: looped(jobs[0]), rounds=1) * CANDIDATES / LOOPED
        times = sorted(best_of(partial(best_candidates, wanted, top=TOP)) for wanted in asked)
        peer = f"loop over ORM objects (measured on {LOOPED:,})"
        name = f"match, one job against {CANDIDATES:,} candidates"
        yield Figure(f"{name}, median of {MEASURED} jobs", median(times), "ms", peer, round(loop))
        yield Figure(f"{name}, slowest of {MEASURED} jobs", times[-1], "ms", peer, round(loop))
        candidate = Candidate.objects.get(pk=best_candidates(asked[0], top=1)[0].candidate_id)
        yield Figure(f"match, one candidate against {JOBS} jobs", best_of(lambda: best_jobs(candidate)), "ms")
