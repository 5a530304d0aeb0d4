"""The tone of the interviewer: it changes the words around questions and answers, and never a score."""

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import translation

from apps.accounts.models import Membership
from apps.core.scope import scope
from apps.interviews import services
from apps.interviews.configuration import TONES, Setup
from apps.interviews.models import Session
from apps.interviews.services.evaluating import asked_of
from apps.interviews.speaking import Interviewer
from apps.interviews.tests.conftest import ANSWER, Prepare, open_question
from apps.interviews.tones import TONES as PHRASES
from apps.interviews.tones import said
from tests.people import SignedIn

SIZES = {"openings": 8, "transitions": 8, "closings": 6, "follow_ups": 4, "hints": 2, "strong": 2, "partly": 2}


def test_every_tone_has_words_of_its_own_for_every_place() -> None:
    texts = [str(one) for groups in PHRASES.values() for phrases in groups.values() for one in phrases]

    assert set(PHRASES) == set(TONES)
    for groups in PHRASES.values():
        assert {name: len(phrases) for name, phrases in groups.items()} == {**SIZES, "little": 2}
    assert len(set(texts)) == len(texts)


def test_they_are_all_there_in_german() -> None:
    phrases = [one for groups in PHRASES.values() for group in groups.values() for one in group]
    with translation.override("de"):
        german = [str(one) for one in phrases]

    assert [text for text, one in zip(german, phrases, strict=True) if text == str(one)] == []


def test_the_same_place_says_the_same_and_the_next_one_something_else() -> None:
    words = [str(said("friendly", "transitions", seed="a", number=number)) for number in range(8)]

    assert words == [str(said("friendly", "transitions", seed="a", number=number)) for number in range(8)]
    assert len(set(words)) == 8


@pytest.mark.django_db
def test_the_page_speaks_in_the_tone_that_was_chosen(ada: Membership, prepared: Prepare, signed_in: SignedIn) -> None:
    client: Client = signed_in(ada)
    spoken = {}
    for tone in TONES:
        with scope(ada.tenant):
            session = services.start_session(prepared(ada, tone=tone))
            opening = str(Interviewer(session).before(open_question(session), 1))
        pages = [client.get(f"/t/acme/interviews/{session.pk}/").text for _load in range(2)]
        assert [opening in page for page in pages] == [True, True]
        spoken[tone] = opening

    assert all(spoken[tone] in {str(one) for one in PHRASES[tone]["openings"]} for tone in TONES)


@pytest.mark.django_db
def test_a_follow_up_and_the_feedback_are_worded_by_tone(
    ada: Membership, prepared: Prepare, signed_in: SignedIn
) -> None:
    client = signed_in(ada)
    with scope(ada.tenant):
        session = services.start_session(prepared(ada, tone="challenging"))
        question = open_question(session)
        services.submit_answer(session, question_id=question.pk, text=ANSWER.partition(".")[0] + ".")
        services.evaluate_answer(str(question.pk))
        question.refresh_from_db()
        reaction = str(Interviewer(session).on(question))
    address = f"/t/acme/interviews/{session.pk}/"

    between = client.get(address).text
    client.post(f"{address}next/")
    page = client.get(address).text

    assert reaction in between
    assert sum(str(one) in page for one in PHRASES["challenging"]["follow_ups"]) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("in_acme")
def test_the_score_is_the_same_in_every_tone(ada: Membership, prepared: Prepare) -> None:
    scores = []
    for tone in TONES:
        session = services.start_session(prepared(ada, tone=tone, own=("backend-junior-database-index",)))
        question = open_question(session)
        services.submit_answer(session, question_id=question.pk, text=ANSWER)
        services.evaluate_answer(str(question.pk))
        question.refresh_from_db()
        scores.append((question.score, question.evaluation))
        # What both engines are given holds no tone, so neither can judge by it.
        setups = [replace(Setup.from_json(session.setup), tone=other) for other in TONES]
        assert [asked_of(question, setup) for setup in setups] == [asked_of(question, setups[0])] * len(TONES)

    assert scores == [scores[0]] * len(TONES)
    assert (scores[0][0] or 0) > 0


@pytest.mark.django_db
@pytest.mark.usefixtures("in_acme")
def test_assessments_speak_to_everybody_alike(ada: Membership, ben: Membership, prepared: Prepare) -> None:
    occasion = services.Occasion(mode=Session.Mode.ASSESSMENT)
    both = [prepared(one, occasion=occasion) for one in (ada, ben)]

    words = [str(Interviewer(one).before(one.questions.get(position=1), 1)) for one in both]

    assert words[0] == words[1]
