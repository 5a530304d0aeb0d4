"""Matches of jobs and people: arithmetic that adds up, and skills that stand in for others."""

from decimal import Decimal

import pytest
from django.utils import translation

from apps.cv_analysis.scoring.closeness import near_skills, skill_key
from apps.cv_analysis.scoring.match_wording import say_match_part
from apps.cv_analysis.scoring.matching import (
    Own,
    Person,
    Wanted,
    WantedSkill,
    Weights,
    certainty,
    match,
    plan_of,
)

POSTGRESQL = WantedSkill("PostgreSQL", "tech:postgresql")
DOCKER = WantedSkill("Docker", "tech:docker", kind="preferred")
JOB = Wanted("Engineer", minimum_years=5, education="bachelor", skills=(POSTGRESQL, DOCKER))


def own(key: str, confidence: int = 95, months: int | None = None) -> Own:
    return Own(key, key, confidence, months)


def person(*skills: Own, months: int = 60, rank: int = 4) -> Person:
    return Person(skills, months, rank)


def points(wanted: Wanted, who: Person) -> list[tuple[int, int]]:
    return [(part.points, part.out_of) for part in match(plan_of(wanted), who).parts]


def test_whoever_has_all_that_is_asked_for_has_all_points() -> None:
    found = match(plan_of(JOB), person(own("tech:postgresql"), own("tech:docker")))

    assert found.score == Decimal(100)
    assert (found.points_of("skill"), found.points_of("years", "relevant_years"), found.points_of("education")) == (
        Decimal(50),
        Decimal(30),
        Decimal(20),
    )


def test_required_counts_three_times_as_much_as_preferred() -> None:
    assert points(JOB, person())[:2] == [(0, 3750), (0, 1250)]


@pytest.mark.parametrize("weights", [Weights(), Weights(33, 33, 34), Weights(0, 50, 50), Weights(97, 2, 1)])
@pytest.mark.parametrize("count", [1, 3, 7, 18])
def test_the_parts_always_add_up_to_a_hundred(weights: Weights, count: int) -> None:
    skills = tuple(WantedSkill(f"Skill {number}", weight=1 + number % 5) for number in range(count))
    plan = plan_of(Wanted(minimum_years=3.5, education="master", skills=skills, weights=weights))

    given = sum(skill.out_of for skill in plan.skills)
    assert given + plan.years_out_of + plan.relevant_out_of + plan.education_out_of == 10_000


