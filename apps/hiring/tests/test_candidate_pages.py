"""Pages of candidates: the list, the record and what is done on it, and two records that become one."""

import re
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Membership
from apps.core.hiring_contract import CandidatePanel, Panel
from apps.core.modules import get_module
from apps.core.scope import scope
from apps.hiring.exchange import Finding
from apps.hiring.models import Candidate, Job, Note, PossibleDouble
from apps.hiring.services import apply_to_job, create_candidate, create_job, record_result
from tests.people import SignedIn

pytestmark = pytest.mark.django_db
LIST = "/t/acme/hiring/candidates/"


def add(ada: Membership, name: str, **fields: Any) -> Candidate:
    with scope(ada.tenant):
        return create_candidate(by=ada, **{"name": name, "email": f"{name.lower()}@people.example"} | fields)


def consider(ada: Membership, title: str, *candidates: Candidate, **fields: Any) -> Job:
    with scope(ada.tenant):
        job = create_job(by=ada, title=title, **fields)
        for one in candidates:
            apply_to_job(job, one, by=ada)
    return job


def names(text: str) -> list[str]:
    return re.findall(r'class="row-link"[^>]*>([^<]+)</a>', text)


@pytest.mark.parametrize("more", [1, 3])
def test_list_costs_the_same_with_more_people_and_applications(
    ada: Membership, signed_in: SignedIn, django_assert_num_queries: DjangoAssertNumQueries, more: int
) -> None:
    people = [add(ada, name) for name in ("Anton", "Ines", "Noor")[:more]]
    consider(ada, "Nurse", *people)
    client = signed_in(ada)
    client.get(LIST)

    with django_assert_num_queries(8):
        page = client.get(f"{LIST}?sort=name")

    assert names(page.text) == ["Anton", "Ines", "Noor"][:more]


def test_list_is_filtered_by_what_the_workspace_has(ada: Membership, signed_in: SignedIn) -> None:
    ines, noor = add(ada, "Ines", tags=["nights"]), add(ada, "Noor", source="Job board")
    nurse, cook = consider(ada, "Nurse", ines), consider(ada, "Cook", noor, is_blind=True)
    client = signed_in(ada)

    found = {
        query: names(client.get(f"{LIST}?{query}").text)
        for query in ("tag=nights", "source=Job board", f"job={nurse.pk}", f"job={cook.pk}", "q=noor@people")
    }

    # A list of names does not say who is in a blind review.
    assert list(found.values()) == [["Ines"], ["Noor"], ["Ines"], ["Noor", "Ines"], ["Noor"]]
    lines = client.get(f"{LIST}export/?tag=nights").getvalue().decode("utf-8-sig").splitlines()
    assert [line.split(",")[:2] for line in lines[1:]] == [["Ines", "ines@people.example"]]


def test_several_are_tagged_considered_and_deleted_at_once(ada: Membership, signed_in: SignedIn) -> None:
    ines, noor, anton = (add(ada, name) for name in ("Ines", "Noor", "Anton"))
    job, client = consider(ada, "Nurse", ines), signed_in(ada)
    ids = [str(ines.pk), str(noor.pk)]

    client.post(f"{LIST}bulk/", {"deed": "tag", "tag": "nights", "ids": ids})
    considered = client.post(f"{LIST}bulk/", {"deed": "consider", "job": str(job.pk), "ids": ids}, follow=True)
    client.post(f"{LIST}bulk/", {"deed": "delete", "ids": [str(anton.pk)]})

    assert "1 candidate is now considered for Nurse." in considered.text
    with scope(ada.tenant):
        assert [(one.name, one.tags) for one in Candidate.objects.order_by("name")] == [
            ("Ines", ["nights"]),
            ("Noor", ["nights"]),
        ]


