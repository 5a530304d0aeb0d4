"""One record for each person: found again, suggested as a double, merged, erased."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.accounts.models import Member, Membership
from apps.audit.models import AuditEntry
from apps.core.scope import PUBLIC, scope
from apps.hiring.exchange import Finding
from apps.hiring.models import Application, Candidate, Job, Note, PossibleDouble, Result, Stage
from apps.hiring.own_data import erase_records_of, files_of
from apps.hiring.retention import after_closing, untouched
from apps.hiring.services import (
    AddressTakenError,
    ContactNeededError,
    ContactRefusedError,
    NotMergeableError,
    NotYoursError,
    add_note,
    apply_to_job,
    close_job,
    create_candidate,
    create_job,
    delete_candidate,
    edit_note,
    find_or_create_candidate,
    keep_apart,
    merge_candidates,
    move_application,
    open_job,
    pipeline,
    record_result,
    tag_candidates,
    update_candidate,
)
from apps.hiring.tests.people import Person
from apps.tenants.models import Tenant
from apps.tenants.policies import change_candidate_retention
from apps.tenants.retention import apply_retention
from tests.people import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_acme")]


def found(**fields: Any) -> tuple[Candidate, bool]:
    return find_or_create_candidate(**fields)


def suspicions() -> list[tuple[str, str, str]]:
    rows = PossibleDouble.objects.filter(state="open").order_by("pk")
    return [(pair.first.name, pair.second.name, pair.reason) for pair in rows]


def test_person_is_found_again_by_the_address_and_what_the_record_lacks_is_filled_in() -> None:
    ines, is_new = found(name="Ines Okafor", email=" Ines@Mail.Example ", tags=["Python"])
    again, is_new_again = found(
        email="ines@mail.example", name="I. Okafor", phone="+49 30 123456", headline="Developer", tags=["sql", "python"]
    )

    assert (is_new, is_new_again, again.pk) == (True, False, ines.pk)
    assert (again.name, again.phone, again.headline, again.tags) == (
        "Ines Okafor",
        "+4930123456",
        "Developer",
        ["python", "sql"],
    )


@pytest.mark.parametrize(
    ("second", "is_same"),
    [
        ({"phone": "+49 (30) 123456"}, True),
        ({"phone": "0049 30 123456", "name": "Okafor, Ines"}, True),
        ({"phone": "030 123456", "name": "Ines Okafor"}, False),
        ({"phone": "+4930123456", "name": "okafor ines", "email": "ines@mail.example"}, True),
        ({"phone": "+4930123456", "name": "Omar Okafor"}, False),
        ({"name": "Ines Okafor"}, False),
    ],
    ids=["phone", "other sign", "no country", "same words", "family", "name only"],
)
def test_phone_finds_a_person_whose_name_does_not_speak_against_it(second: dict[str, str], is_same: bool) -> None:  # noqa: FBT001 -- what is expected
    ines, _is_new = found(name="Ines Okafor", phone="+49 30 123456")

    again, is_new = found(**second)

    assert (again.pk == ines.pk, is_new) == (is_same, not is_same)


def test_doubtful_doubles_are_suggested_once_and_kept_apart_for_good(person: Person, ada: Membership) -> None:
    person("Ines Okafor", email="ines.okafor@mail.example", phone="+4930123456")
    person("Ines Okafor", email="inesokafor2@work.example")
    person("Omar Okafor", email="omar@mail.example", phone="+4930123456")
    person("Ines Okafor", email="other@mail.example")

    assert suspicions() == [("Ines Okafor", "Ines Okafor", "email"), ("Ines Okafor", "Omar Okafor", "phone")]

    pair = keep_apart(PossibleDouble.objects.get(reason="phone"), by=ada)
    update_candidate(pair.second, headline="Developer")
    assert (suspicions(), pair.decided_by_id) == ([("Ines Okafor", "Ines Okafor", "email")], ada.pk)


def test_merging_moves_everything_over_and_the_old_address_still_leads_to_the_person(
    person: Person, ada: Membership, job: Job
) -> None:
    other_job = open_job(create_job(by=ada, title="Data engineer"))
    winner, loser = person("Ines Okafor", tags=["a"]), person("Ines Ok", phone="+4930123456", tags=["b"])
    near = apply_to_job(job, winner, by=ada)
    far = move_application(apply_to_job(job, loser, by=ada), stage=pipeline()[2], by=ada)
    elsewhere = apply_to_job(other_job, loser, by=ada)
    add_note(winner, text="Good talk.", by=ada, application=near)
    add_note(loser, text="Called back.", by=ada)
    for one, score in ((loser, 40), (winner, 60)):
        record_result(one, Finding("cv_analysis", "cv", "parser 2", score=score))

    merge_candidates(loser, into=winner, by=ada)

    winner.refresh_from_db()
    loser.refresh_from_db()
    assert (winner.phone, winner.tags, loser.merged_into_id) == ("+4930123456", ["a", "b"], winner.pk)
    rows = Application.objects.order_by("pk").values_list("pk", "candidate")
    assert list(rows) == [(far.pk, winner.pk), (elsewhere.pk, winner.pk)]
    assert list(Note.objects.order_by("pk").values_list("candidate", "application")) == [
        (winner.pk, far.pk),
        (winner.pk, None),
    ]
    assert [float(one.score or 0) for one in Result.objects.current().filter(candidate=winner)] == [60.0]
    assert found(email=loser.email)[0].pk == winner.pk
    with pytest.raises(NotMergeableError):
        merge_candidates(winner, into=loser, by=ada)


def test_address_of_somebody_else_is_refused_and_says_whose_it_is(person: Person) -> None:
    ines, omar = person("Ines Okafor"), person("Omar Haddad")

    with pytest.raises(AddressTakenError) as refused:
        update_candidate(omar, email=ines.email.upper())

    assert refused.value.extra == {"candidate": str(ines.pk)}


def test_what_nobody_can_be_reached_by_is_refused(ada: Membership, person: Person) -> None:
    with pytest.raises(ContactNeededError):
        create_candidate(by=ada, name=" ")
    with pytest.raises(ContactRefusedError) as refused:
        update_candidate(person("Ines Okafor"), phone="030 123456")

    assert refused.value.extra == {"field": "phone"}


def test_log_says_which_fields_changed_and_never_who_it_was(person: Person) -> None:
    ines = person("Ines Okafor")
    update_candidate(ines, name="Ines Musterfrau", location="Berlin")
    key = str(ines.pk)
    delete_candidate(ines)

    rows = AuditEntry.objects.filter(target_id=key).order_by("pk")
    told = list(rows.values_list("action", "note", "target_label", "changes"))
    assert [(action, note) for action, note, _label, _changes in told] == [
        ("candidate.changed", "name, location"),
        ("candidate.deleted", ""),
    ]
    assert "ines" not in str(told).lower()


def test_erasing_takes_the_records_that_were_merged_into_it_too(person: Person, ada: Membership, job: Job) -> None:
    winner, loser = person("Ines Okafor"), person("Ines Ok")
    apply_to_job(job, loser, by=ada)
    add_note(loser, text="Called back.", by=ada)
    merge_candidates(loser, into=winner, by=ada)

    delete_candidate(winner)

    assert [model.objects.count() for model in (Candidate, Application, Note, Result)] == [0, 0, 0, 0]


def test_tags_are_added_and_taken_from_many(person: Person) -> None:
    people = [person("Ines", tags=["Python"]), person("Omar", tags=["python", "old"])]

    assert tag_candidates(people, add=["PYTHON", "Berlin"], remove=["OLD"]) == 2
    assert tag_candidates(people, add=["Berlin"]) == 0
    assert [one.tags for one in Candidate.objects.order_by("pk")] == [["Berlin", "PYTHON"], ["Berlin", "PYTHON"]]


def test_note_is_its_authors_and_the_administrators(person: Person, ada: Membership, ben: Membership) -> None:
    note = add_note(person("Ines"), text="Good talk.", by=ada)

    with pytest.raises(NotYoursError):
        edit_note(note, text="Bad talk.", by=ben)

    theirs = add_note(note.candidate, text="Late.", by=ben)
    assert (edit_note(theirs, text="On time.", by=ada).text, Note.objects.get(pk=note.pk).text) == (
        "On time.",
        "Good talk.",
    )


def test_candidates_go_when_their_last_job_has_been_closed_for_long_enough(
    acme: Tenant, person: Person, ada: Membership, job: Job
) -> None:
    other_job = open_job(create_job(by=ada, title="Data engineer"))
    gone, hoping, _never = person("Gone"), person("Hoping"), person("Never applied")
    long_ago = timezone.now() - timedelta(days=200)
    for one in (gone, hoping):
        apply_to_job(job, one, by=ada)
    apply_to_job(other_job, hoping, by=ada)
    Application.objects.update(applied_at=long_ago)
    close_job(job)
    Job.objects.filter(pk=job.pk).update(closed_at=timezone.now() - timedelta(days=91))

    assert after_closing(timezone.now() - timedelta(days=100)).rows.count() == 0
    change_candidate_retention(acme, days=None)
    assert apply_retention(acme.pk) == 0
    change_candidate_retention(acme, days=90)
    assert apply_retention(acme.pk) == 1
    assert sorted(Candidate.objects.values_list("name", flat=True)) == ["Hoping", "Never applied"]


def test_whom_nobody_touched_goes_unless_a_job_is_open(person: Person, ada: Membership, job: Job) -> None:
    apply_to_job(job, person("Hoping"), by=ada)
    person("Forgotten")
    add_note(person("Remembered"), text="Call again in May.", by=ada)
    Candidate.objects.update(updated_at=timezone.now() - timedelta(days=31))

    rows = untouched(timezone.now() - timedelta(days=30)).rows
    assert [one.name for one in rows] == ["Forgotten"]


def test_person_takes_the_own_record_along_and_erases_it(person: Person, ben: Membership, job: Job) -> None:
    mine, other = person("Ines Okafor"), person("Omar Haddad")
    update_candidate(mine, member_id=Member.objects.get(pk=ben.pk).pk)
    apply_to_job(job, mine, by=ben)
    add_note(mine, text="Ours alone.", by=ben)
    record_result(mine, Finding("cv_analysis", "cv", "parser 2", score=60, summary="Read."))

    files = dict(files_of(ben.pk))
    assert list(files) == ["1-candidate.json"]
    said = json.loads(files["1-candidate.json"])
    assert (said["name"], said["applications"][0]["job__title"], said["results"][0]["score"]) == (
        "Ines Okafor",
        "Python developer",
        "60.00",
    )
    assert b"Ours alone" not in files["1-candidate.json"]

    erase_records_of(ben.pk)
    assert list(Candidate.objects.values_list("pk", flat=True)) == [other.pk]
    assert Stage.objects.count() == 6


def test_administration_writes_as_everybody_else(
    person: Person, ada: Membership, acme: Tenant, signed_in: SignedIn
) -> None:
    ines, omar = person("Ines Okafor"), person("Omar Haddad")
    page = f"/t/acme/admin/hiring/candidate/{ines.pk}/change/"
    form = {
        "name": "Ines Okafor",
        "email": "INES@New.example",
        "phone": "+49 30 123456",
        "links": "[]",
        "tags": "b,B,a",
    }

    with scope(PUBLIC):
        client = signed_in(ada)
        assert client.post(page, form).status_code == 302
        assert (
            "Another candidate has this e-mail address."
            in client.post(page, form | {"email": omar.email.upper()}, follow=True).content.decode()
        )
        client.post(
            "/t/acme/admin/hiring/candidate/",
            {"action": "delete_selected", "_selected_action": [str(omar.pk)], "post": "yes"},
        )

    ines.refresh_from_db()
    assert (ines.email, ines.phone, ines.tags) == ("ines@new.example", "+4930123456", ["a", "B"])
    assert list(Candidate.objects.values_list("pk", flat=True)) == [ines.pk]
    assert AuditEntry.objects.filter(action="candidate.deleted").count() == 1
