"""Web process and worker killed in the middle of interviews: no answer is lost, none is evaluated or counted twice."""

import json
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.client import HTTPException, IncompleteRead
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from llmock.pytest_plugin import LLMock

from apps.accounts.models import Membership
from apps.accounts.tokens import token_pair
from apps.ai.models import AiCall, AiSpending
from apps.core.scope import scope
from apps.interviews import services
from apps.interviews.configuration import Setup
from apps.interviews.models import Event, Question, Session
from apps.marketplace.models import Usage
from apps.tenants.models import Tenant
from tests.killed_product import PATIENCE_SECONDS, Product
from tests.people import Grant
from tests.queue_processes import Broker, Processes, ringing_at, wait_until

# `make chaos` asks for 20.
KILLS = int(os.environ.get("CHAOS_KILLS", "2"))
PEOPLE, QUESTIONS, PAUSE_SECONDS = 4, 5 + KILLS // 2, 2
ANSWER = "First I measured where the time goes, then I added an index and asked a colleague to look at the change. {}"
NOTHING_SAID = json.dumps({"criteria": [], "points": [], "rewordings": [], "comment": "Read."})


class Person(threading.Thread):
    """Answers until the interview is over, and sends again what was not answered; keeps what was handed in."""

    def __init__(self, product: Product, session: Session, token: str, is_quiet: threading.Event) -> None:
        super().__init__(daemon=True)
        self.is_quiet = is_quiet
        self.address = f"{product.url}/api/v1/interviews/sessions/{session.pk}/"
        self.token = token
        self.handed_in: dict[str, str] = {}
        self.fault: BaseException | None = None

    def call(self, deed: str = "", **data: Any) -> dict[str, Any]:
        body = json.dumps(data).encode() if deed else None
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        give_up = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                asked = Request(self.address + deed, body, headers)  # noqa: S310 -- this test's own server
                with urlopen(asked, timeout=30) as answer:  # noqa: S310 -- as above
                    found: dict[str, Any] = json.load(answer)
                    return found
            except (URLError, ConnectionError, TimeoutError, IncompleteRead) as error:
                # A refusal is an answer; a connection that broke says nothing about what was done.
                if hasattr(error, "code") or time.monotonic() > give_up:
                    raise
                time.sleep(0.1)

    def run(self) -> None:
        try:
            while (question := self.call()["current"]) is not None:
                text = ANSWER.format(question["id"])
                self.call("submit-answer/", question=question["id"], answer=text)
                self.handed_in[question["id"]] = text
                # While somebody kills, nobody is done before the last kill.
                self.is_quiet.wait(PAUSE_SECONDS)
                self.call("next/")
        except (OSError, HTTPException, KeyError, ValueError) as error:
            self.fault = error


@pytest.fixture
def product(committed: None, tmp_path: Path, llmock: LLMock) -> Iterator[Product]:
    """All of it on a broker of its own, with a language model that takes money for each answer."""
    llmock.reply(NOTHING_SAID, times=None)
    broker = Broker(tmp_path)
    broker.start()
    try:
        with ringing_at(broker.url), Processes(tmp_path, broker.url) as processes:
            yield Product(processes, OPENAI_API_KEY="sk-test", OPENAI_BASE_URL=llmock.base_url("openai"))
    finally:
        broker.kill()


def one_more_call() -> Callable[[], bool]:
    """Whether a language model was asked since."""
    before = AiCall.objects.count()
    return lambda: AiCall.objects.count() > before


def test_kills_lose_no_answer_and_evaluate_and_count_none_twice(
    product: Product, acme: Tenant, ada: Membership, grant: Grant
) -> None:
    grant(acme, "interviews")
    setup = Setup(role="backend", level="mid", kind="technical", number=QUESTIONS, follow_ups=0, feedback="each")
    with scope(acme):
        sessions = [
            services.start_session(services.prepare_session(ada, setup, title=f"Killed {place}"))
            for place in range(PEOPLE)
        ]
    token = token_pair(ada)["access"]
    is_quiet = threading.Event()
    people = [Person(product, session, token, is_quiet) for session in sessions]
    for person in people:
        person.start()

    for name in islice(cycle(("worker", "web")), KILLS):
        wait_until(one_more_call(), PATIENCE_SECONDS, "an answer is read")
        product.kill(name)
    is_quiet.set()
    for person in people:
        person.join()
    assert [person.fault for person in people] == [None] * PEOPLE

    def waiting() -> list[str]:
        with scope(acme):
            return list(Session.objects.exclude(state=Session.State.COMPLETED).values_list("title", flat=True))

    wait_until(lambda: not waiting(), 2 * PATIENCE_SECONDS, "every interview is summed up")
    handed_in = {pk: text for person in people for pk, text in person.handed_in.items()}
    with scope(acme):
        kept = {str(one.pk): one.answer for one in Question.objects.all()}
        happened = Counter((str(pk), kind) for pk, kind in Event.objects.values_list("question_id", "kind"))
        evaluated = Question.objects.filter(evaluation__isnull=False).count()
    assert kept == handed_in
    assert len(handed_in) == evaluated == PEOPLE * QUESTIONS
    once = (Event.Kind.ANSWERED, Event.Kind.EVALUATED)
    assert {happened[question, kind] for question in kept for kind in once} == {1}
    counted = Usage.objects.filter(tenant=acme).values_list("meter", "used", "reserved")
    assert list(counted) == [("interviews", PEOPLE, 0)]
    paid = AiCall.objects.filter(cost__gt=0)
    spent = AiSpending.objects.get(tenant=acme).spent
    assert spent == sum(call.cost for call in paid)
