"""The coach over HTTP: what it is told, what of its answer is shown, and what everybody sees when it fails."""

import json
import time
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override
from llmock.pytest_plugin import LLMock

from apps.accounts.models import Membership
from apps.ai.models import AiCall, AiPolicy
from apps.ai.queries import forget_answering
from apps.core.models import QueuedTask
from apps.core.scope import scope
from apps.interviews import services
from apps.interviews.models import CoachTurn, Session
from apps.interviews.models.coaching import LONGEST_WAIT
from apps.interviews.own_data import files_of
from apps.interviews.services.problems import CoachBusyError, CoachUsedUpError, NoCoachError, NoReportYetError
from apps.interviews.tests.conftest import ANSWER, Prepare
from apps.tenants.models import Tenant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_acme")]
QUESTION = "What should I practise first?"
PASSAGE = "it takes disk space and memory"
CITED = {"question": 1, "source": "answer", "passage": PASSAGE}


def said(text: str = "Say when an index is worth its price.", *citations: dict[str, Any]) -> str:
    return json.dumps({"text": text, "citations": list(citations)})


def sent(llmock: LLMock, number: int = -1) -> str:
    """All that the server was sent."""
    body = llmock.requests[number].body
    messages = (json.loads(body) if isinstance(body, str | bytes) else body)["messages"]
    return "\n".join(message["content"] for message in messages)


@pytest.fixture
def ask(finished: Session, run_queued: Any) -> Any:
    """Ask about Ada's interview, let the worker work, and see what came."""

    def asked(question: str = QUESTION) -> CoachTurn:
        turn = services.ask_coach(finished, question=question)
        run_queued()
        turn.refresh_from_db()
        return turn

    return asked


def test_an_answer_is_kept_with_what_it_rests_on_who_wrote_it_and_what_it_cost(provider: LLMock, ask: Any) -> None:
    provider.reply(said("Begin with the price of writes.", CITED))

    turn = ask()

    assert (turn.state, turn.answer, turn.citations) == ("answered", "Begin with the price of writes.", [CITED])
    assert (turn.engine, turn.prompt, turn.failure, turn.left_out) == ("mock mock-1", "interviews.coach-v1", "", "")
    call = AiCall.objects.get()
    assert (turn.cost, call.feature, call.failure) == (call.cost, "interviews.coach", "")
    assert turn.cost > 0


def test_the_coach_knows_the_interview_and_the_talk(provider: LLMock, finished: Session, ask: Any) -> None:
    provider.reply(said("The first answer.", CITED)).reply(said())
    question = finished.questions.get()

    ask()
    ask("And then?")

    told = sent(provider)
    for known in (question.text, ANSWER, question.asked["answer"], QUESTION, "The first answer.", "And then?"):
        assert known in told
    assert f"Overall, an automatic estimate: {finished.score} of 100" in told
    assert [point for point, _follow_up in question.asked["points"] if point not in told] == []
    assert "The first answer." not in sent(provider, 0)


@pytest.mark.parametrize(
    ("citation", "shown"),
    [
        (CITED, "answer"),
        # It stands there, in another place than was said.
        (CITED | {"source": "point"}, "answer"),
        (CITED | {"passage": f"…and  {PASSAGE.upper()}"}, "answer"),
        (CITED | {"passage": "I never said this"}, None),
        (CITED | {"question": 7}, None),
        (CITED | {"passage": "an"}, None),
    ],
)
def test_only_passages_that_stand_there_are_shown(
    provider: LLMock, ask: Any, citation: dict[str, Any], shown: str | None
) -> None:
    provider.reply(said("Good.", citation))

    turn = ask()

    assert [one["source"] for one in turn.citations] == ([shown] if shown else [])
    assert all(one["passage"] in ANSWER for one in turn.citations)
    assert (turn.state, turn.dropped) == ("answered", 0 if shown else 1)


