"""Skills, matches and statistics over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.cv_analysis.models import Cv
from apps.cv_analysis.tests.writing import eves_cv
from apps.hiring.exchange import SkillDraft
from apps.hiring.models import Candidate, Job
from apps.hiring.services import create_job, open_job
from apps.marketplace.models import License
from tests.people import Api

pytestmark = pytest.mark.django_db

BASE = "/api/v1/cv-analysis"
Upload = Callable[..., Cv]
RunQueued = Callable[[], int]


@pytest.fixture
def eve(ada: Membership, licensed: License, upload: Upload, run_queued: RunQueued) -> tuple[Cv, Job]:
    """Eve's CV was read, and there is a job for her."""
    with scope(ada.tenant):
        asked = [SkillDraft("Python"), SkillDraft("Kubernetes"), SkillDraft("SQL", kind="preferred")]
        job = open_job(create_job(by=ada, title="Data Engineer", minimum_years="4", education="bachelor", skills=asked))
    cv = upload(ada, eves_cv())
    run_queued()
    return cv, job


def of_page(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["count"] == len(body["results"])
    rows: list[dict[str, Any]] = body["results"]
    return rows


def test_matches_are_the_same_from_job_cv_and_comparison_and_their_parts_add_up(
    ada: Membership, eve: tuple[Cv, Job], api: Api
) -> None:
    cv, job = eve
    client = api(ada)

    (of_job,) = of_page(client.get(f"{BASE}/jobs/{job.pk}/matches/"))
    (of_cv,) = of_page(client.get(f"{BASE}/cvs/{cv.pk}/matches/"))
    (listed,) = of_page(client.get(f"{BASE}/jobs/"))
    compared = client.post(f"{BASE}/match/", {"job": str(job.pk), "cv": str(cv.pk)}, format="json").json()
    with scope(ada.tenant):
        person = str(Candidate.objects.get().pk)
    by_person = client.post(f"{BASE}/match/", {"job": str(job.pk), "candidate": person}, format="json").json()

    assert of_job == of_cv
    assert (listed["match_count"], listed["best_match"]) == (1, of_job["score"])
    assert compared == by_person == {name: of_job[name] for name in compared}
    assert round(sum(part["points"] for part in compared["parts"]), 2) == compared["score"]
    assert [part["reason"] for part in compared["parts"]][1].startswith("Instead of Kubernetes: Docker")


def test_a_pasted_text_is_compared_like_a_job(ada: Membership, eve: tuple[Cv, Job], api: Api) -> None:
    text = "Data Engineer\n\nRequirements\n- 3 years of experience\n- Python and SQL\n- Bachelor's degree\n"

    answer = api(ada).post(f"{BASE}/match/", {"text": text, "cv": str(eve[0].pk)}, format="json").json()

    assert {part["facts"].get("skill") for part in answer["parts"]} >= {"Python", "SQL"}
    assert [part["facts"]["relation"] for part in answer["parts"] if part["kind"] == "skill"] == ["same", "same"]
    assert (answer["education"], answer["algorithm"]) == (20.0, "match-1")


@pytest.mark.parametrize(
    ("body", "field"), [({}, "job"), ({"job": "x"}, "job"), ({"text": "Welder", "candidate": None}, "candidate")]
)
def test_comparison_says_what_is_missing(
    ada: Membership, licensed: License, api: Api, body: dict[str, Any], field: str
) -> None:
    answer = api(ada).post(f"{BASE}/match/", body, format="json")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_catalogue_finds_names_and_other_spellings_and_counts_candidates(
    ada: Membership, eve: tuple[Cv, Job], api: Api
) -> None:
    first = api(ada).get(f"{BASE}/skills/", {"search": "postgres", "page_size": "5"}).json()["results"][0]
    none = api(ada).get(f"{BASE}/skills/", {"search": "no such skill at all"}).json()

    assert (first["name"].lower(), first["category"], first["candidates"]) == ("postgresql", "technology", 1)
    assert none["count"] == 0


def test_trends_count_people_and_jobs_of_the_last_days(ada: Membership, eve: tuple[Cv, Job], api: Api) -> None:
    trends = {one["name"]: one for one in of_page(api(ada).get(f"{BASE}/skills/trending/", {"page_size": "100"}))}

    assert {name: trends["Python"][name] for name in ("cvs", "cvs_before", "jobs", "jobs_before", "change")} == {
        "cvs": 1,
        "cvs_before": 0,
        "jobs": 1,
        "jobs_before": 0,
        "change": 2,
    }
    assert (trends["Kubernetes"]["cvs"], trends["Docker"]["jobs"]) == (0, 0)


def test_statistics_count_what_is_there(ada: Membership, eve: tuple[Cv, Job], api: Api) -> None:
    cvs = api(ada).get(f"{BASE}/statistics/cvs/").json()
    jobs = api(ada).get(f"{BASE}/statistics/jobs/").json()
    analysis = api(ada).get(f"{BASE}/cvs/{eve[0].pk}/analysis/").json()

    assert (cvs["count"], cvs["statuses"], cvs["formats"]) == (
        1,
        [{"key": "parsed", "count": 1}],
        [{"key": "txt", "count": 1}],
    )
    assert cvs["per_day"][-1]["count"] == sum(day["count"] for day in cvs["per_day"]) == 1
    assert cvs["scores"] == {name: analysis["scores"][name]["points"] for name in cvs["scores"]}
    assert [bar for bar in cvs["years"] if bar["count"]] == [{"key": "3-5", "count": 1}]
    assert [bar["key"] for bar in cvs["education"] if bar["count"]] == ["bachelor"]
    assert (jobs["count"], jobs["hired"], jobs["median_days_to_fill"]) == (1, 0, None)
    assert {one["key"] for one in jobs["skills"]} == {"Python", "Kubernetes", "SQL"}


@pytest.mark.parametrize("what", ["cvs", "jobs", "skills", "skills/trending"])
def test_lists_can_be_had_as_files(ada: Membership, eve: tuple[Cv, Job], api: Api, what: str) -> None:
    csv = api(ada).get(f"{BASE}/{what}/", {"format": "csv", "search": "Data"})
    xlsx = api(ada).get(f"{BASE}/{what}/", {"format": "xlsx"})

    text = b"".join(csv.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # a file is streamed
    assert (csv["Content-Type"], text.count("\n") >= 1) == ("text/csv; charset=utf-8", True)
    assert b"".join(xlsx.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]  # as above


def test_what_concerns_all_candidates_is_not_for_candidates(dan: Membership, grant: Any, api: Api) -> None:
    grant(dan.tenant)
    client = api(dan)

    refused = [
        client.get(f"{BASE}/{what}/").status_code
        for what in ("jobs", "skills/trending", "statistics/cvs", "statistics/jobs")
    ]

    assert refused == [403, 403, 403, 403]
    assert client.get(f"{BASE}/skills/").json()["results"][0]["candidates"] is None


def test_scores_and_insights_come_with_the_analysis(ada: Membership, eve: tuple[Cv, Job], api: Api) -> None:
    analysis = api(ada).get(f"{BASE}/cvs/{eve[0].pk}/analysis/", {"version": 1}).json()
    versions = api(ada).get(f"{BASE}/cvs/{eve[0].pk}/versions/").json()

    for name in ("overall", "experience", "education", "skills", "formatting"):
        score = analysis["scores"][name]
        assert score["points"] == sum(part["points"] for part in score["parts"])
    assert analysis["insights"]["engine"] == "local"
    assert [(one["version"], one["is_current"], one["overall"]) for one in versions] == [
        (1, True, analysis["scores"]["overall"]["points"])
    ]
    assert api(ada).get(f"{BASE}/cvs/{eve[0].pk}/analysis/", {"version": 2}).status_code == 404
