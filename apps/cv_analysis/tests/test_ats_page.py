"""The page and the endpoint that check a CV against one job."""

from collections.abc import Callable

import pytest

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.cv_analysis.models import Cv
from apps.hiring.exchange import SkillDraft
from apps.hiring.models import Job
from apps.hiring.services import create_job, open_job
from tests.people import Api, SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("licensed")]

INDEX = "/t/acme/cv-analysis/"
CV = b"""Eve Moss
eve@moss.example

Experience
Backend Developer, Globex Corporation
Mar 2021 - Present
- Moved reports of 40 branches to MySQL and wrote the loader in Python

Skills
Python, MySQL, Git
"""
TEXT = "Data Engineer\n\nRequirements\n- Python and Kubernetes\n"
MakeJob = Callable[..., Job]


@pytest.fixture
def read(ada: Membership, upload: Callable[..., Cv], run_queued: Callable[[], int]) -> Cv:
    cv = upload(ada, CV, "eve.txt")
    run_queued()
    return cv


@pytest.fixture
def job(ada: Membership) -> Job:
    with scope(ada.tenant):
        skills = [SkillDraft("Python", "", "required", None, None), SkillDraft("Terraform", "", "required", None, None)]
        return open_job(create_job(by=ada, title="Platform engineer", skills=skills))


def test_job_of_the_workspace_is_chosen_and_the_answer_says_what_to_do(
    ada: Membership, read: Cv, job: Job, signed_in: SignedIn
) -> None:
    client, page = signed_in(ada), f"{INDEX}{read.pk}/check/"

    empty = client.get(page).text
    answer = client.get(f"{page}?job={job.pk}")

    assert (f'<option value="{job.pk}">Platform engineer' in empty, "Missing keywords" in empty) == (True, False)
    assert answer.context["check"].after > answer.context["check"].before
    assert [(word.name, word.advice) for word in answer.context["check"].missing] == [
        ("Terraform", "If it is true, add it to the skills.")
    ]
    assert [word.name for word in answer.context["check"].present] == ["Python"]
    assert f'href="{INDEX}{read.pk}/?at=' in answer.text


def test_pasted_text_is_read_and_an_empty_one_is_asked_for(ada: Membership, read: Cv, signed_in: SignedIn) -> None:
    client, page = signed_in(ada), f"{INDEX}{read.pk}/check/"

    answer = client.post(page, {"posting": TEXT})
    nothing = client.post(page, {"posting": " "})
    mute = client.post(page, {"posting": "We are a friendly team."})

    assert [word.name for word in answer.context["check"].missing] == ["Kubernetes"]
    assert (nothing.status_code, "Paste the text of the job first." in nothing.text) == (422, True)
    assert (mute.status_code, "No keyword was found in this job" in mute.text) == (200, True)


def test_cv_that_was_not_read_says_so(ada: Membership, cv_of: Callable[..., Cv], signed_in: SignedIn) -> None:
    unread = cv_of(ada, status="corrupt")

    answer = signed_in(ada).get(f"{INDEX}{unread.pk}/check/")

    assert (answer.status_code, "There is no report of this CV yet" in answer.text) == (409, True)


def test_endpoint_says_the_same_as_the_page(ada: Membership, read: Cv, job: Job, api: Api, signed_in: SignedIn) -> None:
    address = f"/api/v1/cv-analysis/cvs/{read.pk}/ats-check/"
    page = signed_in(ada).get(f"{INDEX}{read.pk}/check/?job={job.pk}").context["check"]

    of_job = api(ada).post(address, {"job": str(job.pk)}, format="json").json()
    of_text = api(ada).post(address, {"text": TEXT}, format="json").json()
    of_both = api(ada).post(address, {"text": TEXT, "job": str(job.pk)}, format="json")

    assert (of_job["before"]["points"], of_job["after"]["points"]) == (page.before, page.after)
    assert sum(part["points"] for part in of_job["before"]["parts"]) == page.before
    assert {word["name"]: word["state"] for word in of_job["keywords"]} == {"Python": "present", "Terraform": "missing"}
    assert {word["name"]: word["state"] for word in of_text["keywords"]} == {
        "Python": "present",
        "Kubernetes": "missing",
    }
    assert (of_both.status_code, [one["field"] for one in of_both.json()["errors"]]) == (400, ["job"])


def test_ranking_leads_to_the_check_of_the_newest_cv_and_a_blind_one_does_not(
    ada: Membership, read: Cv, job: Job, run_queued: Callable[[], int], signed_in: SignedIn
) -> None:
    run_queued()
    client, ranking = signed_in(ada), f"/t/acme/hiring/jobs/{job.pk}/ranking/"
    with scope(ada.tenant):
        person = Cv.objects.get(pk=read.pk).candidate_id
    link = f"{INDEX}jobs/{job.pk}/candidates/{person}/check/"

    seen = client.get(ranking).text
    check = client.get(link)
    with scope(ada.tenant):
        Job.objects.update(is_blind=True)
    blind = client.get(ranking).text

    assert (link in seen, link in blind) == (True, False)
    assert (check.status_code, check["Location"]) == (302, f"{INDEX}{read.pk}/check/?job={job.pk}")