def test_member_without_the_right_deletes_nobody(gia: Membership, ada: Membership, signed_in: SignedIn) -> None:
    ines, client = add(ada, "Ines"), signed_in(gia)

    answers = [
        client.post(f"{LIST}bulk/", {"deed": "delete", "ids": [str(ines.pk)]}),
        client.post(f"{LIST}{ines.pk}/delete/"),
        client.post(f"{LIST}{ines.pk}/notes/", {"text": "Hello"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert names(client.get(LIST).text) == ["Ines"]


def test_record_shows_what_is_known_and_makes_a_link_of_web_addresses_only(
    ada: Membership, signed_in: SignedIn
) -> None:
    ines = add(ada, "Ines", links=["linkedin.com/in/ines", "javascript:alert(1)"], tags=["nights"])
    consider(ada, "Nurse", ines)
    with scope(ada.tenant):
        finding = Finding("cv_analysis", "cv_score", "scores-1", 78, "Two dates are missing.", link="/cv-analysis/1/")
        record_result(ines, finding)

    page = signed_in(ada).get(f"{LIST}{ines.pk}/").text

    assert re.findall(r'target="_blank" rel="noopener noreferrer">([^<]+)<', page) == ["linkedin.com/in/ines"]
    assert ("Two dates are missing." in page, "javascript:" in page) == (True, False)
    assert 'href="/t/acme/cv-analysis/1/"' in page
    activity = signed_in(ada).get(f"{LIST}{ines.pk}/?tab=activity").text
    assert [words in activity for words in ("Considered for Nurse", "Two dates are missing.")] == [True, True]


def test_notes_are_added_changed_and_deleted_by_those_who_may(
    ada: Membership, ben: Membership, signed_in: SignedIn
) -> None:
    ines = add(ada, "Ines")

    signed_in(ada).post(f"{LIST}{ines.pk}/notes/", {"text": "Called."})
    with scope(ada.tenant):
        note = Note.objects.get()
    place = f"/t/acme/hiring/notes/{note.pk}/"
    refused = signed_in(ben).post(f"{place}edit/", {"text": "Not called."})
    signed_in(ada).post(f"{place}edit/", {"text": "Called on Monday."})

    assert (refused.status_code, "Called on Monday." in signed_in(ben).get(f"{LIST}{ines.pk}/").text) == (403, True)
    signed_in(ada).post(f"{place}delete/")
    with scope(ada.tenant):
        assert list(Note.objects.all()) == []


def test_address_of_somebody_else_is_refused_beside_its_field(ada: Membership, signed_in: SignedIn) -> None:
    add(ada, "Ines")
    noor = add(ada, "Noor")

    page = signed_in(ada).post(f"{LIST}{noor.pk}/edit/", {"name": "Noor", "email": "INES@people.example"})

    assert (page.status_code, "Merge the two if they are one person." in page.text) == (422, True)


def of_panel(membership: Membership, candidate: Candidate) -> Panel | None:
    return Panel("hiring/partials/job_status.html", {"job": Job(status="open")}) if candidate.name == "Ines" else None


def test_panels_of_licensed_modules_stand_on_the_record(
    ada: Membership, licensed: object, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = CandidatePanel("From a module", f"{__name__}.of_panel")
    monkeypatch.setattr(type(get_module("cv_analysis")), "candidate_panels", (panel,))
    ines, noor = add(ada, "Ines"), add(ada, "Noor")
    client = signed_in(ada)

    assert ["From a module" in client.get(f"{LIST}{one.pk}/").text for one in (ines, noor)] == [True, False]


def test_two_records_become_one_with_the_values_that_were_chosen(ada: Membership, signed_in: SignedIn) -> None:
    first = add(ada, "Ines Okafor", email="ines@old.example", phone="+4930123456", headline="Nurse")
    second = add(ada, "Ines Okafor", email="ines@new.example", phone="+4930123456", headline="")
    consider(ada, "Nurse", second)
    client = signed_in(ada)
    with scope(ada.tenant):
        double = PossibleDouble.objects.get()
    merge = f"{LIST}{double.first_id}/merge/{double.second_id}/"
    assert [name in client.get(merge).text for name in ("ines@old.example", "ines@new.example")] == [True, True]

    client.post(merge, {"email": "second"})

    with scope(ada.tenant):
        (kept,) = Candidate.objects.present()
        assert (kept.pk, kept.email, kept.headline) == (first.pk, "ines@new.example", "Nurse")
        assert [str(one.job) for one in kept.applications.all()] == ["Nurse"]
    assert client.get(f"{LIST}{second.pk}/")["Location"] == f"{LIST}{first.pk}/"


def test_pair_that_is_kept_apart_is_not_asked_about_again(ada: Membership, signed_in: SignedIn) -> None:
    add(ada, "Ines Okafor", email="", phone="+4930123456")
    add(ada, "Ines Okafor", email="", phone="+4930123456")
    client = signed_in(ada)
    with scope(ada.tenant):
        double = PossibleDouble.objects.get()

    client.post(f"/t/acme/hiring/doubles/{double.pk}/apart/")

    assert "No doubles to decide about" in client.get("/t/acme/hiring/doubles/").text