@pytest.mark.parametrize(
    ("has", "relation", "closeness"),
    [
        ("tech:postgresql", "same", 100),
        ("tech:postgis", "narrower", 90),
        ("tech:sql", "implied", 50),
        ("tech:sql-database", "broader", 50),
        ("tech:mysql", "sibling", 45),
        ("tech:photoshop", "missing", None),
    ],
)
def test_a_skill_near_the_asked_one_gives_a_part_of_its_points(has: str, relation: str, closeness: int | None) -> None:
    part = match(plan_of(JOB), person(own(has))).parts[0]

    assert (part.facts["relation"], part.facts.get("closeness")) == (relation, closeness)
    assert part.points == part.out_of * (closeness or 0) // 100


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_that_answer_as_well_the_nearer_counts(*, turned: bool) -> None:
    """Nine tenths as near and half as sure, or half as near and nine tenths as sure."""
    nearer, surer = own("tech:postgis", 45), own("tech:sql", 81)
    part = match(plan_of(JOB), person(*((surer, nearer) if turned else (nearer, surer)))).parts[0]

    assert (part.facts["own_key"], part.points) == ("tech:postgis", part.out_of * 45 // 100)


def test_a_farther_one_that_is_sure_counts_before_a_nearer_one_that_is_doubtful() -> None:
    part = match(plan_of(JOB), person(own("tech:postgis", 30), own("tech:sql", 95))).parts[0]

    assert (part.facts["own_key"], part.facts["confidence"]) == ("tech:sql", 95)
    assert part.points == part.out_of // 2


@pytest.mark.parametrize(
    ("confidence", "percent"), [(0, 0), (45, 50), (81, 90), (89, 98), (90, 100), (91, 100), (100, 100)]
)
def test_nine_tenths_are_enough_to_be_certain(confidence: int, percent: int) -> None:
    assert certainty(confidence) == percent


def test_a_skill_whose_weight_is_not_said_counts_as_one_in_the_middle() -> None:
    middle = WantedSkill("Docker", "tech:docker", weight=3)

    assert points(Wanted(skills=(POSTGRESQL, middle)), person()) == [(0, 5000), (0, 5000)]


def test_what_is_required_is_told_by_its_name() -> None:
    asked = WantedSkill("Docker", "tech:docker", kind="".join(("requi", "red")))

    assert match(plan_of(Wanted(skills=(asked,))), person()).parts[0].facts["required"] is True


@pytest.mark.parametrize(("key", "expected"), [("tech:sql", 1000), ("tech:sql-database", 1000), ("tech:mysql", 0)])
def test_time_with_a_skill_half_as_near_is_relevant_and_with_a_farther_one_not(key: str, expected: int) -> None:
    assert points(JOB, person(own(key, months=60)))[3] == (expected, 1000)


def test_a_skill_that_the_taxonomy_does_not_know_counts_by_its_name() -> None:
    job = Wanted(skills=(WantedSkill("Zorblat-Frameworks"),))

    assert points(job, person(own("name:zorblatframework"))) == [(10_000, 10_000)]


def test_a_doubtful_finding_gives_less_and_a_nearly_certain_one_all() -> None:
    job = Wanted(skills=(POSTGRESQL,))

    assert points(job, person(own("tech:postgresql", 45))) == [(5000, 10_000)]
    assert points(job, person(own("tech:postgresql", 90))) == [(10_000, 10_000)]


@pytest.mark.parametrize(("months", "expected"), [(0, 0), (30, 1000), (60, 2000), (400, 2000)])
def test_more_years_than_asked_for_give_no_more(months: int, expected: int) -> None:
    assert points(JOB, person(months=months))[2] == (expected, 2000)


def test_years_with_other_work_count_for_two_thirds() -> None:
    used_a_year = person(own("tech:postgresql", months=12), months=120)
    not_known = person(own("tech:postgresql"), months=120)

    assert points(JOB, used_a_year)[2:4] == [(2000, 2000), (200, 1000)]
    assert points(JOB, not_known)[2:4] == [(2000, 2000), (1000, 1000)]
    assert points(JOB, person(months=120))[2:4] == [(2000, 2000), (0, 1000)]


@pytest.mark.parametrize(("rank", "expected"), [(0, 0), (1, 500), (3, 1500), (4, 2000), (6, 2000)])
def test_a_lower_degree_gives_a_part_and_a_higher_one_no_more(rank: int, expected: int) -> None:
    assert points(JOB, person(rank=rank))[4] == (expected, 2000)


def test_every_degree_that_is_asked_for_has_a_part() -> None:
    for rank, education in enumerate(("school", "diploma", "associate", "bachelor", "master", "doctor"), start=1):
        job = Wanted(skills=(POSTGRESQL,), education=education)
        below, reached = (points(job, person(rank=one))[1] for one in (rank - 1, rank))
        assert below[0] < reached[0] == reached[1]


def test_points_are_whole_and_what_is_left_over_is_not_given() -> None:
    job = Wanted("Engineer", minimum_years=7, education="doctor", skills=(POSTGRESQL,), weights=Weights(33, 33, 34))
    found = points(job, person(own("tech:mysql", 50, 13), months=50, rank=1))

    assert found[-1] == (3400 // 6, 3400)
    assert {type(number) for part in found for number in part} == {int}


def test_what_a_job_does_not_ask_for_takes_no_part() -> None:
    assert points(Wanted(skills=(POSTGRESQL,)), person()) == [(0, 10_000)]
    assert plan_of(Wanted("Engineer")).is_empty


@pytest.mark.parametrize(
    ("seniority", "years"),
    [("mid", 2), ("senior", 5), ("lead", 6), ("manager", 5), ("director", 8), ("executive", 10), ("junior", 0)],
)
def test_years_are_the_usual_ones_only_where_none_are_asked_for(seniority: str, years: int) -> None:
    usual = plan_of(Wanted(seniority=seniority))
    said = plan_of(Wanted(seniority=seniority, minimum_years=3.5))

    assert (usual.months, usual.years_are_usual) == (years * 12, years > 0)
    assert (said.months, said.years_are_usual) == (42, False)


def test_a_senior_job_without_years_asks_for_the_usual_ones() -> None:
    part = match(plan_of(Wanted(seniority="senior")), person(months=30)).parts[0]

    assert (part.points, part.facts["asked_months"], part.facts["is_usual"]) == (5000, 60, True)


def test_every_part_of_a_match_is_said_in_words() -> None:
    parts = match(plan_of(JOB), person(own("tech:sql"), months=30, rank=3)).to_dict()["parts"]

    assert [say_match_part(part) for part in parts] == [
        "Instead of PostgreSQL: tech:sql, which is a part of it (50% near, 95% sure).",
        "Docker was not found.",
        "2.5 of 5 years of work.",
        "2.5 of 5 years with the skills asked for.",
        "Asked for: bachelor; highest: associate degree.",
    ]
    with translation.override("de"):
        assert say_match_part(parts[2]) == "2,5 von 5 Jahren Arbeit."


def test_a_skill_has_one_key_under_all_its_ids() -> None:
    esco = "a8d07b5a-c1a1-42c6-9d53-db9c7a2ca996"

    assert {skill_key(esco, "PostgreSQL"), skill_key("tech:postgresql", "Postgres")} == {"tech:postgresql"}
    assert [near.key for near in near_skills(esco, "PostgreSQL") if near.closeness == 100] == [
        "tech:postgresql",
        "name:postgresql",
    ]
