"""Interviews that a company asks for: who may hold them, how often, what becomes of them, and what people decide."""

import pytest

from apps.accounts.models import Invitation, Membership
from apps.accounts.roles import Role
from apps.core.scope import scope
from apps.hiring.models import Assignment, Candidate, Result
from apps.hiring.services import assign, create_candidate
from apps.interviews import services
from apps.interviews.models import AssignedInterview, Question, Session
from apps.interviews.services.problems import NoAttemptLeftError, NoReasonError, NotAllowedHereError
from apps.interviews.tests.conftest import Assign, Hold, open_question
from apps.marketplace.models import License
from tests.people import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_acme", "module")]


def test_a_held_interview_ends_its_assignment_with_a_result_on_the_record(
    ada: Membership, cand: Membership, candidate: Candidate, assigned: Assign, held: Hold
) -> None:
    asked = assigned(candidate)

    session = held(asked, cand)

    assert (session.state, session.mode) == (Session.State.COMPLETED, Session.Mode.ASSESSMENT)
    result = Result.objects.get(candidate=candidate, module="interviews")
    assert (result.score, result.link, result.is_current) == (session.score, f"/interviews/{session.pk}/", True)
    assert (Assignment.objects.get().state, Assignment.objects.get().result) == (Assignment.State.DONE, result)


def test_attempts_are_counted_and_a_prepared_one_is_taken_up_again(
    ada: Membership, cand: Membership, candidate: Candidate, assigned: Assign
) -> None:
    asked = assigned(candidate)
    first = services.prepare_assigned(asked, cand)

    assert services.prepare_assigned(asked, cand) == first
    services.start_session(first, consented=True)
    services.abandon_session(first)
    with pytest.raises(NoAttemptLeftError):
        services.prepare_assigned(asked, cand)


def test_only_the_candidate_finds_the_page_and_begins_after_the_notice(
    ada: Membership, ben: Membership, cand: Membership, candidate: Candidate, signed_in: SignedIn, assigned: Assign
) -> None:
    asked = assigned(candidate)
    address = f"/t/acme/interviews/assigned/{asked.assignment_id}/"

    assert signed_in(ben).get(address).status_code == 404
    page = signed_in(cand).get(address)
    assert "automatic estimate" in page.text
    begun = signed_in(cand).post(address, {"deed": "begin"})
    preview = signed_in(cand).get(begun["Location"])
    assert 'name="consent"' in preview.text
    with scope(ada.tenant):
        assert Question.objects.get().text not in preview.text


def test_another_way_can_be_asked_for_and_the_company_sees_it(
    ada: Membership, cand: Membership, candidate: Candidate, signed_in: SignedIn, assigned: Assign
) -> None:
    asked = assigned(candidate)

    signed_in(cand).post(f"/t/acme/interviews/assigned/{asked.assignment_id}/", {"deed": "another-way"})

    record = signed_in(ada).get(f"/t/acme/hiring/candidates/{candidate.pk}/")
    assert "Asked for another way" in record.text


def test_whoever_has_no_account_is_invited(ada: Membership, assigned: Assign) -> None:
    stranger = create_candidate(by=ada, name="Noor Iyer", email="noor@iyer.example")

    assigned(stranger)

    invited = Invitation.objects.get(email="noor@iyer.example")
    assert (invited.role, invited.state) == (Role.CANDIDATE, Invitation.State.PENDING)


def test_a_person_scores_beside_the_estimate_and_the_record_follows(
    ada: Membership, ben: Membership, cand: Membership, candidate: Candidate, assigned: Assign, held: Hold
) -> None:
    session = held(assigned(candidate), cand)
    question = session.questions.get()
    estimate = question.score

    with pytest.raises(NoReasonError):
        services.review_answer(session, by=ben, question_id=question.pk, score=10, reason=" ")
    services.review_answer(session, by=ben, question_id=question.pk, score=10, reason="Copied from a book.")

    question.refresh_from_db()
    session.refresh_from_db()
    assert (question.score, question.reviewed_score, question.reviewed_by_id) == (estimate, 10, ben.pk)
    assert session.score == 10
    assert Result.objects.get(candidate=candidate, is_current=True).score == 10


def test_practice_is_not_reviewed(ada: Membership, ben: Membership, running: Session) -> None:
    with scope(ada.tenant), pytest.raises(NotAllowedHereError):
        services.review_answer(running, by=ben, question_id=open_question(running).pk, score=1, reason="no")


def test_an_assigned_link_is_asked_for_by_the_activity_contract(
    ada: Membership, candidate: Candidate, module: License
) -> None:
    made = assign(candidate, module="interviews", activity="interview", by=ada)

    assert made.link == f"/interviews/assigned/{made.pk}/"
    assert AssignedInterview.objects.get(assignment=made).setup["kind"] == "phone"
