"""People correct what was read: it counts at once, it stays at every later reading, and it can be taken back."""

from collections.abc import Callable
from typing import Any

import pytest

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.cv_analysis import services
from apps.cv_analysis.models import Analysis, CandidateFacts, Cv
from apps.cv_analysis.tests.writing import eves_cv
from apps.hiring.models import Result
from apps.marketplace.models import License
from tests.people import Api, SignedIn

pytestmark = pytest.mark.django_db

Upload = Callable[..., Cv]
RunQueued = Callable[[], int]


@pytest.fixture
def cv(ada: Membership, licensed: License, upload: Upload, run_queued: RunQueued) -> Cv:
    made = upload(ada, eves_cv())
    run_queued()
    return made


@pytest.fixture
def correct(cv: Cv, ada: Membership, api: Api) -> Callable[..., Any]:
    """Send a correction as Ada."""
    return lambda **sent: api(ada).post(f"/api/v1/cv-analysis/cvs/{cv.pk}/corrections/", sent, format="json")


def test_correction_changes_findings_scores_record_and_matching(
    ada: Membership, cv: Cv, correct: Callable[..., Any], api: Api
) -> None:
    with scope(ada.tenant):
        before = Analysis.objects.get()
    job = before.findings["experience"][0]["value"]

    answers = [
        correct(path="name", action="set", value="Eve Marie Moss"),
        correct(path="experience.start", action="set", value="2014-01", target=job),
        correct(path="skills", action="add", value={"name": "Kubernetes"}),
    ]

    shown = api(ada).get(f"/api/v1/cv-analysis/cvs/{cv.pk}/analysis/").json()
    with scope(ada.tenant):
        facts = CandidateFacts.objects.get()
        added = facts.skills.filter(name="Kubernetes").count()
        result = Result.objects.current().get()
        assert Cv.objects.get().candidate_name == "Eve Marie Moss"
        assert Analysis.objects.get().findings == before.findings
    assert [(one.status_code, one.json()["by"]) for one in answers] == [(201, "staff")] * 3
    assert (shown["name"]["value"], shown["name"]["confidence"], shown["name"]["read"]) == (
        "Eve Marie Moss",
        1.0,
        "Eve Moss",
    )
    assert (facts.months, added) == (120, 1)
    assert (result.score, shown["scores"]["overall"]["points"] > before.overall) == (
        shown["scores"]["overall"]["points"],
        True,
    )


def test_correction_survives_reading_again_and_can_be_taken_back(
    ada: Membership, cv: Cv, correct: Callable[..., Any], api: Api, run_queued: RunQueued
) -> None:
    made = correct(path="phone", action="set", value="+4930123456").json()
    with scope(ada.tenant):
        Analysis.objects.update(text="as if an older reader had read something else")
        services.reprocess_cv(Cv.objects.get())
    run_queued()
    address = f"/api/v1/cv-analysis/cvs/{cv.pk}"

    kept = api(ada).get(f"{address}/analysis/").json()
    (listed,) = api(ada).get(f"{address}/corrections/").json()
    gone = api(ada).delete(f"{address}/corrections/{made['id']}/")
    after = api(ada).get(f"{address}/analysis/").json()

    assert (kept["version"], kept["phone"]["value"], listed["is_gone"]) == (2, "+4930123456", False)
    assert (gone.status_code, after["phone"]["value"], after["corrections"]) == (204, "+1 415 555 0134", [])


@pytest.mark.parametrize(
    "sent",
    [
        {"path": "text", "action": "set", "value": "x"},
        {"path": "education.level", "action": "set", "value": "wizard", "target": {"degree": "x"}},
        {"path": "experience", "action": "remove"},
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(correct: Callable[..., Any], sent: dict[str, Any]) -> None:
    answer = correct(**sent)

    assert (answer.status_code, answer.json()["code"], bool(answer.json()["detail"])) == (
        422,
        "correction-refused",
        True,
    )


def test_versions_are_compared_field_by_field(ada: Membership, cv: Cv, api: Api, run_queued: RunQueued) -> None:
    with scope(ada.tenant):
        first = Analysis.objects.get()
        Analysis.objects.update(findings={**first.findings, "phone": None})
        services.reprocess_cv(Cv.objects.get())
    run_queued()

    found = api(ada).get(f"/api/v1/cv-analysis/cvs/{cv.pk}/compare/", {"before": "1"}).json()

    assert found["changes"] == [
        {"path": "phone", "kind": "added", "before": "", "after": "+1 415 555 0134", "record": ""}
    ]
    assert (len(found["scores"]), found["same_arithmetic"]) == (5, True)


def test_page_corrects_persons_and_records_and_takes_back(ada: Membership, cv: Cv, signed_in: SignedIn) -> None:
    client, address = signed_in(ada), f"/t/acme/cv-analysis/{cv.pk}/correct/"
    page = client.get(address)
    job = page.context["lists"][0].records[0]
    typed = {one.name: one.value for one in job.inputs}

    client.post(address, {one.name: one.value for one in page.context["singles"]} | {"headline": "Data person"})
    client.post(address, typed | {"list": "experience", "deed": "set", "target": job.target, "company": "Southwind"})
    client.post(address, {"list": "skills", "deed": "add", "name": "kubernetes"})
    wrong = client.post(
        address, typed | {"list": "experience", "deed": "set", "target": job.target, "start": "soon"}, follow=True
    )
    shown = client.get(address)
    newest = shown.context["corrections"][0]
    client.post(newest.undo)

    with scope(ada.tenant):
        rows = list(Cv.objects.get().corrections.values_list("path", "action", "value"))
    assert "This cannot be taken as a correction." in wrong.text
    assert wrong.status_code == 422
    assert [(one.title, one.value) for one in shown.context["corrections"]] == [
        ("Skills · added", "kubernetes"),
        ("Experience · corrected", "Data Engineer, Southwind, 2019-01, 2023-12"),
        ("Headline · corrected", "Data person"),
    ]
    assert [(path, action) for path, action, _value in rows] == [("headline", "set"), ("experience", "set")]
    assert shown.text.count('value="Southwind"') == 1


def test_refused_form_changes_nothing_and_keeps_what_was_typed(ada: Membership, cv: Cv, signed_in: SignedIn) -> None:
    client, address = signed_in(ada), f"/t/acme/cv-analysis/{cv.pk}/correct/"
    page = client.get(address)
    singles = {one.name: one.value for one in page.context["singles"]}
    refused = client.post(address, singles | {"headline": "Data person", "years_of_experience": "many"})

    typed = {one.name: one.value for one in refused.context["singles"]}
    assert refused.status_code == 422
    assert (typed["headline"], typed["years_of_experience"]) == ("Data person", "many")
    with scope(ada.tenant):
        assert Cv.objects.get().corrections.count() == 0
