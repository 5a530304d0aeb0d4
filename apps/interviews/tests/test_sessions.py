"""The state machine of an interview: every step by the server's clock, nothing counted twice, nothing lost."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from apps.accounts.models import Membership
from apps.core.models import QueuedTask
from apps.interviews import services
from apps.interviews.configuration import Work
from apps.interviews.models import Event, Question, Session, SkillProgress
from apps.interviews.services.problems import (
    ConsentMissingError,
    NoEvaluatorError,
    NotAllowedHereError,
    NotYourTurnError,
    StaleDraftError,
)
from apps.interviews.tests.conftest import ANSWER, Prepare, open_question
from apps.marketplace.models import Usage
from apps.tenants.models import Tenant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_acme")]


def _kinds(session: Session) -> list[str]:
    return list(session.events.values_list("kind", flat=True))


def _late(question: Question, by: timedelta = timedelta(minutes=1)) -> None:
    Question.objects.filter(pk=question.pk).update(
        opened_at=F("opened_at") - timedelta(hours=1), due_at=timezone.now() - by
    )


def test_nothing_is_counted_before_the_start_and_one_interview_after_it(
    acme: Tenant, ada: Membership, prepared: Prepare
) -> None:
    session = prepared(ada)
    assert not Usage.objects.filter(tenant=acme, module="interviews").exists()

    services.start_session(session)

    assert Usage.objects.get(tenant=acme, module="interviews").used == 1
    with pytest.raises(NotYourTurnError):
        services.start_session(session)
    assert Usage.objects.get(tenant=acme, module="interviews").used == 1


def test_an_answer_sent_twice_counts_once(running: Session) -> None:
    question = open_question(running)

    first = services.submit_answer(running, question_id=question.pk, text=ANSWER, confidence=4)
    second = services.submit_answer(running, question_id=question.pk, text="something else")

    assert (first.answer, second.answer, second.confidence) == (ANSWER, ANSWER, 4)
    assert _kinds(running) == ["started", "asked", "answered"]
    assert QueuedTask.objects.filter(name="interviews.evaluate_answer").count() == 1


def test_two_windows_do_not_write_over_each_other(running: Session) -> None:
    question = open_question(running)
    version = services.save_draft(running, question_id=question.pk, text="from the first", version=0)

    with pytest.raises(StaleDraftError) as refused:
        services.save_draft(running, question_id=question.pk, text="from the second", version=0)

    assert refused.value.extra == {"text": "from the first", "version": version}
    question.refresh_from_db()
    assert question.draft == "from the first"
    assert services.save_draft(running, question_id=question.pk, text="from the second", version=version) == 2


def test_the_clock_hands_in_the_draft_without_anybody_looking(running: Session) -> None:
    question = open_question(running)
    services.save_draft(running, question_id=question.pk, text="half an answer", version=0)
    ringing = QueuedTask.objects.get(name="interviews.time_out_session")
    assert ringing.run_after > question.due_at  # type: ignore[operator]  # an open question has an end
    _late(question)

    services.time_out_session(str(running.pk))
    services.time_out_session(str(running.pk))

    question.refresh_from_db()
    assert (question.state, question.answer) == (Question.State.TIMED_OUT, "half an answer")
    assert _kinds(running) == ["started", "asked", "timed-out"]


def test_what_comes_too_late_is_what_the_draft_held(running: Session) -> None:
    question = open_question(running)
    services.save_draft(running, question_id=question.pk, text="in time", version=0)
    _late(question)

    taken = services.submit_answer(running, question_id=question.pk, text="in time, and then some more")

    assert (taken.state, taken.answer) == (Question.State.TIMED_OUT, "in time")


def test_a_pause_stops_the_clock_and_is_not_counted(running: Session) -> None:
    question = open_question(running)
    left = question.left()
    services.pause_session(running)

    with pytest.raises(NotYourTurnError):
        services.submit_answer(running, question_id=question.pk, text=ANSWER)
    services.resume_session(running)

    question.refresh_from_db()
    assert abs(question.left() - left) < timedelta(seconds=3)
    assert question.seconds_spent < 3


def test_skipping_gives_no_points_and_a_hint_is_counted_once(running: Session) -> None:
    question = open_question(running)
    assert services.take_hint(running, question_id=question.pk) == question.asked["hint"]
    services.take_hint(running, question_id=question.pk)

    skipped = services.skip_question(running, question_id=question.pk)

    assert (skipped.final_score, skipped.hints) == (0, 1)
    assert _kinds(running) == ["started", "asked", "hint", "skipped", "asked"]


def test_rules_of_the_interview_hold_on_the_server(ada: Membership, prepared: Prepare) -> None:
    strict = services.start_session(prepared(ada, has_hints=False, has_pauses=False))

    with pytest.raises(NotAllowedHereError):
        services.take_hint(strict, question_id=open_question(strict).pk)
    with pytest.raises(NotAllowedHereError):
        services.pause_session(strict)


def test_a_missing_point_is_asked_for_once_and_wins_back_half(running: Session, run_queued: object) -> None:
    question = open_question(running)
    services.submit_answer(running, question_id=question.pk, text=ANSWER.partition(".")[0] + ".")
    _evaluate(question)

    follow_up = services.next_question(running)

    assert follow_up is not None
    assert follow_up.follows_id == question.pk
    missing = [one["point"] for one in question.evaluation["findings"] if not one["is_matched"]]  # type: ignore[index]  # it is evaluated
    assert follow_up.text == {one[0]: one[1] for one in question.asked["points"]}[missing[0]]
    services.submit_answer(running, question_id=follow_up.pk, text=missing[0])
    _evaluate(follow_up)
    # One follow-up is what the set-up allows.
    assert services.next_question(running).follows_id is None  # type: ignore[union-attr]  # there is one


def test_words_of_the_question_win_nothing_in_its_follow_up(ada: Membership, prepared: Prepare) -> None:
    work = Work("Harbour Bank", "Ledger", ("PostgreSQL",))
    session = services.start_session(prepared(ada, kind="behavioural", works=(work,), follow_ups=2))
    main = session.questions.get(position=1)
    main.asked |= {
        "text": "Describe a week at Harbour Bank in which you could not do everything that was expected.",
        "points": [["At Harbour Bank several tasks were due and could not all be done.", "Which tasks competed?"]],
    }
    main.save()
    services.submit_answer(session, question_id=main.pk, text="I do not know.")
    _evaluate(main)
    follow_up = services.next_question(session)
    assert follow_up is not None
    assert follow_up.text == "Which tasks competed?"

    services.submit_answer(
        session,
        question_id=follow_up.pk,
        text="I was responsible for the ledger at Harbour Bank. I found a query without an index and added one.",
    )
    _evaluate(follow_up)

    assert follow_up.score is not None
    assert follow_up.score < 40
    assert [one["is_matched"] for one in follow_up.evaluation["findings"]] == [False]  # type: ignore[index]  # it is evaluated


def _evaluate(question: Question) -> None:
    services.evaluate_answer(str(question.pk))
    question.refresh_from_db()


def test_an_interview_ends_in_a_report_and_in_practice_areas(ada: Membership, running: Session) -> None:
    while question := services.next_question(running):
        services.submit_answer(running, question_id=question.pk, text=question.asked["answer"], confidence=5)
        _evaluate(question)
    services.finish_session(str(running.pk))

    running.refresh_from_db()
    assert running.state == Session.State.COMPLETED
    scores = [one.score for one in running.questions.filter(follows=None)]
    assert running.score == running.report["overall"]
    assert min(score for score in scores if score is not None) > 50
    skills = {skill for one in running.questions.filter(follows=None) for skill in one.skills}
    assert set(SkillProgress.objects.filter(member_id=ada.pk).values_list("skill", flat=True)) == skills


def test_an_evaluation_is_stored_once(running: Session) -> None:
    question = open_question(running)
    services.submit_answer(running, question_id=question.pk, text=ANSWER)

    services.evaluate_answer(str(question.pk))
    services.evaluate_answer(str(question.pk))

    assert Event.objects.filter(question=question, kind=Event.Kind.EVALUATED).count() == 1


def test_ending_early_hands_in_what_stands_there_and_waits_for_its_evaluation(running: Session) -> None:
    question = open_question(running)
    services.save_draft(running, question_id=question.pk, text=ANSWER, version=0)
    services.complete_session(running)

    services.finish_session(str(running.pk))
    running.refresh_from_db()
    assert running.state == Session.State.EVALUATING

    services.evaluate_answer(str(question.pk))
    running.refresh_from_db()
    assert (running.state, running.questions.filter(state="unreached").count()) == (Session.State.COMPLETED, 2)


def test_nothing_begins_where_no_answer_could_be_evaluated(
    ada: Membership, prepared: Prepare, settings: Any, tmp_path: Path
) -> None:
    session = prepared(ada)
    settings.AI_EMBEDDINGS_FOLDER = str(tmp_path)

    with pytest.raises(NoEvaluatorError):
        services.start_session(session)

    session.refresh_from_db()
    assert (session.state, Usage.objects.filter(meter="interviews").count()) == (Session.State.DRAFT, 0)


def test_whoever_waits_long_for_an_evaluation_is_told(running: Session) -> None:
    services.submit_answer(running, question_id=open_question(running).pk, text=ANSWER)
    services.complete_session(running)
    running.refresh_from_db()
    assert not running.waits_long

    running.ended_at = timezone.now() - timedelta(minutes=2)

    assert running.waits_long


def test_giving_up_keeps_answers_and_gives_no_score(running: Session) -> None:
    services.submit_answer(running, question_id=open_question(running).pk, text=ANSWER)

    services.abandon_session(running)

    assert (running.questions.filter(answer=ANSWER).count(), Session.objects.get(pk=running.pk).score) == (1, None)


def test_an_assessment_needs_consent(ada: Membership, prepared: Prepare) -> None:
    session = prepared(ada, occasion=services.Occasion(mode=Session.Mode.ASSESSMENT))

    with pytest.raises(ConsentMissingError):
        services.start_session(session)

    assert services.start_session(session, consented=True).consented_at is not None


def test_an_assessment_counts_what_was_not_reached_and_never_as_practice(ada: Membership, prepared: Prepare) -> None:
    session = prepared(ada, occasion=services.Occasion(mode=Session.Mode.ASSESSMENT))
    services.start_session(session, consented=True)
    question = open_question(session)
    services.submit_answer(session, question_id=question.pk, text=question.asked["answer"])
    _evaluate(question)

    services.complete_session(session)
    services.finish_session(str(session.pk))

    session.refresh_from_db()
    assert session.score == round((question.score or 0) / 3)
    assert not SkillProgress.objects.exists()


def test_questions_can_be_replaced_and_ordered_before_the_start(ada: Membership, prepared: Prepare) -> None:
    session = prepared(ada)
    before = list(session.questions.values_list("asked__slug", flat=True))

    services.order_questions(session, order=[3, 1, 2])
    assert list(session.questions.values_list("asked__slug", flat=True)) == [before[2], before[0], before[1]]

    new = services.replace_question(session, position=1)
    assert new.asked["slug"] not in before
    assert new.kind == Question.objects.get(pk=new.pk).kind


def test_the_same_wish_gives_the_same_questions_and_answered_ones_do_not_come_back(
    ada: Membership, prepared: Prepare
) -> None:
    first, second = prepared(ada), prepared(ada)
    slugs = [list(one.questions.values_list("asked__slug", flat=True)) for one in (first, second)]
    assert slugs[0] == slugs[1]

    services.start_session(first)
    asked = open_question(first).asked["slug"]
    assert asked not in prepared(ada).questions.values_list("asked__slug", flat=True)
