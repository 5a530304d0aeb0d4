"""What may come next: from what people of the workspace did, from usual steps, and from skills alone."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.cv_analysis.career_paths import seen_from
from apps.cv_analysis.models import CareerStep, Cv
from apps.cv_analysis.people import refresh_candidate
from apps.cv_analysis.scoring.careers import Seen, next_titles, path_of, title_of
from apps.hiring.exchange import SkillDraft
from apps.hiring.models import Candidate
from apps.hiring.services import create_job, merge_candidates, open_job
from apps.marketplace.models import License
from tests.people import Api, SignedIn

PYTHON = {"id": "tech:python", "name": "Python", "category": "technology", "is_listed": True}


def jobs(*rows: tuple[str, str, str]) -> list[dict[str, str]]:
    return [{"title": title, "start": start, "end": end} for title, start, end in rows]


@pytest.mark.parametrize(
    ("written", "origin_of"),
    [
        ("Sr. Data Engineer (m/w/d)", "Senior data engineer"),
        ("Senior Robotics Software Engineer", "Senior roboticist"),
        ("Software Engineer, robotics", "Software developer"),
        ("Firmware Developer at Wawel", "Embedded Software Engineer"),
        ("Chief Happiness Wizard", "chief happiness wizard"),
    ],
)
def test_titles_that_mean_the_same_go_the_same_ways(written: str, origin_of: str) -> None:
    assert title_of(written).origin == title_of(origin_of).origin


def test_path_is_in_the_order_of_time_and_says_nothing_twice() -> None:
    found = path_of(
        jobs(
            ("Lead Engineer", "2021-01", "present"),
            ("Software Developer", "2016", "2018-03"),
            ("Software Engineer", "2018-04", "2020-12"),
            ("No date", "", ""),
        )
    )

    assert [(title.shown, title.level) for title in found] == [("Software Developer", ""), ("Lead Engineer", "lead")]


def test_what_people_did_comes_first_and_each_step_says_which_skills_are_missing() -> None:
    found = next_titles(
        title_of("Data Analyst"),
        {"tech:python": "Python", "tech:postgresql": "PostgreSQL"},
        seen=[Seen("Data Engineer", 2), Seen("Analytics Engineer", 1), Seen("Harbour pilot", 1)],
        asked={title_of("Data engineer").origin: [("Kafka", "tech:apache-kafka")]},
    )

    assert [(one.title, one.seen, one.is_usual) for one in found] == [
        ("Data Engineer", 3, True),
        ("Harbour pilot", 1, False),
        ("Senior Data Analyst", 0, True),
        ("Data scientist", 0, True),
        ("Business analyst", 0, True),
    ]
    states = {need.name: (need.state, need.own) for need in found[0].needs}
    assert (states["Kafka"], states["SQL"], states["Python"]) == (
        ("missing", ""),
        ("has", "PostgreSQL"),
        ("has", "Python"),
    )
    assert [need.name for need in found[0].missing][:2] == ["Kafka", "ETL"]


def test_unknown_title_that_nobody_left_has_only_its_next_level() -> None:
    found = next_titles(title_of("Lighthouse keeper"), {})

    assert [(one.title, one.needs) for one in found] == [("Senior lighthouse keeper", ())]


def test_skill_that_comes_near_is_named() -> None:
    (senior, *_others) = next_titles(title_of("Data engineer"), {"tech:python": "Python"})

    airflow = next(need for need in senior.needs if need.name == "Airflow")
    assert (airflow.state, airflow.own) == ("near", "Python")


def findings(*rows: tuple[str, str, str], skills: tuple[dict[str, Any], ...] = (PYTHON,)) -> dict[str, Any]:
    names = ("links", "education", "certifications", "languages", "sections", "projects", "publications")
    fields: dict[str, Any] = {name: [] for name in names}
    fields |= dict.fromkeys(("name", "email", "phone", "location", "headline", "summary"))
    fields["experience"] = [{"value": one | {"company": "X"}, "confidence": 1, "evidence": []} for one in jobs(*rows)]
    fields["skills"] = [{"value": skill, "confidence": 1, "evidence": []} for skill in skills]
    return fields


@pytest.fixture
def people(ada: Membership, licensed: License, cv_of: Callable[..., Cv]) -> list[Candidate]:
    """Three who were data analysts; two of them are data engineers now."""
    told = {
        "Ines": (("Data Analyst", "2018", "2020"), ("Data Engineer", "2020", "present")),
        "Noor": (("Data Analyst", "2017", "2021"), ("Senior Data Engineer", "2021", "present")),
        "Anton": (("Junior Data Analyst", "2019", "2020"), ("Data Analyst", "2020", "present")),
    }
    with scope(ada.tenant):
        made = [Candidate.objects.create(name=name) for name in told]
        for one in made:
            cv_of(ada, findings=findings(*told[one.name]), candidate=one)
            refresh_candidate(one)
    return made


@pytest.mark.django_db
def test_steps_of_a_workspace_are_counted_by_person_and_follow_its_records(
    ada: Membership, people: list[Candidate]
) -> None:
    ines, noor, _anton = people
    with scope(ada.tenant):
        before = seen_from(title_of("Data analyst"))
        refresh_candidate(ines)
        merge_candidates(noor, into=ines, by=ada)
        after, rows = seen_from(title_of("Data analyst")), CareerStep.objects.count()

    assert before == [Seen("Data Engineer", 1), Seen("Senior Data Engineer", 1)]
    assert (after, rows) == ([Seen("Data Engineer", 1)], 2)


@pytest.mark.django_db
def test_cv_says_on_its_page_and_over_the_api_what_may_come_next(
    ada: Membership,
    people: list[Candidate],
    api: Api,
    signed_in: SignedIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    *_others, anton = people
    with scope(ada.tenant):
        job = open_job(create_job(by=ada, title="Data Engineer", skills=[SkillDraft("Rust")]))
        cv = anton.cvs.get()
    client = api(ada)
    client.get(f"/t/acme/api/v1/cv-analysis/cvs/{cv.pk}/career/")

    with django_assert_num_queries(7):
        answer = client.get(f"/t/acme/api/v1/cv-analysis/cvs/{cv.pk}/career/").json()
    page = signed_in(ada).get(f"/t/acme/cv-analysis/{cv.pk}/?tab=career").text
    record = signed_in(ada).get(f"/t/acme/hiring/candidates/{anton.pk}/").text
    other = client.get("/t/acme/api/v1/cv-analysis/careers/", {"title": "Data Analyst"}).json()

    assert (answer["title"], answer["occupation"], answer["path"]) == (
        "Data Analyst",
        "data analyst",
        ["Junior Data Analyst", "Data Analyst"],
    )
    first = answer["next"][0]
    assert (first["title"], first["seen"], first["is_usual"]) == ("Data Engineer", 1, True)
    assert first["jobs"] == [{"id": str(job.pk), "title": "Data Engineer"}]
    assert first["skills"][0] == {"name": "Rust", "skill_id": "", "state": "missing", "own": ""}
    assert [one["title"] for one in other["next"]] == [one["title"] for one in answer["next"]]
    assert f'href="/t/acme/hiring/jobs/{job.pk}/"' in page
    assert "What may come after Data Analyst" in record
