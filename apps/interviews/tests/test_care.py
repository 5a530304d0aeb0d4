"""What the platform asks of every module: own data go and come along, nothing is kept for ever, records stay true."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.utils import timezone

from apps.accounts.models import Membership
from apps.accounts.services import erase_account
from apps.core.scope import scope
from apps.hiring.models import Assignment, Candidate, Result
from apps.hiring.services import create_candidate, delete_candidate, merge_candidates
from apps.interviews import services
from apps.interviews.models import (
    AssignedInterview,
    Event,
    OwnQuestion,
    Question,
    QuestionMark,
    QuestionSet,
    SelfDescription,
    Session,
    SkillProgress,
)
from apps.interviews.own_data import files_of
from apps.interviews.tests.conftest import ANSWER, Assign, Hold, open_question
from apps.interviews.voluntary import keys_of
from apps.marketplace.models import License
from apps.tenants.export_file import write_export
from apps.tenants.models import Tenant
from apps.tenants.policies import change_retention
from apps.tenants.retention import apply_retention
from tests.people import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_acme", "module")]


def _own(member: Membership, text: str, **fields: Any) -> OwnQuestion:
    plain = {"kind": "open", "level": "mid", "seconds": 120, "difficulty": 3, "points": []}
    return OwnQuestion.objects.create(made_by_id=member.pk, text=text, **{**plain, **fields})


def _practised(session: Session) -> None:
    """An answer, a practice area, and what somebody makes and marks beside it."""
    question = open_question(session)
    services.submit_answer(session, question_id=question.pk, text=ANSWER, confidence=4)
    member = Membership.objects.get(pk=session.member_id)
    SkillProgress.objects.create(member_id=member.pk, skill="SQL", attempts=2, total=90, best=60)
    _own(member, "What would you index?")
    _own(member, "Why do we exist?", is_shared=True)
    QuestionSet.objects.create(made_by_id=member.pk, title="Mine", questions=["backend-junior-indexes"])
    QuestionMark.objects.create(member_id=member.pk, question="backend-junior-indexes", is_bookmarked=True, rating=5)


def test_a_members_archive_holds_interviews_with_answers_and_whatever_they_made(
    ada: Membership, ben: Membership, running: Session
) -> None:
    _practised(running)

    files = {name: json.loads(content) for name, content in files_of(ada.pk)}

    assert list(files) == [
        *("1-interview.json", "practice-areas.json", "questions.json", "question-sets.json", "question-marks.json")
    ]
    interview, first = files["1-interview.json"], files["1-interview.json"]["questions"][0]
    assert (interview["title"], interview["mode"], len(interview["questions"])) == ("Backend, junior", "practice", 3)
    assert (first["answer"], first["confidence"], first["state"]) == (ANSWER, 4, "answered")
    assert [one["kind"] for one in interview["events"]] == ["started", "asked", "answered"]
    assert (files["practice-areas.json"][0]["skill"], files["practice-areas.json"][0]["average"]) == ("SQL", 45)
    assert [one["text"] for one in files["questions.json"]] == ["What would you index?", "Why do we exist?"]
    assert (files["question-sets.json"][0]["title"], files["question-marks.json"][0]["rating"]) == ("Mine", 5)
    assert list(files_of(ben.pk)) == []


def test_who_deletes_the_account_takes_practice_along_and_leaves_what_the_workspace_shares(
    ben: Membership, prepared: Callable[..., Session], ada: Membership
) -> None:
    _practised(services.start_session(prepared(ben)))
    others = services.start_session(prepared(ada))

    erase_account(ben.user)

    assert list(Session.objects.all()) == [others]
    assert [model.objects.count() for model in (SkillProgress, QuestionSet, QuestionMark)] == [0, 0, 0]
    assert [one.text for one in OwnQuestion.objects.all()] == ["Why do we exist?"]
    assert set(Event.objects.values_list("session", flat=True)) == {others.pk}


def test_a_candidate_who_deletes_the_account_leaves_no_assessment(
    cand: Membership, candidate: Candidate, assigned: Assign, held: Hold
) -> None:
    held(assigned(candidate), cand)
    SelfDescription.objects.create(key=next(keys_of(candidate.pk)), sex="female")
    taken_along = {name: json.loads(content) for name, content in files_of(cand.pk)}
    assert taken_along["voluntary-statement.json"][0]["sex"] == "female"

    erase_account(cand.user)

    models = (Candidate, Session, Question, AssignedInterview, Assignment, Result, SelfDescription)
    assert [model._default_manager.count() for model in models] == [0] * 7


def test_erasing_a_candidate_takes_assessments_and_not_what_they_practised(
    cand: Membership, candidate: Candidate, assigned: Assign, held: Hold, prepared: Callable[..., Session]
) -> None:
    held(assigned(candidate), cand)
    practice = services.start_session(prepared(cand))

    delete_candidate(candidate)

    assert list(Session.objects.all()) == [practice]
    assert (AssignedInterview.objects.count(), Result.objects.count()) == (0, 0)


def test_two_records_that_become_one_have_the_interviews_of_both(
    ada: Membership, cand: Membership, candidate: Candidate, assigned: Assign, held: Hold
) -> None:
    session = held(assigned(candidate), cand)
    other = create_candidate(by=ada, name="Candida Idate", email="candida@idate.example")
    waiting = assigned(other)

    merge_candidates(candidate, into=other, by=ada)

    session.refresh_from_db()
    assert (session.candidate_id, Result.objects.get().candidate_id) == (other.pk, other.pk)
    assert services.prepare_assigned(waiting, cand).candidate_id == other.pk


def _age(*sessions: Session, days: int) -> None:
    then = timezone.now() - timedelta(days=days)
    Session.objects.filter(pk__in=[one.pk for one in sessions]).update(updated_at=then)
    Question.objects.filter(session__in=sessions).update(updated_at=then)


def test_what_nobody_touched_for_so_many_days_goes_with_its_results(
    acme: Tenant, ada: Membership, cand: Membership, candidate: Candidate, assigned: Assign, held: Hold, prepared: Any
) -> None:
    assessment, practice, answered = (
        held(assigned(candidate), cand),
        prepared(ada),
        services.start_session(prepared(ada)),
    )
    _age(assessment, practice, answered, days=100)
    # Its row is as old, but somebody writes an answer in it.
    Question.objects.filter(pk=open_question(answered).pk).update(updated_at=timezone.now())
    SkillProgress.objects.create(member_id=ada.pk, skill="SQL")
    SkillProgress.objects.update(updated_at=timezone.now() - timedelta(days=100))
    Candidate.objects.update(updated_at=timezone.now())

    change_retention(acme, days=101)
    assert apply_retention(acme.pk) == 0
    change_retention(acme, days=90)
    assert apply_retention(acme.pk) == 3

    assert list(Session.objects.all()) == [answered]
    assert (SkillProgress.objects.count(), Result.objects.count(), Candidate.objects.count()) == (0, 0, 1)
    assert Assignment.objects.get().state == Assignment.State.DONE


def test_only_the_interviews_of_the_own_workspace_are_erased(ada: Membership, cleo: Membership, grant: Any) -> None:
    grant(cleo.tenant, "interviews")
    with scope(cleo.tenant):
        SkillProgress.objects.create(member_id=cleo.pk, skill="SQL")

    services.erase_practice_of(cleo.pk)

    with scope(cleo.tenant):
        assert SkillProgress.objects.count() == 1


def test_the_administration_lists_assessments_and_nobodys_practice(
    module: License, acme: Tenant, ada: Membership, signed_in: SignedIn
) -> None:
    with scope(acme):
        practice, assessment = (
            Session.objects.create(member_id=ada.pk, title=f"One {mode.value}", mode=mode, setup={})
            for mode in (Session.Mode.PRACTICE, Session.Mode.ASSESSMENT)
        )
    browser = signed_in(ada)
    table = "/t/acme/admin/interviews/session/"

    listed = browser.get(table).content.decode()

    assert (assessment.title in listed, practice.title in listed) == (True, False)
    assert browser.get(f"{table}{assessment.pk}/change/").status_code == 200
    assert browser.get(f"{table}{practice.pk}/change/").status_code != 200


def test_the_export_of_the_workspace_holds_assessments_and_nobodys_practice(
    acme: Tenant, ada: Membership, module: License
) -> None:
    with scope(acme):
        for mode in Session.Mode:
            Session.objects.create(member_id=ada.pk, title=f"One {mode.value}", mode=mode, setup={})
    file = BytesIO()

    write_export(acme, file, lambda _percent, _step: None)

    rows = ZipFile(file).read("rows/interviews.session.jsonl").decode().splitlines()
    assert [json.loads(row)["title"] for row in rows] == ["One assessment"]