def test_points_feedback_and_the_model_answer_can_be_cited(provider: LLMock, finished: Session, ask: Any) -> None:
    asked = finished.questions.get().asked
    point, ideal = asked["points"][0][0], asked["answer"][:60].strip()
    feedback = "You gave yourself 3 of 5"
    passages = (("point", point), ("model-answer", ideal), ("feedback", feedback))
    wanted = [{"question": 1, "source": source, "passage": passage} for source, passage in passages]
    provider.reply(said("So.", *wanted, *wanted))

    assert ask().citations == wanted


def test_sentences_on_people_hiring_and_invented_scores_are_left_out(
    provider: LLMock, finished: Session, ask: Any
) -> None:
    invented = next(number for number in (99, 98) if number != finished.score)
    text = (
        f"You reached {finished.score} of 100. I would give it {invented} of 100.\n"
        "They should hire you. You seem nervous.\n\n- Name the price of writes."
    )
    provider.reply(said(text, CITED))

    assert ask().answer == f"You reached {finished.score} of 100.\n\n- Name the price of writes."


def test_an_answer_of_which_nothing_may_be_shown_is_none(provider: LLMock, ask: Any) -> None:
    provider.reply(said("You will be hired."))

    turn = ask()

    assert (turn.state, turn.failure, turn.answer) == ("failed", "beyond", "")


