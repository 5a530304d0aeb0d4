"""The pages of CV analysis."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership
from apps.core import storage
from apps.core.models import QueuedTask
from apps.core.scope import scope
from apps.core.storage import sign_link
from apps.cv_analysis.apps import CvAnalysisConfig
from apps.cv_analysis.models import Analysis, Cv
from apps.cv_analysis.parsing.limits import MAX_FILE_BYTES
from tests.people import Api, Grant, SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("licensed")]

INDEX = "/t/acme/cv-analysis/"
MakeCv = Callable[..., Cv]
Upload = Callable[..., Cv]


def names(membership: Membership) -> list[str]:
    with scope(membership.tenant):
        return sorted(Cv.objects.values_list("file_name", flat=True))


def send(client: Client, *files: tuple[str, bytes], **headers: str) -> tuple[int, str]:
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    response = client.post(f"{INDEX}upload/", {"files": sent}, headers=headers or None)
    return response.status_code, response.text or response["Location"]


def test_empty_list_says_what_to_do(ada: Membership, gia: Membership, signed_in: SignedIn) -> None:
    texts = [signed_in(who).get(INDEX).text for who in (ada, gia)]

    assert ["Upload the first one above." in text for text in texts] == [True, False]
    assert [f'action="{INDEX}upload/"' in text for text in texts] == [True, False]


def test_list_shows_the_newest_first(ada: Membership, cv_of: MakeCv, signed_in: SignedIn) -> None:
    for name in ("one.pdf", "two.pdf", "three.pdf"):
        cv_of(ada, file_name=name)

    text = signed_in(ada).get(INDEX).text

    assert re.findall(r">(\w+\.pdf)</a>", text) == ["three.pdf", "two.pdf", "one.pdf"]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_statements_for_one_row_and_for_three(
    ada: Membership,
    cv_of: MakeCv,
    signed_in: SignedIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    for _ in range(rows):
        cv_of(ada)
    client = signed_in(ada)
    client.get(INDEX)

    # User, membership with license, rows with their count, saved views, and the frame: navigation, workspaces, and
    # whether the month's analyses come to their end.
    with django_assert_num_queries(7):
        client.get(INDEX)


def test_long_list_has_pages(ada: Membership, cv_of: MakeCv, signed_in: SignedIn) -> None:
    for number in range(26):
        cv_of(ada, file_name=f"cv-{number}.pdf")
    client = signed_in(ada)

    first, second, beyond = (client.get(f"{INDEX}?page={page}").text for page in (1, 2, 99))

    assert [len(re.findall(r"cv-\d+\.pdf</a>", text)) for text in (first, second, beyond)] == [25, 1, 1]
    assert ("1 to 25 of 26" in first, "26 to 26 of 26" in second) == (True, True)


def test_several_files_are_taken_and_each_bad_one_is_named(ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)

    answer = send(client, ("a.txt", b"one"), ("huge.txt", bytes(MAX_FILE_BYTES + 1)), ("b.txt", b"two"))
    text = client.get(INDEX).text

    assert (answer, names(ada)) == ((302, INDEX), ["a.txt", "b.txt"])
    assert "2 CVs uploaded." in text
    assert "huge.txt: This file is too large. A CV may have up to 10 MB." in text


def test_upload_without_a_file_asks_for_one(ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)

    assert send(client) == (302, INDEX)
    assert "Choose a file first." in client.get(INDEX).text


def test_script_sends_one_file_and_gets_its_row(ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)

    response = client.post(
        f"{INDEX}upload/",
        {"files": [SimpleUploadedFile("a.txt", b"one")]},
        headers={"accept": "application/json"},
    )

    body = response.json()
    with scope(ada.tenant):
        cv = Cv.objects.get()
    assert (response.status_code, body["id"]) == (202, str(cv.pk))
    assert f'hx-get="{INDEX}{cv.pk}/status/"' in body["row"]


def test_script_is_told_what_is_wrong(ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)
    accept = {"accept": "application/json"}

    large = client.post(
        f"{INDEX}upload/", {"files": [SimpleUploadedFile("a.txt", bytes(MAX_FILE_BYTES + 1))]}, headers=accept
    )
    none = client.post(f"{INDEX}upload/", {}, headers=accept)

    assert (large.status_code, large["Content-Type"]) == (413, "application/problem+json")
    assert (large.json()["code"], large.json()["title"]) == ("too_large", "This file is too large.")
    assert (none.status_code, none.json()) == (400, {"title": "Send one file."})


def test_guest_may_read_but_neither_upload_delete_nor_start_again(
    ada: Membership, gia: Membership, cv_of: MakeCv, signed_in: SignedIn
) -> None:
    cv = cv_of(ada, findings=None, status="corrupt")
    client = signed_in(gia)

    detail = client.get(f"{INDEX}{cv.pk}/")
    answers = [
        client.post(f"{INDEX}{deed}/").status_code for deed in ("upload", f"{cv.pk}/delete", f"{cv.pk}/reprocess")
    ]

    assert (detail.status_code, f"{cv.pk}/delete/" in detail.text, f"{cv.pk}/reprocess/" in detail.text) == (
        200,
        False,
        False,
    )
    assert (answers, names(ada)) == ([403, 403, 403], ["cv.pdf"])


def test_detail_shows_each_finding_and_marks_its_words(
    ada: Membership, two_pages: bytes, upload: Upload, run_queued: Callable[[], int], signed_in: SignedIn
) -> None:
    cv = upload(ada, two_pages, "two-pages.pdf")
    run_queued()
    with scope(ada.tenant):
        found = Analysis.objects.get().findings

    text = signed_in(ada).get(f"{INDEX}{cv.pk}/?view=text").text

    marks = set(re.findall(r'<mark id="(evidence-\d+)">', text))
    links = set(re.findall(r'href="#(evidence-\d+)"', text))
    assert (found["email"]["value"] in text, len(links) > 5, links - marks) == (True, True, set())


def test_detail_of_a_bad_file_says_what_to_do(ada: Membership, cv_of: MakeCv, signed_in: SignedIn) -> None:
    cv = cv_of(ada, status="encrypted", error_code="password")

    text = signed_in(ada).get(f"{INDEX}{cv.pk}/").text

    assert ("Remove the password from the file and upload it again." in text, "<mark" in text) == (True, False)


def test_detail_of_a_waiting_cv_looks_again_by_itself(ada: Membership, upload: Upload, signed_in: SignedIn) -> None:
    cv = upload(ada)

    text = signed_in(ada).get(f"{INDEX}{cv.pk}/").text

    assert f'hx-get="{INDEX}{cv.pk}/status/?on=detail"' in text


def test_row_asks_again_while_the_cv_is_read_and_stops_with_the_result(
    ada: Membership, two_pages: bytes, upload: Upload, run_queued: Callable[[], int], signed_in: SignedIn
) -> None:
    cv = upload(ada, two_pages)
    client, address = signed_in(ada), f"{INDEX}{cv.pk}/status/"

    waiting = client.get(address).text
    QueuedTask.objects.filter(pk=str(cv.task_id)).update(
        state="running", progress_percent=20, progress_step="Reading it"
    )
    running = client.get(address).text
    QueuedTask.objects.filter(pk=str(cv.task_id)).update(state="queued")
    run_queued()
    done = client.get(address).text

    assert [f'hx-get="{address}"' in text for text in (waiting, running, done)] == [True, True, False]
    assert ("Reading it" in running, "Read" in done) == (True, True)


def test_detail_page_is_loaded_anew_when_the_result_is_there(
    ada: Membership, cv_of: MakeCv, upload: Upload, signed_in: SignedIn
) -> None:
    client = signed_in(ada)

    answers = [client.get(f"{INDEX}{cv.pk}/status/?on=detail") for cv in (upload(ada), cv_of(ada))]

    assert [answer.headers.get("HX-Refresh") for answer in answers] == [None, "true"]


def test_reading_again_and_deleting(ada: Membership, upload: Upload, signed_in: SignedIn) -> None:
    cv = upload(ada, name="gone.txt")
    with scope(ada.tenant):
        Cv.objects.update(status="corrupt")
    client = signed_in(ada)

    again = client.post(f"{INDEX}{cv.pk}/reprocess/")
    twice = client.post(f"{INDEX}{cv.pk}/reprocess/")
    deleted = client.post(f"{INDEX}{cv.pk}/delete/")

    assert (again.status_code, again["Location"]) == (302, f"{INDEX}{cv.pk}/")
    assert (twice.status_code, "This CV is being read right now" in twice.text) == (409, True)
    assert (deleted.status_code, deleted["Location"], names(ada)) == (302, INDEX, [])
    assert "“gone.txt” is deleted" in client.get(INDEX).text


@pytest.mark.parametrize("deed", ["upload", "{pk}/reprocess", "{pk}/delete"])
def test_deeds_are_posted(ada: Membership, cv_of: MakeCv, signed_in: SignedIn, deed: str) -> None:
    cv = cv_of(ada)

    assert signed_in(ada).get(f"{INDEX}{deed.format(pk=cv.pk)}/").status_code == 405


def download(client: Client, cv: Cv, token: str) -> tuple[int, bytes]:
    response = client.get(f"{INDEX}{cv.pk}/download/?token={token}")
    return response.status_code, response.getvalue() if response.status_code == 200 else b""


def test_file_leaves_as_an_attachment_by_the_pages_link(ada: Membership, upload: Upload, signed_in: SignedIn) -> None:
    cv = upload(ada, b"<script>alert(1)</script>", 'Eve "Moss".html')
    client = signed_in(ada)
    [link] = re.findall(r'href="(/[^"]*/original/)"', client.get(f"{INDEX}{cv.pk}/").text)

    response = client.get(link, follow=True)

    assert (response.status_code, response.getvalue()) == (200, b"<script>alert(1)</script>")
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert response["Content-Disposition"] == 'attachment; filename="Eve \\"Moss\\".html"'


def test_link_is_good_for_its_file_workspace_and_time_only(
    ada: Membership, cleo: Membership, upload: Upload, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    cv, other = upload(ada), upload(ada)
    with scope(ada.tenant):
        good, of_other = sign_link("cv", cv.pk), sign_link("cv", other.pk)
    with scope(cleo.tenant):
        of_beta = sign_link("cv", cv.pk)
    client = signed_in(ada)

    found = [download(client, cv, token)[0] for token in (good, of_other, of_beta, good[:-1], "")]
    monkeypatch.setattr(storage, "LINK_SECONDS", timedelta(seconds=-1).total_seconds())
    late = client.get(f"{INDEX}{cv.pk}/download/?token={good}")

    assert found == [200, 404, 404, 404, 404]
    assert (late.status_code, "This link has expired" in late.text) == (404, True)


def test_link_alone_opens_nothing(ada: Membership, cleo: Membership, upload: Upload, signed_in: SignedIn) -> None:
    cv = upload(ada)
    with scope(ada.tenant):
        token = sign_link("cv", cv.pk)

    assert [download(client, cv, token)[0] for client in (Client(), signed_in(cleo))] == [302, 403]


def test_candidate_sees_the_own_cvs_only(
    dan: Membership, new_member: Callable[..., Membership], grant: Grant, cv_of: MakeCv, signed_in: SignedIn
) -> None:
    grant(dan.tenant)
    other = new_member("dora", dan.tenant, "candidate")
    mine, hers = cv_of(dan, file_name="mine.pdf"), cv_of(other, file_name="hers.pdf")
    client, index = signed_in(dan), "/t/practice/cv-analysis/"

    listed = client.get(index).text
    found = [client.get(f"{index}{cv.pk}/").status_code for cv in (mine, hers)]
    deeds = [client.post(f"{index}{hers.pk}/{deed}/").status_code for deed in ("delete", "reprocess")]

    assert ("mine.pdf" in listed, "hers.pdf" in listed) == (True, False)
    assert (found, deeds) == ([200, 404], [404, 404])


def test_license_is_of_the_workspace_and_not_of_the_person(cleo: Membership, signed_in: SignedIn) -> None:
    assert signed_in(cleo).get("/t/beta/cv-analysis/").status_code == 402


def test_role_without_the_right_to_look_sees_neither_pages_nor_api(
    ada: Membership, gia: Membership, signed_in: SignedIn, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    for_owners = tuple(replace(right, roles=("owner",)) for right in CvAnalysisConfig.permissions)
    monkeypatch.setattr(CvAnalysisConfig, "permissions", for_owners)

    pages = [signed_in(who).get(INDEX).status_code for who in (ada, gia)]
    answers = [api(who).get("/api/v1/cv-analysis/cvs/").status_code for who in (ada, gia)]

    assert (pages, answers) == ([200, 403], [200, 403])


def test_record_tells_what_happened_and_prints_a_report_with_the_words(
    ada: Membership,
    cv_of: MakeCv,
    upload: Upload,
    two_pages: bytes,
    run_queued: Callable[[], int],
    signed_in: SignedIn,
) -> None:
    unread = cv_of(ada, findings=None, status="corrupt")
    cv = upload(ada, two_pages, "two-pages.pdf")
    run_queued()
    client = signed_in(ada)

    activity = client.get(f"{INDEX}{cv.pk}/?tab=activity").text
    report = client.get(f"{INDEX}{cv.pk}/report/")
    none = client.get(f"{INDEX}{unread.pk}/report/")

    assert ("Uploaded by" in activity, "Read by" in activity) == (True, True)
    assert (report.status_code, 'class="quote"' in report.text, none.status_code) == (200, True, 409)
    assert "There is no report of this CV yet" in none.text
