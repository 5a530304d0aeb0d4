"""Hiring over HTTP, as a program uses it."""

import csv
import io
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.hiring.exchange import Finding
from apps.hiring.models import Candidate, Stage
from apps.hiring.services import create_candidate, record_result
from tests.people import Api

pytestmark = pytest.mark.django_db
BASE = "/api/v1/hiring/"


class Caller:
    """A member's program: answers are what JSON says, with the status they must have."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def get(self, path: str, status: int = 200) -> Any:
        return self._told(self.client.get(f"{BASE}{path}"), status)

    def post(self, path: str, status: int = 201, **body: Any) -> Any:
        return self._told(self.client.post(f"{BASE}{path}", body, format="json"), status)

    def patch(self, path: str, status: int = 200, **body: Any) -> Any:
        return self._told(self.client.patch(f"{BASE}{path}", body, format="json"), status)

    def delete(self, path: str, status: int = 204) -> Any:
        return self._told(self.client.delete(f"{BASE}{path}"), status)

    @staticmethod
    def _told(answer: Any, status: int) -> Any:
        assert answer.status_code == status, answer.content[:500]
        return answer.json() if answer.content else None


@pytest.fixture
def adas(ada: Membership, api: Api) -> Caller:
    return Caller(api(ada))


def test_program_hires_somebody(adas: Caller) -> None:
    job = adas.post("jobs/", title="Python developer", skills=[{"name": "Python", "kind": "required", "weight": 5}])
    assert (job["status"], job["skills"][0]["weight"], job["weight_skills"]) == ("draft", 5, 50)
    assert adas.post(f"jobs/{job['id']}/open/", 200)["status"] == "open"
    ines = adas.post("candidates/", name="Ines Okafor", email="Ines@Mail.example", phone="+49 30 123456", tags=["x"])
    assert (ines["email"], ines["phone"]) == ("ines@mail.example", "+4930123456")
    application = adas.post("applications/", job=job["id"], candidate=ines["id"], source="Referral")
    stages = {one["name"]: one["id"] for one in adas.get("stages/")["results"]}

    moved = adas.post(f"applications/{application['id']}/move/", 200, stage=stages["Interview"], position=0)
    assert (moved["stage_name"], moved["candidate_name"]) == ("Interview", "Ines Okafor")
    assert adas.post("applications/move/", 200, applications=[application["id"]], stage=stages["Hired"]) == {"moved": 1}
    note = adas.post("notes/", candidate=ines["id"], application=application["id"], text="Starts in May.")
    adas.patch(f"notes/{note['id']}/", text="Starts in June.")

    assert [step["to_stage"] for step in adas.get(f"applications/{application['id']}/history/")] == [
        stages["Applied"],
        stages["Interview"],
        stages["Hired"],
    ]
    assert [(step["name"], step["reached"]) for step in adas.get(f"jobs/{job['id']}/funnel/")][3:5] == [
        ("Offer", 1),
        ("Hired", 1),
    ]
    assert adas.get(f"notes/?candidate={ines['id']}")["results"][0]["text"] == "Starts in June."
    assert adas.get(f"candidates/{ines['id']}/")["applications"][0]["stage_name"] == "Hired"
    assert adas.get("jobs/?status=open")["results"][0]["application_count"] == 1


def test_what_fails_says_why_in_the_shape_of_all_problems(adas: Caller) -> None:
    job = adas.post("jobs/", title="Python developer")
    ines = adas.post("candidates/", email="ines@mail.example")
    application = adas.post("applications/", job=job["id"], candidate=ines["id"])

    again = adas.post("applications/", 409, job=job["id"], candidate=ines["id"])
    assert (again["code"], again["application"]) == ("already-applied", application["id"])
    assert adas.post("applications/", 404, job=ines["id"], candidate=ines["id"])["code"] == "not-found"
    assert adas.post("candidates/", 409, email="INES@mail.example")["candidate"] == ines["id"]
    assert adas.patch(f"jobs/{job['id']}/", 422, weight_skills=60)["code"] == "weights-not-100"
    assert adas.post(f"jobs/{job['id']}/close/", 409)["code"] == "job-state"
    assert adas.post("candidates/", 400, email="nobody")["errors"][0]["field"] == "email"


def test_doubles_are_merged_or_kept_apart(adas: Caller) -> None:
    one = adas.post("candidates/", name="Ines Okafor", phone="+4930123456")
    two = adas.post("candidates/", name="Ines Okafor", email="ines@mail.example")
    three = adas.post("candidates/", name="Omar Okafor", email="omar@mail.example", phone="+4930123456")
    assert {row["candidate"] for row in adas.get(f"candidates/{one['id']}/doubles/")} == {two["id"], three["id"]}

    adas.post(f"candidates/{one['id']}/keep-apart/", 204, candidate=three["id"])
    merged = adas.post(f"candidates/{one['id']}/merge/", 200, candidate=two["id"])

    assert (merged["email"], merged["phone"]) == ("ines@mail.example", "+4930123456")
    assert adas.get(f"candidates/{one['id']}/doubles/") == []
    adas.get(f"candidates/{two['id']}/", 404)


def test_stages_are_the_administrators(adas: Caller, ben: Membership, api: Api) -> None:
    bens = Caller(api(ben))
    stage = adas.post("stages/", name="Trial day")
    assert stage["position"] == 4
    assert adas.patch(f"stages/{stage['id']}/", name="Work sample", position=2)["name"] == "Work sample"
    assert [one["name"] for one in bens.get("stages/")["results"]][2] == "Work sample"

    assert bens.post("stages/", 403, name="Mine")["code"] == "not-allowed"
    adas.delete(f"stages/{stage['id']}/")
    assert adas.delete(f"stages/{adas.get('stages/?kind=hired')['results'][0]['id']}/", 409)["code"] == "stage-needed"


def test_guest_looks_and_changes_nothing(adas: Caller, gia: Membership, api: Api) -> None:
    ines = adas.post("candidates/", name="Ines Okafor")
    gias = Caller(api(gia))

    assert gias.get("candidates/")["results"][0]["name"] == "Ines Okafor"
    gias.patch(f"candidates/{ines['id']}/", 403, name="X")
    gias.delete(f"candidates/{ines['id']}/", 403)
    assert adas.get(f"candidates/{ines['id']}/")["name"] == "Ines Okafor"


def test_list_costs_the_same_for_one_and_for_three(adas: Caller) -> None:
    job = adas.post("jobs/", title="Python developer")

    def statements(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            adas.get(path)
        return len(captured)

    def add(*names: str) -> None:
        for name in names:
            ines = adas.post("candidates/", name=name)
            adas.post("applications/", job=job["id"], candidate=ines["id"])
            adas.post("notes/", candidate=ines["id"], text="Good talk.")

    paths = ("candidates/", "applications/", "jobs/", "notes/", "results/", "assignments/")
    add("Ines")
    before = [statements(path) for path in paths]
    add("Omar", "Lena")
    assert [statements(path) for path in paths] == before
    # The member, the rows, and for people and jobs what hangs on each.
    assert before == [3, 2, 3, 2, 2, 2]


def test_filters_narrow_and_blind_review_hides_who_it_is(ada: Membership, adas: Caller) -> None:
    job = adas.post("jobs/", title="Python developer", is_blind=True)
    ines, _omar = (adas.post("candidates/", name=name, tags=[name]) for name in ("Ines", "Omar"))
    adas.post("applications/", job=job["id"], candidate=ines["id"])

    assert [row["name"] for row in adas.get(f"candidates/?job={job['id']}")["results"]] == ["Ines"]
    assert [row["name"] for row in adas.get("candidates/?tag=Omar")["results"]] == ["Omar"]
    assert [row["name"] for row in adas.get("candidates/?search=ine&ordering=name")["results"]] == ["Ines"]
    application = adas.get("applications/?kind=new")["results"][0]
    with scope(ada.tenant):
        alias = Candidate.objects.get(pk=ines["id"]).alias
    assert application["candidate_name"] == alias
    assert adas.get("applications/?search=ines")["count"] == 0


def sheet_of(answer: Any) -> str:
    """The first sheet of a workbook, with its texts in their places."""
    book = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    return book.read("xl/worksheets/sheet1.xml").decode()


def test_list_as_a_file_holds_what_the_filters_leave_and_no_formula(ada: Membership, adas: Caller) -> None:
    evil = '=HYPERLINK("http://evil.example","x")'
    adas.post("candidates/", name=evil, tags=["keep"])
    adas.post("candidates/", name="Ines Okafor", email="ines@mail.example", tags=["keep"])
    adas.post("candidates/", name="Omar Haddad", tags=["other"])

    answer = adas.client.get(f"{BASE}candidates/?tag=keep&ordering=email&format=csv")
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert (answer["Content-Type"], lines[0][:2]) == ("text/csv; charset=utf-8", ["Name", "E-mail address"])
    assert [line[0] for line in lines[1:]] == [f"'{evil}", "Ines Okafor"]

    with scope(ada.tenant):
        record_result(Candidate.objects.get(name=evil), Finding("cv_analysis", "cv", "parser 2", score=61.5))
    people = sheet_of(adas.client.get(f"{BASE}candidates/?tag=keep&format=xlsx"))
    assert ("=HYPERLINK(" in people, "Omar" in people, "<f>" in people, "<hyperlink" in people) == (
        *(True, False),
        *(False, False),
    )
    assert "<v>61.5</v>" in sheet_of(adas.client.get(f"{BASE}results/?format=xlsx"))
    assert adas.client.get(f"{BASE}candidates/?format=pdf").status_code == 404


def test_nothing_of_another_workspace_is_there(ada: Membership, cleo: Membership, api: Api, adas: Caller) -> None:
    with scope(cleo.tenant):
        theirs = create_candidate(by=cleo, name="Theirs")
    job = adas.post("jobs/", title="Python developer")

    adas.get(f"candidates/{theirs.pk}/", 404)
    adas.post("applications/", 404, job=job["id"], candidate=str(theirs.pk))
    assert adas.get("candidates/")["count"] == 0
    with scope(ada.tenant):
        assert Stage.objects.count() == 0
