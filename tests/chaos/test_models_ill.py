"""A language model that is slow, hangs, refuses or talks nonsense, while people look at pages and answer."""

import json
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Count, Sum
from llmock.pytest_plugin import LLMock
from redis import Redis

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.accounts.tokens import token_pair
from apps.ai.models import AiCall, AiSpending
from apps.core.scope import scope
from apps.interviews import services
from apps.interviews.configuration import Setup
from apps.interviews.models import Event, Question
from apps.tenants.models import Tenant
from tests.chaos.books import number_waiting
from tests.chaos.conftest import Stand
from tests.chaos.documents import cv_file
from tests.chaos.figures import Figures
from tests.chaos.visitors import Answer, Visitor, percentile
from tests.people import Grant, NewMember, SignedIn
from tests.queue_processes import wait_until

SECONDS = int(os.environ.get("CHAOS_ILL_SECONDS") or "45")
PEOPLE, QUESTIONS, PAUSE_SECONDS = 4, 15, 1.5
MOST_SLOWER_PERCENT = 120.0
PATIENCE_SECONDS = 600
ADDRESSES = "/t/acme/", "/t/acme/interviews/", "/t/acme/cv_analysis/"
SAID = "First I measured where the time goes, then I added an index and asked a colleague to look at change {}."
NOTHING_SAID = json.dumps({"criteria": [], "points": [], "rewordings": [], "comment": "Read."})


def healthy(model: LLMock) -> None:
    model.delay(0.3, times=None).reply(NOTHING_SAID, times=None)


def slow(model: LLMock) -> None:
    model.delay(8, times=None).reply(NOTHING_SAID, times=None)


def hanging(model: LLMock) -> None:
    model.delay(600, times=None)


def told_to_wait(model: LLMock) -> None:
    model.rate_limit(times=None, retry_after=2)


def told_to_wait_long(model: LLMock) -> None:
    model.rate_limit(times=None, retry_after=60)


def failing(model: LLMock) -> None:
    model.fail(500, times=None)


def talking_nonsense(model: LLMock) -> None:
    model.reply("Well, I would say that", times=None)


ILL: tuple[Callable[[LLMock], None], ...] = (
    slow,
    hanging,
    told_to_wait,
    told_to_wait_long,
    failing,
    talking_nonsense,
)


@dataclass
class Candidate:
    """Somebody in one interview, who looks at pages in between."""

    browser: Visitor
    program: Visitor
    session: str
    answers: list[Answer] = field(default_factory=list)

    def ask(self, deed: str = "", **data: Any) -> Answer:
        address = f"/api/v1/interviews/sessions/{self.session}/{deed}"
        body = json.dumps(data).encode() if deed else None
        answer = self.program.ask(address, body, **{"Content-Type": "application/json"})
        self.answers.append(answer)
        return answer

    def look(self, number: int) -> None:
        self.answers.append(self.browser.ask(ADDRESSES[number % len(ADDRESSES)]))

    def work_until(self, is_over: threading.Event) -> None:
        number = 0
        while not is_over.wait(PAUSE_SECONDS):
            number += 1
            self.look(number)
            state = self.ask()
            current = None if state.is_error else state.json["current"]
            if current:
                self.ask("submit-answer/", question=current["id"], answer=SAID.format(number))
                is_over.wait(PAUSE_SECONDS)
                self.ask("next/")


@pytest.fixture
def people(stand: Stand, grant: Grant, new_member: NewMember, signed_in: SignedIn) -> list[tuple[Membership, str, str]]:
    """Each with token and cookie."""
    grant(stand.tenant, "interviews")
    found = []
    for number in range(PEOPLE):
        member = new_member(f"ill{number}", stand.tenant, Role.MEMBER)
        session = signed_in(member).cookies[settings.SESSION_COOKIE_NAME].value
        found.append((member, token_pair(member)["access"], f"{settings.SESSION_COOKIE_NAME}={session}"))
    return found


def begun(tenant: Tenant, member: Membership, title: str) -> str:
    setup = Setup(role="backend", level="mid", kind="technical", number=QUESTIONS, follow_ups=0, feedback="each")
    with scope(tenant):
        return str(services.start_session(services.prepare_session(member, setup, title=title)).pk)


