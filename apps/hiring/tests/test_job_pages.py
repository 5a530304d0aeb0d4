"""Pages of jobs: the list, the form with its skills, a text that becomes a draft, and the ranking."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.hiring.exchange import MatchRow, SkillDraft
from apps.hiring.models import Job
from apps.hiring.services import create_candidate, create_job, open_job, store_matches
from tests.people import SignedIn

pytestmark = pytest.mark.django_db
JOBS = "/t/acme/hiring/jobs/"
FORM = {"title": "Nurse", "weight_skills": "50", "weight_experience": "30", "weight_education": "20"}


def make(ada: Membership, title: str, *, opened: bool = False, **fields: Any) -> Job:
    with scope(ada.tenant):
        job = create_job(by=ada, title=title, **fields)
        return open_job(job) if opened else job


def titles(text: str) -> list[str]:
    return re.findall(r'class="row-link"[^>]*>([^<]+)</a>', text)


def skills_of(ada: Membership) -> list[tuple[str, str, int]]:
    with scope(ada.tenant):
        return list(Job.objects.get().skills.values_list("name", "kind", "weight"))


@pytest.mark.parametrize("more", [1, 3])
def test_list_is_narrowed_by_its_address_at_the_same_price(
    ada: Membership, signed_in: SignedIn, django_assert_num_queries: DjangoAssertNumQueries, more: int
) -> None:
    for number in range(more):
        make(ada, f"Nurse {number}", department="Ward", opened=number == 0)
    client = signed_in(ada)
    client.get(JOBS)

    with django_assert_num_queries(7):
        page = client.get(f"{JOBS}?department=Ward&sort=title")

    assert titles(page.text) == [f"Nurse {number}" for number in range(more)]
    assert titles(client.get(f"{JOBS}?status=open&q=ward").text) == ["Nurse 0"]
    assert client.get(f"{JOBS}export/?status=open").getvalue().decode("utf-8-sig").splitlines()[1][:18] == (
        "Nurse 0,Open,Ward,"
    )


def test_job_is_made_and_changed_with_its_skills(ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)
    rows = {"skill_name": ["Wound care", "", "Driving"], "skill_kind": ["required", "required", "preferred"]}

    made = client.post(f"{JOBS}new/", FORM | rows | {"skill_weight": ["5", "3", "2"]})
    assert skills_of(ada) == [("Wound care", "required", 5), ("Driving", "preferred", 2)]

    client.post(f"{made['Location']}edit/", FORM | {"title": "Night nurse", "skill_name": ["Driving"]})
    with scope(ada.tenant):
        job = Job.objects.get()
    assert (job.title, job.status, skills_of(ada)) == ("Night nurse", "draft", [("Driving", "required", 3)])


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"weight_skills": "60"}, "now they make 110"),
        ({"salary_min": "9", "salary_max": "8", "currency": "EUR"}, "must not end below"),
        ({"salary_min": "9"}, "Say in which currency"),
        ({"skill_name": ["Care", "care"]}, "“care” is in the list twice"),
    ],
)
def test_form_says_what_does_not_fit(ada: Membership, signed_in: SignedIn, sent: dict[str, Any], told: str) -> None:
    page = signed_in(ada).post(f"{JOBS}new/", FORM | sent)

    assert (page.status_code, told in page.text) == (422, True)
    with scope(ada.tenant):
        assert Job.objects.count() == 0


def test_places_of_skills_are_kept_until_the_text_changes(ada: Membership, signed_in: SignedIn) -> None:
    text = "We ask for wound care."
    job = make(ada, "Nurse", description=text, skills=[SkillDraft("wound care", start=11, end=21)])
    client = signed_in(ada)
    row = {"skill_name": ["wound care"], "skill_start": ["11"], "skill_end": ["21"]}

    def places(description: str) -> tuple[int | None, int | None]:
        client.post(f"{JOBS}{job.pk}/edit/", FORM | row | {"description": description})
        with scope(ada.tenant):
            skill = job.skills.get()
        return skill.start, skill.end

    assert (places(text), places(f"{text} And driving.")) == ((11, 21), (None, None))


def test_text_is_marked_where_it_says_what_the_job_asks(ada: Membership, signed_in: SignedIn) -> None:
    text = "Nurse\nWe ask for wound care <b>and</b> 3 years of wound care."
    skills = [SkillDraft("wound care", start=17, end=27), SkillDraft("driving")]
    read_from = {"title": [0, 5], "minimum_years": [39, 60], "seniority": [900, 910]}
    job = make(ada, "Nurse", description=text, skills=skills, minimum_years=3, read_from=read_from)

    page = signed_in(ada).get(f"{JOBS}{job.pk}/").text

    marks = re.findall(r'<mark id="([^"]+)" title="([^"]+)">([^<]+)</mark>', page)
    assert marks == [
        ("asked-0", "Title", "Nurse"),
        ("asked-17", "wound care: Required", "wound care"),
        ("asked-39", "Minimum years", "3 years of wound care"),
    ]
    assert ("&lt;b&gt;and&lt;/b&gt;" in page, "<b>and" in page) == (True, False)
    links = re.findall(r'href="#(asked-\d+)">([^<]+?) ?<', page)
    assert links == [("asked-17", "wound care"), ("asked-39", "3 years or more")]


def test_text_becomes_a_draft_and_the_page_says_that_no_module_reads_it(ada: Membership, signed_in: SignedIn) -> None:
    client = signed_in(ada)
    upload = SimpleUploadedFile("nurse.txt", b"Night nurse\r\n\r\nFor our ward.")

    page = client.get(f"{JOBS}read/")
    draft = client.post(f"{JOBS}read/", {"file": upload})
    refused = client.post(f"{JOBS}read/", {"file": SimpleUploadedFile("nurse.pdf", b"%PDF-1.7 cut")})

    with scope(ada.tenant):
        job = Job.objects.get()
    assert (job.title, job.description) == ("Night nurse", "Night nurse\n\nFor our ward.")
    assert draft["Location"] == f"{JOBS}{job.pk}/edit/"
    assert ("The text becomes the description" in page.text, refused.status_code) == (True, 422)
    assert "no module of this workspace reads documents" in refused.text


def test_document_is_read_by_the_module_that_reads_documents(
    ada: Membership, licensed: object, signed_in: SignedIn, tmp_path: Any
) -> None:
    document = pytest.importorskip("docx").Document()
    document.add_paragraph("Night nurse")
    document.save(tmp_path / "nurse.docx")
    upload = SimpleUploadedFile("nurse.docx", (tmp_path / "nurse.docx").read_bytes())

    signed_in(ada).post(f"{JOBS}read/", {"file": upload})

    with scope(ada.tenant):
        assert [job.title for job in Job.objects.all()] == ["Night nurse"]


def test_job_is_opened_closed_copied_and_deleted(ada: Membership, signed_in: SignedIn) -> None:
    job, client = make(ada, "Nurse"), signed_in(ada)

    states = []
    for deed in ("open", "close", "close", "reopen"):
        page = client.post(f"{JOBS}{job.pk}/{deed}/", follow=True)
        states.append(re.findall(r"Only an open job can be closed|The job is [a-z ]+\.", page.text)[0])
    client.post(f"{JOBS}{job.pk}/copy/")
    client.post(f"{JOBS}{job.pk}/delete/")

    assert states == [
        "The job is open.",
        "The job is closed.",
        "Only an open job can be closed",
        "The job is open again.",
    ]
    with scope(ada.tenant):
        assert [(one.title, one.status) for one in Job.objects.all()] == [("Copy of Nurse", "draft")]


def ranked(ada: Membership, *points: int) -> Job:
    """A job with somebody for each number of points for skills."""
    job = make(ada, "Nurse", opened=True)
    with scope(ada.tenant):
        people = [create_candidate(by=ada, name=f"Person {number}") for number in points]
        part = {"kind": "skill", "skill": "Care", "required": True, "relation": "missing", "points": 0, "out_of": 5000}
        rows = [
            MatchRow(one.pk, Decimal(number), Decimal(0), Decimal(0), {"parts": [part]})
            for one, number in zip(people, points, strict=True)
        ]
        store_matches(job, rows, "match-1")
    return job


@pytest.mark.parametrize("points", [(40,), (10, 40, 25)])
def test_ranking_shows_the_best_first_and_why_at_the_same_price(
    ada: Membership, signed_in: SignedIn, django_assert_num_queries: DjangoAssertNumQueries, points: tuple[int, ...]
) -> None:
    job, client = ranked(ada, *points), signed_in(ada)
    client.get(f"{JOBS}{job.pk}/ranking/")

    with django_assert_num_queries(8):
        page = client.get(f"{JOBS}{job.pk}/ranking/")

    assert titles(page.text) == [f"Person {number}" for number in sorted(points, reverse=True)]
    assert page.text.count("required, not found") == len(points)


def test_ranked_candidates_are_considered_and_compared(ada: Membership, signed_in: SignedIn) -> None:
    job, client = ranked(ada, 40, 10), signed_in(ada)
    ids = re.findall(r'name="ids" value="([^"]+)"', client.get(f"{JOBS}{job.pk}/ranking/").text)

    client.post(f"{JOBS}{job.pk}/ranking/bulk/", {"deed": "consider", "ids": ids})
    compared = client.post(f"{JOBS}{job.pk}/ranking/bulk/", {"deed": "compare", "ids": ids}, follow=True)

    assert titles(client.get(f"{JOBS}{job.pk}/ranking/?considered=no").text) == []
    assert re.findall(r"<h1[^>]*>([^<]+)</h1>", compared.text) == ["Side by side"]
    assert [f"Person {number}" in compared.text for number in (40, 10)] == [True, True]


def test_blind_ranking_is_exported_without_names_and_searched_by_none(ada: Membership, signed_in: SignedIn) -> None:
    job, client = ranked(ada, 40), signed_in(ada)
    with scope(ada.tenant):
        Job.objects.filter(pk=job.pk).update(is_blind=True)

    lines = client.get(f"{JOBS}{job.pk}/ranking/export/").getvalue().decode("utf-8-sig").splitlines()
    found = client.get(f"{JOBS}{job.pk}/ranking/?q=nobody")

    assert (lines[0].split(",")[:2], "Person" in lines[1], lines[1][:10]) == (
        ["Candidate", "Score"],
        False,
        "Candidate ",
    )
    assert ("1 candidate" in found.text, "Person" in found.text) == (True, False)
