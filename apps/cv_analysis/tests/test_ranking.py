"""Ranking by one statement gives what the reference arithmetic gives, and finds its way into hiring's matches."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.cv_analysis.models import CandidateFacts
from apps.cv_analysis.profiles import keep_profile
from apps.cv_analysis.ranking import best_candidates, best_jobs, person_of_candidate, wanted_by
from apps.cv_analysis.scoring.closeness import near_skills
from apps.cv_analysis.scoring.matching import Own, Person, Wanted, WantedSkill, Weights, match, plan_of
from apps.hiring.models import Candidate, Job, JobSkill, Match
from apps.hiring.services import merge_candidates
from apps.marketplace.models import License
from apps.tenants.models import Tenant

pytestmark = pytest.mark.django_db

ASKED = ("tech:postgresql", "tech:react", "tech:python", "tech:excel", "tech:kubernetes")
KEYS = sorted({near.key for key in ASKED for near in near_skills(key, key)} | {"tech:photoshop", "name:zorblat"})
owns = st.lists(
    st.builds(
        lambda key, confidence, months: Own(key, key, confidence, months),
        st.sampled_from(KEYS),
        st.integers(0, 100),
        st.none() | st.integers(0, 400),
    ),
    max_size=14,
    unique_by=lambda own: own.key,
)
people = st.lists(
    st.builds(
        lambda skills, months, rank: Person(tuple(skills), months, rank), owns, st.integers(0, 500), st.integers(0, 6)
    ),
    min_size=1,
    max_size=4,
)
weights = st.integers(0, 100).flatmap(
    lambda skills: st.integers(0, 100 - skills).map(lambda years: Weights(skills, years, 100 - skills - years))
)
jobs = st.builds(
    lambda skills, years, education, shares: Wanted(
        minimum_years=years, education=education, skills=tuple(skills), weights=shares
    ),
    st.lists(
        st.builds(
            lambda key, kind, weight: WantedSkill(key, key, kind, weight),
            st.sampled_from(ASKED),
            st.sampled_from(["required", "preferred"]),
            st.integers(1, 5),
        ),
        max_size=5,
        unique_by=lambda skill: skill.name,
    ),
    st.none() | st.sampled_from([0.5, 3, 7.5]),
    st.none() | st.sampled_from(["school", "bachelor", "doctor"]),
    weights,
)


@pytest.fixture
def candidates(in_acme: Tenant) -> list[Candidate]:
    return [Candidate.objects.create(name=f"Candidate {number}") for number in range(4)]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=people, job=jobs)
def test_one_statement_gives_the_reference_to_the_hundredth(
    candidates: list[Candidate], people: list[Person], job: Wanted
) -> None:
    CandidateFacts.objects.all().delete()
    for candidate, person in zip(candidates, people, strict=False):
        keep_profile(candidate, person)

    plan = plan_of(job)
    expected = (
        {candidate.pk: match(plan, person) for candidate, person in zip(candidates, people, strict=False)}
        if not plan.is_empty
        else {}
    )
    ranked = best_candidates(job, top=10)

    assert {one.candidate_id: one.match for one in ranked} == expected
    assert [one.match.points for one in ranked] == sorted((found.points for found in expected.values()), reverse=True)
    # With fewer wanted than there are, most are never scored in full.
    for top in (1, 2):
        best = best_candidates(job, top=top)
        assert [one.match for one in best] == [expected[one.candidate_id] for one in best]
        assert [one.match.points for one in best] == [one.match.points for one in ranked[:top]]
        assert [one.candidate_id for one in best] == [one.candidate_id for one in ranked[:top]]
    chosen = [candidate.pk for candidate in candidates[:2]]
    assert {one.candidate_id: one.match for one in best_candidates(job, among=chosen)} == {
        pk: found for pk, found in expected.items() if pk in chosen
    }


@pytest.fixture
def engineer(in_acme: Tenant) -> Job:
    job = Job.objects.create(
        title="Engineer", status=Job.Status.OPEN, opened_at=timezone.now(), minimum_years=5, education="bachelor"
    )
    JobSkill.objects.create(job=job, name="PostgreSQL", skill_id="tech:postgresql", position=1)
    JobSkill.objects.create(job=job, name="Docker", skill_id="tech:docker", kind="preferred", position=2)
    return job


FULL = Person((Own("tech:postgresql", "Postgres", 95), Own("tech:docker", "Docker", 95)), 72, 4)
HALF = Person((Own("tech:sql", "SQL", 95),), 30, 4)


@pytest.mark.parametrize("count", [1, 3])
def test_a_ranking_is_one_statement_however_many_there_are(
    candidates: list[Candidate], engineer: Job, count: int
) -> None:
    for candidate in candidates[:count]:
        keep_profile(candidate, HALF)
    wanted = wanted_by(engineer)

    with CaptureQueriesContext(connection) as captured:
        ranked = best_candidates(wanted, top=2)

    assert len(ranked) == min(count, 2)
    statements = [query["sql"] for query in captured if "candidatefacts" in query["sql"]]
    assert len(statements) == 1


def test_what_is_kept_of_a_person_comes_back_as_it_was(candidates: list[Candidate]) -> None:
    keep_profile(candidates[0], HALF)
    keep_profile(candidates[0], FULL)

    assert person_of_candidate(candidates[0].pk) == FULL
    assert person_of_candidate(candidates[1].pk) is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_best_jobs_of_a_candidate_take_four_statements(
    candidates: list[Candidate], engineer: Job, count: int
) -> None:
    for number in range(count - 1):
        other = Job.objects.create(
            title=f"Other {number}", status=Job.Status.OPEN, opened_at=timezone.now(), education="doctor"
        )
        JobSkill.objects.create(job=other, name="Welding", position=1)
    keep_profile(candidates[0], FULL)

    with CaptureQueriesContext(connection) as captured:
        found = best_jobs(candidates[0])

    assert (found[0][0], found[0][1].score, len(found)) == (engineer, Decimal(100), count)
    assert len([query for query in captured if query["sql"].startswith("SELECT")]) == 4


def test_whoever_applied_and_whoever_fits_is_kept_with_the_job(
    acme: Tenant,
    ada: Membership,
    licensed: License,
    candidates: list[Candidate],
    engineer: Job,
    run_queued: Callable[[], int],
) -> None:
    keep_profile(candidates[0], FULL)
    keep_profile(candidates[1], HALF)
    run_queued()

    with scope(acme):
        scores = dict(Match.objects.values_list("candidate", "score"))
        kept = Match.objects.get(candidate=candidates[1])
    assert scores == {candidates[0].pk: 100, candidates[1].pk: kept.score}
    assert kept.score == kept.skills_points + kept.experience_points + kept.education_points
    assert sum(part["points"] for part in kept.explanation["parts"]) == kept.score * 100
    assert (kept.algorithm, kept.is_stale) == ("match-1", False)


def test_two_records_that_become_one_keep_one_profile(
    ada: Membership, licensed: License, candidates: list[Candidate], engineer: Job
) -> None:
    keep_profile(candidates[0], HALF)
    keep_profile(candidates[1], FULL)

    merge_candidates(candidates[1], into=candidates[0])

    assert list(CandidateFacts.objects.values_list("candidate", "months")) == [(candidates[0].pk, 72)]
    assert person_of_candidate(candidates[0].pk) == FULL