def worked(stand: Stand, url: str, people: list[tuple[Membership, str, str]], title: str) -> tuple[list[Answer], float]:
    """All answers that people got, and how long a CV waited that somebody handed in while they worked."""
    is_over = threading.Event()
    staff = [
        Candidate(Visitor(url, cookie=cookie), Visitor(url, token), begun(stand.tenant, member, title))
        for member, token, cookie in people
    ]
    threads = [threading.Thread(target=one.work_until, args=(is_over,), daemon=True) for one in staff]
    for thread in threads:
        thread.start()
    # By then the model is known to be ill.
    time.sleep(SECONDS / 3)
    handed_in = time.monotonic()
    Visitor(url, stand.token).upload(*cv_file(len(title) + round(handed_in)))
    go_home = threading.Timer(2 * SECONDS / 3, is_over.set)
    go_home.start()
    wait_until(lambda: not number_waiting(stand.tenant), PATIENCE_SECONDS, f"the CV is read, {title}")
    waited = time.monotonic() - handed_in
    go_home.join()
    for thread in threads:
        thread.join()
    return [answer for one in staff for answer in one.answers], waited


def p95(answers: list[Answer]) -> float:
    return 1000 * percentile([answer.seconds for answer in answers], 0.95)


def forget_illness(stand: Stand) -> None:
    """Nothing of the last illness is known when the next begins."""
    with Redis.from_url(stand.broker.url) as talk:
        for key in talk.scan_iter("*ai-breaker*"):
            talk.delete(key)


def unread(tenant: Tenant) -> int:
    with scope(tenant):
        return Question.objects.filter(state__in=Question.TAKEN, evaluation__isnull=True).count()


def test_model_ill(stand: Stand, figures: Figures, people: list[tuple[Membership, str, str]], llmock: LLMock) -> None:
    """A language model that is slow, hangs, refuses or talks nonsense."""
    product = stand.product(
        WEB_CONCURRENCY="2",
        DJANGO_SETTINGS_MODULE="tests.chaos.plain_settings",
        OPENAI_API_KEY="sk-test",
        OPENAI_BASE_URL=llmock.base_url("openai"),
    )
    healthy(llmock)
    # The first answers load what evaluates them.
    worked(stand, product.url, people, "warm-up")

    well, _waited = worked(stand, product.url, people, "healthy before")
    ill: dict[str, list[Answer]] = {}
    for state in ILL:
        name = state.__name__.replace("_", " ")
        wait_until(lambda: not unread(stand.tenant), PATIENCE_SECONDS, "all answers are read")
        forget_illness(stand)
        state(llmock.reset())
        ill[name], waited = worked(stand, product.url, people, name)
        figures.seen(f"a CV handed in while the model is {name} is read after", waited, "s")
    healthy(llmock.reset())
    forget_illness(stand)
    wait_until(lambda: not unread(stand.tenant), PATIENCE_SECONDS, "all answers are read")
    well += worked(stand, product.url, people, "healthy again")[0]
    wait_until(lambda: not unread(stand.tenant), PATIENCE_SECONDS, "all answers are read")

    figures.seen("95 % of pages and answers within, model healthy", p95(well), "ms")
    for name, answers in ill.items():
        figures.seen(f"95 % of pages and answers within, model {name}", p95(answers), "ms")
        share = 100 * p95(answers) / p95(well)
        figures.at_most(f"share of that of a healthy one, {name}", share, MOST_SLOWER_PERCENT, "%")
    everything = [*well, *(answer for answers in ill.values() for answer in answers)]
    figures.exactly("answers that are errors", sum(answer.is_error for answer in everything), 0)
    compare_costs(figures, stand.tenant)


def compare_costs(figures: Figures, tenant: Tenant) -> None:
    """Each answer is evaluated once, and what all calls cost is what was spent."""
    with scope(tenant):
        taken = Question.objects.filter(state__in=Question.TAKEN)
        evaluated = Event.objects.filter(kind=Event.Kind.EVALUATED).values("question").annotate(times=Count("pk"))
        figures.seen("answers", taken.count())
        figures.exactly("answers evaluated twice or not at all", taken.count() - evaluated.filter(times=1).count(), 0)
    calls = AiCall.objects.filter(tenant=tenant)
    spent = AiSpending.objects.get(tenant=tenant)
    cost = calls.aggregate(all=Sum("cost"))["all"] or Decimal(0)
    figures.words("spent, beside the sum of all calls", f"{spent.spent:.6f}", f"{cost:.6f}")
    figures.words("still set aside", f"{spent.reserved:.6f}", "0.000000")
    for failure, times in calls.values_list("failure").annotate(Count("pk")).order_by("failure"):
        figures.seen(f"calls that ended with {failure or 'an answer'}", times)
