"""Questions to the coach sent at the same moment: one is asked, once."""

from collections import Counter

import pytest
from llmock.pytest_plugin import LLMock

from apps.core.models import QueuedTask
from apps.core.scope import scope
from apps.interviews import services
from apps.interviews.models import CoachTurn, Session
from apps.tenants.models import Tenant
from tests.at_once import at_once, outcome

pytestmark = pytest.mark.usefixtures("committed")


def test_the_same_question_of_two_windows_is_asked_once_and_another_one_is_refused(
    acme: Tenant, provider: LLMock, finished: Session
) -> None:
    def ask(question: str) -> None:
        with scope(acme):
            services.ask_coach(finished, question=question)

    same = at_once(*(outcome(ask, "What first?") for _window in range(8)))
    others = at_once(*(outcome(ask, f"What of {number}?") for number in range(4)))

    with scope(acme):
        assert [turn.question for turn in CoachTurn.objects.all()] == ["What first?"]
        assert QueuedTask.objects.filter(name="interviews.answer_coach").count() == 1
    assert (Counter(same), Counter(others)) == ({"done": 8}, {"coach-busy": 4})


def test_trying_again_in_two_windows_asks_once(acme: Tenant, provider: LLMock, finished: Session) -> None:
    with scope(acme):
        CoachTurn.objects.create(session=finished, question="What first?", state="failed", failure="over-time")

    def again() -> None:
        with scope(acme):
            services.ask_coach_again(finished)

    assert at_once(*(outcome(again) for _window in range(6))) == ["done"] * 6

    with scope(acme):
        turn = CoachTurn.objects.get()
        assert (turn.state, turn.tries) == ("waiting", 2)
        assert QueuedTask.objects.filter(name="interviews.answer_coach").count() == 1
