"""Choosing questions, the way from an answer to its feedback, and many interviews at once in the running product.

INTERVIEWS_AT_ONCE (200) people answer every INTERVIEWS_EACH_SECONDS (20) for INTERVIEWS_FOR_SECONDS (60); what they
handed in is read back afterwards. The company made for it is gone at the end.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from typing import Any

from apps.accounts.models import Membership
from apps.accounts.services import sign_up_company
from apps.accounts.tokens import token_pair
from apps.core.ids import uuid7
from apps.core.scope import scope
from apps.interviews import services
from apps.interviews.configuration import Setup, Work
from apps.interviews.library import all_items
from apps.interviews.models import Question, Session
from apps.interviews.selection import Wish, choose
from apps.marketplace.services import assign_seat, grant_license, grant_more
from apps.tenants.closing import close_tenant, erase_now
from benchmarks import Figure
from benchmarks.running import call, product_url

MODULE = "interviews"
ROUNDS, ANSWERS = 30, 20
LONGEST_WAIT = 10.0
ANSWER = (
    "First I asked who uses it and how fast it has to be. Then I measured where the time goes, found one query that"
    " read the whole table, and added an index; a colleague reviewed the change. Writes became a little slower,"
    " which we accepted. The page went from two seconds to ninety milliseconds, and nobody works differently for it. "
)


@contextmanager
def company(interviews: int) -> Iterator[Membership]:
    """Somebody who may hold so many interviews."""
    mark = uuid7().hex
    owner = sign_up_company(company=f"Talk {mark[-8:]}", email=f"{mark}@bench.example", password=mark, name="Owner")
    try:
        assign_seat(grant_license(owner.tenant, module=MODULE, seat_limit=5), membership=owner)
        with scope(owner.tenant):
            grant_more(owner.tenant, module=MODULE, meter="interviews", amount=interviews, why="benchmark")
        yield owner
    finally:
        close_tenant(owner.tenant, reason="benchmark")
        erase_now(owner.tenant, reason="benchmark")


def selection() -> Iterator[Figure]:
    """How long the choice takes once the library is read, and how long reading it takes."""
    all_items.cache_clear()
    began = time.perf_counter()
    all_items()
    yield Figure("library read", round((time.perf_counter() - began) * 1000, 1), "ms")
    works = (Work("Acme", "Atlas", ("PostgreSQL", "Kafka")),)
    setup = Setup(role="backend", level="senior", kind="mixed", number=10, works=works, job_skills=("Kafka", "SQL"))
    taken = []
    for number in range(ROUNDS):
        began = time.perf_counter()
        choose(setup, Wish(seed=str(number)))
        taken.append((time.perf_counter() - began) * 1000)
    yield Figure("selection of 10 questions, slowest of 30", round(max(taken), 1), "ms")


def _begun(owner: Membership, number: int) -> list[Session]:
    setup = Setup(role="backend", level="mid", kind="behavioural", number=4, follow_ups=0, feedback="each")
    with scope(owner.tenant):
        return [
            services.start_session(services.prepare_session(owner, setup, title=f"Bench {place}"))
            for place in range(number)
        ]


def to_feedback(url: str, owner: Membership, token: str) -> Iterator[Figure]:
    """From the answer handed in until its evaluation can be read."""
    taken = []
    for session in _begun(owner, ANSWERS):
        address = f"{url}/api/v1/interviews/sessions/{session.pk}/"
        question = call(address, token=token)["current"]["id"]
        began = time.perf_counter()
        call(f"{address}submit-answer/", token=token, data={"question": question, "answer": ANSWER})
        while call(address, token=token)["questions"][0]["score"] is None:
            if time.perf_counter() - began > LONGEST_WAIT:
                raise RuntimeError("no evaluation came: does a worker run?")
            time.sleep(0.02)
        taken.append(time.perf_counter() - began)
    yield Figure("answer to feedback, median", round(median(taken), 3), "s")
    yield Figure("answer to feedback, 95 of 100", round(quantiles(taken, n=20)[-1], 3), "s")


class Person(threading.Thread):
    """Looks at the interview, answers, goes on; counts how long each of its calls took."""

    def __init__(self, address: str, token: str, start: float, every: float, until: float) -> None:
        super().__init__(daemon=True)
        self.address, self.token, self.begins, self.every, self.until = address, token, start, every, until
        self.taken: list[float] = []
        self.answers: dict[str, str] = {}
        self.faults: list[str] = []

    def _call(self, deed: str = "", **data: Any) -> dict[str, Any]:
        began = time.perf_counter()
        answer = call(f"{self.address}{deed}", token=self.token, data=data if deed else None)
        self.taken.append(time.perf_counter() - began)
        return answer

    def run(self) -> None:
        time.sleep(max(0.0, self.begins - time.monotonic()))
        try:
            while time.monotonic() < self.until:
                turn = time.monotonic()
                question = self._call()["current"]
                if question is None:
                    return
                text = f"{ANSWER} {uuid7().hex}"
                self._call("draft/", question=question["id"], text=text, version=0)
                self._call("submit-answer/", question=question["id"], answer=text)
                self.answers[question["id"]] = text
                self._call("next/")
                time.sleep(max(0.0, self.every - (time.monotonic() - turn)))
        except (OSError, RuntimeError, ValueError) as error:
            self.faults.append(repr(error)[:200])


def at_once(url: str, owner: Membership, token: str, people: int) -> Iterator[Figure]:
    """Many people, each answering now and then; what they handed in must all be there."""
    every = float(os.environ.get("INTERVIEWS_EACH_SECONDS", "20"))
    lasting = float(os.environ.get("INTERVIEWS_FOR_SECONDS", "60"))
    sessions = _begun(owner, people)
    now = time.monotonic()
    crowd = [
        Person(
            f"{url}/api/v1/interviews/sessions/{session.pk}/",
            *(token, now + every * place / people, every, now + lasting),
        )
        for place, session in enumerate(sessions)
    ]
    for person in crowd:
        person.start()
    for person in crowd:
        person.join()
    taken = [one * 1000 for person in crowd for one in person.taken]
    handed_in = {pk: text for person in crowd for pk, text in person.answers.items()}
    with scope(owner.tenant):
        kept = {str(one.pk): one.answer for one in Question.objects.filter(pk__in=handed_in)}
    yield Figure(f"{people} interviews at once, calls, 95 of 100", round(quantiles(taken, n=20)[-1], 1), "ms")
    yield Figure(f"{people} interviews at once, calls, median", round(median(taken), 1), "ms")
    yield Figure("answers handed in", len(handed_in), "answers")
    yield Figure("answers lost", sum(kept.get(pk) != text for pk, text in handed_in.items()), "answers")
    yield Figure("people who met an error", sum(bool(person.faults) for person in crowd), "people")


def run() -> Iterator[Figure]:
    yield from selection()
    url, people = product_url(), int(os.environ.get("INTERVIEWS_AT_ONCE", "200"))
    with company(people + ANSWERS) as owner:
        token = token_pair(owner)["access"]
        yield from to_feedback(url, owner, token)
        yield from at_once(url, owner, token, people)
