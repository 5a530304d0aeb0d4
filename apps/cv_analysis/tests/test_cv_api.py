"""CV analysis over HTTP: shapes, lists, rights."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership
from apps.core.models import QueuedTask
from apps.core.scope import scope
from apps.cv_analysis.models import Analysis, Cv
from apps.cv_analysis.parsing.limits import MAX_FILE_BYTES
from tests.people import Api, Grant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("licensed")]

CVS = "/api/v1/cv-analysis/cvs/"
MakeCv = Callable[..., Cv]
Upload = Callable[..., Cv]


def sent(api: Api, who: Membership, content: bytes = b"Eve Moss", name: str = "cv.txt") -> Any:
    return api(who).post(CVS, {"file": SimpleUploadedFile(name, content)}, format="multipart")


def listed(api: Api, who: Membership, query: str = "") -> list[str]:
    return [row["file_name"] for row in api(who).get(f"{CVS}{query}").json()["results"]]


def test_upload_is_accepted_with_a_task_to_watch(api: Api, ada: Membership) -> None:
    response = sent(api, ada, b"Eve Moss", "Eve.txt")

    body = response.json()
    task = QueuedTask.objects.get(name="cv_analysis.analyse_cv")
    assert (response.status_code, UUID(body.pop("id")).version) == (202, 7)
    assert body.pop("created_at") <= body.pop("updated_at")
    assert body == {
        "file_name": "Eve.txt",
        "size": 8,
        "status": "queued",
        "error": None,
        "task": {"id": str(task.pk), "progress": 0, "step": ""},
        "candidate_name": "",
        "candidate": None,
        "job": None,
    }


def test_upload_asks_the_database_no_more_than_twelve_things(api: Api, ada: Membership) -> None:
    sent(api, ada)
    client = api(ada)
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(CVS, {"file": SimpleUploadedFile("ada.txt", b"Ada Moss")}, format="multipart")
    assert answer.status_code == 202
    assert len(asked) <= 12


def test_upload_without_a_file_or_with_too_large_a_one_is_a_problem(api: Api, ada: Membership) -> None:
    none = api(ada).post(CVS, {}, format="multipart")
    large = sent(api, ada, bytes(MAX_FILE_BYTES + 1))

    assert (none.status_code, none.json()["errors"][0]["field"]) == (400, "file")
    assert (large.status_code, large["Content-Type"]) == (413, "application/problem+json")
    assert large.json()["code"] == "too_large"


def test_long_names_are_cut_and_empty_files_taken(api: Api, ada: Membership) -> None:
    long = sent(api, ada, b"x", "x" * 300 + ".txt")
    empty = sent(api, ada, b"", "empty.txt")

    assert (long.status_code, len(long.json()["file_name"])) == (202, 255)
    assert (empty.status_code, empty.json()["size"]) == (202, 0)


def test_result_of_a_real_cv(
    api: Api, ada: Membership, two_pages: bytes, upload: Upload, run_queued: Callable[[], int]
) -> None:
    cv = upload(ada, two_pages, "two-pages.pdf")
    before = api(ada).get(f"{CVS}{cv.pk}/analysis/")
    run_queued()

    shown = api(ada).get(f"{CVS}{cv.pk}/").json()
    body = api(ada).get(f"{CVS}{cv.pk}/analysis/").json()

    assert (before.status_code, before.json()["code"]) == (409, "not-ready")
    assert (shown["status"], shown["error"], shown["task"]) == ("parsed", None, None)
    assert (body["id"], body["status"], date.fromisoformat(body["as_of"])) == (str(cv.pk), "parsed", date.today())  # noqa: DTZ011 -- UTC
    assert shown["candidate_name"] == body["name"]["value"]
    for finding in [body["name"], body["email"], *body["skills"], *body["experience"]]:
        assert sorted(finding) == ["confidence", "evidence", "value"]
        assert 0 <= finding["confidence"] <= 1
        assert all(
            set(span) == {"start", "end", "page", "boxes"} and span["start"] < span["end"]
            for span in finding["evidence"]
        )
    start, end = (body["email"]["evidence"][0][edge] for edge in ("start", "end"))
    assert body["text"][start:end] == body["email"]["value"]


def test_bad_file_says_what_is_wrong_and_has_no_analysis(
    api: Api, ada: Membership, bad_files: dict[str, bytes], upload: Upload, run_queued: Callable[[], int]
) -> None:
    cv = upload(ada, bad_files["encrypted"], "cv.pdf")
    run_queued()

    shown = api(ada).get(f"{CVS}{cv.pk}/").json()
    analysis = api(ada).get(f"{CVS}{cv.pk}/analysis/")

    assert (shown["status"], shown["error"]) == (
        "encrypted",
        {
            "code": "password",
            "title": "Protected by a password",
            "advice": "Remove the password from the file and upload it again.",
        },
    )
    assert (analysis.status_code, analysis.json()["code"]) == (409, "not-ready")


def test_while_it_is_read_again_there_is_no_analysis(api: Api, ada: Membership, cv_of: MakeCv) -> None:
    cv = cv_of(ada, findings={})

    first = api(ada).post(f"{CVS}{cv.pk}/reprocess/")
    second = api(ada).post(f"{CVS}{cv.pk}/reprocess/")

    assert (first.status_code, first.json()["status"], first.json()["task"]["progress"]) == (202, "queued", 0)
    assert (second.status_code, second.json()["code"]) == (409, "still-working")
    assert api(ada).get(f"{CVS}{cv.pk}/analysis/").status_code == 409


def test_deleted_is_gone(api: Api, ada: Membership, upload: Upload) -> None:
    cv = upload(ada)

    response = api(ada).delete(f"{CVS}{cv.pk}/")

    assert (response.status_code, response.content, listed(api, ada)) == (204, b"", [])
    assert api(ada).delete(f"{CVS}{cv.pk}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_two_statements_beside_the_search_path(
    api: Api, ada: Membership, cv_of: MakeCv, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for _ in range(rows):
        cv_of(ada)
    client = api(ada)
    client.get(CVS)

    # The membership with its license; the rows with their count.
    with django_assert_num_queries(2):
        body = client.get(CVS).json()

    assert (body["count"], len(body["results"])) == (rows, rows)


def test_list_with_waiting_cvs_takes_one_more(
    api: Api, ada: Membership, upload: Upload, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        upload(ada)
    client = api(ada)
    client.get(CVS)

    with django_assert_num_queries(3):
        rows = client.get(CVS).json()["results"]

    assert [row["task"]["step"] for row in rows] == ["", "", ""]


def test_pages(api: Api, ada: Membership, cv_of: MakeCv) -> None:
    for number in range(5):
        cv_of(ada, file_name=f"{number}.pdf")

    first = api(ada).get(f"/t/acme{CVS}?page_size=2").json()
    last = api(ada).get(f"{CVS}?page_size=2&page=3").json()
    beyond = api(ada).get(f"{CVS}?page_size=2&page=4")
    empty = api(ada).get(f"{CVS}?status=corrupt").json()

    address = f"http://testserver/t/acme{CVS}?page=2&page_size=2"
    assert (first["count"], first["next"], first["previous"]) == (5, address, None)
    assert [row["file_name"] for row in first["results"]] == ["4.pdf", "3.pdf"]
    assert ([row["file_name"] for row in last["results"]], last["next"]) == (["0.pdf"], None)
    assert (beyond.status_code, beyond.json()["code"]) == (404, "not-found")
    assert (empty["count"], empty["results"]) == (0, [])


@pytest.mark.parametrize("narrowed", ["", "&status=parsed"])
def test_pages_that_are_not_counted(api: Api, ada: Membership, cv_of: MakeCv, narrowed: str) -> None:
    for number in range(4):
        cv_of(ada, file_name=f"{number}.pdf")
    client = api(ada)
    cvs = f"/t/acme{CVS}"

    answers = [client.get(f"{cvs}?page_size=2&count=false{narrowed}{page}").json() for page in ("", "&page=2")]

    shown = [[row["file_name"] for row in answer["results"]] for answer in answers]
    assert (shown, [answer["count"] for answer in answers]) == ([["3.pdf", "2.pdf"], ["1.pdf", "0.pdf"]], [None, None])
    address = f"http://testserver{cvs}?count=false&page=2&page_size=2{narrowed}"
    assert [answer["next"] for answer in answers] == [address, None]
    assert answers[1]["previous"] == address.replace("&page=2", "")
    assert client.get(f"{cvs}?page_size=2&count=false{narrowed}&page=3").status_code == 404


@pytest.mark.parametrize("counted", ["", "&count=false"])
def test_the_last_page_can_be_asked_for(api: Api, ada: Membership, cv_of: MakeCv, counted: str) -> None:
    for number in range(3):
        cv_of(ada, file_name=f"{number}.pdf")

    last = api(ada).get(f"{CVS}?page_size=2&page=last{counted}").json()

    assert [row["file_name"] for row in last["results"]] == ["0.pdf"]


@pytest.mark.parametrize("counted", ["", "&count=false"])
@pytest.mark.parametrize("number", ["0", "-1", "x", "²", "9" * 20, "9" * 5000, "1.5"], ids=lambda text: text[:20])
def test_page_that_there_cannot_be_is_not_found(
    api: Api, ada: Membership, cv_of: MakeCv, number: str, counted: str
) -> None:
    cv_of(ada)

    response = api(ada).get(f"{CVS}?page={number}{counted}")

    assert (response.status_code, response.json()["code"]) == (404, "not-found")


@pytest.mark.parametrize(
    ("page_size", "rows"), [("101", 100), ("100", 100), ("1", 1), ("0", 25), ("x", 25), ("-5", 25)]
)
def test_page_size_is_held_between_one_and_a_hundred(
    api: Api, ada: Membership, cv_of: MakeCv, page_size: str, rows: int
) -> None:
    plain = {"uploaded_by_id": ada.pk, "file": "none", "file_name": "cv.pdf", "size": 1}
    with scope(ada.tenant):
        Cv.objects.bulk_create([Cv(**plain) for _ in range(101)])

    assert len(listed(api, ada, f"?page_size={page_size}")) == rows


def test_filter_search_and_order(api: Api, ada: Membership, cv_of: MakeCv) -> None:
    cv_of(ada, file_name="a.pdf", size=3, status="corrupt")
    cv_of(ada, file_name="b.pdf", size=1, candidate_name="Eve Moss")
    cv_of(ada, file_name="c.pdf", size=2)

    assert listed(api, ada) == ["c.pdf", "b.pdf", "a.pdf"]
    assert listed(api, ada, "?status=parsed") == ["c.pdf", "b.pdf"]
    assert listed(api, ada, "?search=moss") == ["b.pdf"]
    assert listed(api, ada, "?search=a.pdf") == ["a.pdf"]
    assert listed(api, ada, "?ordering=size") == ["b.pdf", "c.pdf", "a.pdf"]
    assert listed(api, ada, "?ordering=-file_name") == ["c.pdf", "b.pdf", "a.pdf"]
    assert listed(api, ada, "?ordering=file&status=parsed") == ["c.pdf", "b.pdf"]


def test_filter_by_what_there_is_not_is_a_problem(api: Api, ada: Membership) -> None:
    response = api(ada).get(f"{CVS}?status=nonsense")

    assert (response.status_code, [error["field"] for error in response.json()["errors"]]) == (400, ["status"])


@pytest.mark.parametrize("pk", ["01890000-0000-7000-8000-000000000000", "no-id", "1"])
def test_id_that_there_is_not_is_not_found(api: Api, ada: Membership, pk: str) -> None:
    found = [api(ada).get(f"{CVS}{pk}/"), api(ada).get(f"{CVS}{pk}/analysis/"), api(ada).delete(f"{CVS}{pk}/")]

    assert [response.status_code for response in found] == [404, 404, 404]
    assert {response["Content-Type"] for response in found} == {"application/problem+json"}


def test_guest_reads_only(api: Api, ada: Membership, gia: Membership, cv_of: MakeCv) -> None:
    cv = cv_of(ada)

    answers = [
        sent(api, gia).status_code,
        api(gia).delete(f"{CVS}{cv.pk}/").status_code,
        api(gia).post(f"{CVS}{cv.pk}/reprocess/").status_code,
        api(gia).get(f"{CVS}{cv.pk}/").status_code,
    ]

    assert answers == [403, 403, 403, 200]


def test_candidate_sees_the_own_cvs_only(
    api: Api, dan: Membership, new_member: Callable[..., Membership], grant: Grant, cv_of: MakeCv
) -> None:
    grant(dan.tenant)
    hers = cv_of(new_member("dora", dan.tenant, "candidate"), file_name="hers.pdf")
    cv_of(dan, file_name="mine.pdf")

    assert listed(api, dan) == ["mine.pdf"]
    assert api(dan).get(f"{CVS}{hers.pk}/").status_code == 404


def test_analysis_goes_with_its_cv(ada: Membership, cv_of: MakeCv) -> None:
    cv = cv_of(ada, findings={}, file_name="eve.pdf")

    with scope(ada.tenant):
        found = [str(cv), str(Analysis.objects.get())]
        cv.delete()
        left = Analysis.objects.count()

    assert (found, left) == (["eve.pdf", "eve.pdf · 1"], 0)