FAULTS: dict[str, tuple[Any, str]] = {
    "too many requests": (lambda mock: mock.fail(429, times=5), "rate-limited"),
    "the server fails": (lambda mock: mock.fail(500, times=5), "server-error"),
    "the key is refused": (lambda mock: mock.fail(401, times=5), "key-refused"),
    "no JSON": (lambda mock: mock.reply("Well, I think", times=5), "not-json"),
    "another shape": (lambda mock: mock.reply('{"text": 3}', times=5), "wrong-shape"),
    "it breaks off": (lambda mock: mock.reply(said()).truncate(times=5), "cut-off"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_fails_the_question_stays_and_says_why(provider: LLMock, ask: Any, fault: str) -> None:
    script, failure = FAULTS[fault]
    script(provider)

    turn = ask()

    assert (turn.state, turn.failure, turn.question, turn.answer) == ("failed", failure, QUESTION, "")
    assert QueuedTask.objects.get(name="interviews.answer_coach").state == "done"


def test_a_model_that_hangs_is_waited_for_no_longer_than_the_deadline(
    provider: LLMock, settings: Any, ask: Any
) -> None:
    settings.AI_DEADLINE_SECONDS = 1.0
    provider.delay(30, times=5)
    began = time.monotonic()

    turn = ask()

    assert (turn.state, turn.failure, time.monotonic() - began < 10) == ("failed", "over-time", True)


def test_a_question_that_failed_is_asked_again_and_costs_add_up(
    provider: LLMock, finished: Session, ask: Any, run_queued: Any
) -> None:
    provider.reply('{"text": 3}', times=2).reply(said("Now.", CITED))
    first = ask()

    again = services.ask_coach_again(finished)
    run_queued()

    again.refresh_from_db()
    assert (again.pk, again.state, again.tries, again.failure) == (first.pk, "answered", 2, "")
    assert again.cost == sum((call.cost for call in AiCall.objects.all()), Decimal(0)) > first.cost > 0
    # Answered is answered.
    assert services.ask_coach_again(finished).state == "answered"
    assert QueuedTask.objects.filter(name="interviews.answer_coach").count() == 2


def test_over_the_budget_nobody_is_asked(provider: LLMock, acme: Tenant, ask: Any) -> None:
    AiPolicy.objects.create(tenant=acme, platform_budget=0)

    assert (ask().failure, provider.requests) == ("over-budget", [])


def test_without_a_provider_nothing_is_asked_or_kept(finished: Session) -> None:
    with pytest.raises(NoCoachError):
        services.ask_coach(finished, question=QUESTION)

    assert not CoachTurn.objects.exists()


def test_a_provider_that_goes_meanwhile_is_named_as_the_reason(
    provider: LLMock, acme: Tenant, finished: Session, settings: Any, run_queued: Any
) -> None:
    turn = services.ask_coach(finished, question=QUESTION)
    settings.AI_PROVIDERS = []
    forget_answering(acme)
    run_queued()

    turn.refresh_from_db()
    assert (turn.state, turn.failure) == ("failed", "no-provider")


def test_a_question_sent_twice_is_asked_once(provider: LLMock, finished: Session, run_queued: Any) -> None:
    provider.reply(said("Once.", CITED), times=2)

    first, second = (services.ask_coach(finished, question=QUESTION) for _time in range(2))
    with pytest.raises(CoachBusyError):
        services.ask_coach(finished, question="Something else?")
    run_queued()

    assert (first.pk, CoachTurn.objects.count(), len(provider.requests)) == (second.pk, 1, 1)


def test_an_interview_has_so_many_questions_and_a_question_so_many_tries(
    provider: LLMock, finished: Session, ask: Any
) -> None:
    asked = [CoachTurn(session=finished, question=f"{number}?", state="answered") for number in range(29)]
    CoachTurn.objects.bulk_create(asked)
    provider.fail(401, times=2)
    turn = ask()
    assert services.turns_left(finished) == 0

    with pytest.raises(CoachUsedUpError):
        services.ask_coach(finished, question="One more?")
    CoachTurn.objects.filter(pk=turn.pk).update(tries=5)
    with pytest.raises(CoachUsedUpError):
        services.ask_coach_again(finished)

    assert CoachTurn.objects.count() == 30


def test_a_question_that_nobody_answers_can_be_asked_again_and_a_late_answer_changes_nothing(
    provider: LLMock, finished: Session, run_queued: Any
) -> None:
    turn = services.ask_coach(finished, question=QUESTION)
    CoachTurn.objects.filter(pk=turn.pk).update(asked_at=timezone.now() - LONGEST_WAIT - timedelta(seconds=1))
    turn.refresh_from_db()
    assert (turn.state, turn.state_now) == ("waiting", "failed")
    provider.reply(said("Late.")).reply(said("In time.", CITED))

    again = services.ask_coach_again(finished)
    services.answer_coach(str(turn.pk), 1, "en")
    assert provider.requests == []
    services.answer_coach(str(turn.pk), 2, "en")

    again.refresh_from_db()
    assert (again.tries, again.answer, len(provider.requests)) == (2, "Late.", 1)


def test_there_is_nothing_to_speak_about_before_the_end(provider: LLMock, running: Session) -> None:
    with pytest.raises(NoReportYetError):
        services.ask_coach(running, question=QUESTION)


def test_what_is_asked_stands_in_no_list_of_calls_even_where_contents_are_kept(
    provider: LLMock, acme: Tenant, ask: Any
) -> None:
    AiPolicy.objects.create(tenant=acme, keeps_contents=True)
    provider.reply(said("Private.", CITED))

    assert ask().state == "answered"

    assert list(AiCall.objects.values_list("asked", "answered")) == [("", "")]


def test_feedback_is_cited_in_the_language_of_whoever_asked(
    provider: LLMock, finished: Session, run_queued: Any
) -> None:
    passage = "Sie gaben sich 3 von 5"
    provider.reply(said("Gut.", {"question": 1, "source": "feedback", "passage": passage}))

    with override("de"):
        turn = services.ask_coach(finished, question="Was zuerst?")
    run_queued()

    turn.refresh_from_db()
    assert [one["passage"] for one in turn.citations] == [passage]


def test_the_talk_goes_with_the_interview_and_comes_along_with_its_person(
    provider: LLMock, ada: Membership, ben: Membership, finished: Session, prepared: Prepare, ask: Any
) -> None:
    provider.reply(said("Kept.", CITED))
    ask()

    files = {name: json.loads(content) for name, content in files_of(ada.pk)}
    (talk,) = files["1-interview.json"]["coach"]
    assert (talk["question"], talk["answer"], talk["citations"]) == (QUESTION, "Kept.", [CITED])
    assert list(files_of(ben.pk)) == []
    with scope(ada.tenant):
        services.delete_session(finished)
    assert not CoachTurn.objects.exists()
