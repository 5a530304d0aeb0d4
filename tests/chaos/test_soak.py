"""Fifty people who work for hours: memory does not grow, nothing fails, and it stays as quick as it was.

`make soak` takes two hours. In the ordinary tests fewer people come for a moment, and then only errors are counted:
what is held in memory and how long things take says nothing so early.
"""

import json
import os
import threading
from collections import Counter
from http import HTTPStatus

import pytest
from django.conf import settings
from django.db import connection

from apps.accounts.models import Membership
from apps.accounts.roles import Role
from apps.accounts.tokens import token_pair
from apps.core.models import QueuedTask
from apps.core.modules import all_modules
from apps.marketplace.services import assign_seat
from tests.chaos.books import number_waiting
from tests.chaos.conftest import Stand
from tests.chaos.crowd import CODE, OFTEN, PROBLEM, Deed, Diary, Person, busy_for
from tests.chaos.figures import Figures
from tests.chaos.held_memory import Memory, growth_percent, memory_table
from tests.chaos.pages import LISTS, walk
from tests.chaos.visitors import Visitor, percentile
from tests.killed_product import Product
from tests.people import Grant, NewMember, SignedIn
from tests.queue_processes import wait_until
from tests.real_processes import process_of

IS_LONG = "SOAK_SECONDS" in os.environ
SECONDS = int(os.environ.get("SOAK_SECONDS") or "30")
USERS = int(os.environ.get("SOAK_USERS") or ("50" if IS_LONG else "8"))
PAUSE_SECONDS = float(os.environ.get("SOAK_PAUSE_SECONDS") or "3")
# Until then word lists, caches and pools of connections are filled.
WARM_UP_SHARE, LONGEST_WARM_UP_SECONDS = 0.25, 900
MOST_GROWTH_PERCENT, MOST_SLOWER_PERCENT = 5.0, 125.0
PAGES = 60
PATIENCE_SECONDS = 300


def postmaster() -> int:
    """The first process of the database; 0 where it runs elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = process_of(cursor.fetchone()[0])
    return backend.parent if backend else 0


@pytest.fixture
def people(
    stand: Stand, ada: Membership, grant: Grant, new_member: NewMember, signed_in: SignedIn
) -> list[tuple[str, str]]:
    """Token and cookie of each, with a seat in every module."""
    members = [new_member(f"soak{number}", stand.tenant, Role.MEMBER) for number in range(USERS)]
    for module in all_modules():
        license_ = grant(stand.tenant, module.label, seat_limit=USERS + 1)
        for member in members:
            assign_seat(license_, membership=member)
    found = []
    for member in members:
        session = signed_in(member).cookies[settings.SESSION_COOKIE_NAME].value
        found.append((token_pair(member)["access"], f"{settings.SESSION_COOKIE_NAME}={session}"))
    return found


def crowd(product: Product, people: list[tuple[str, str]], diary: Diary, is_over: threading.Event) -> list[Person]:
    first_token, first_cookie = people[0]
    walked = walk(Visitor(product.url, cookie=first_cookie), "/t/acme/", most=PAGES)
    pages = [address for address, answer in walked.items() if answer.status == HTTPStatus.OK]
    lists = [address for address in LISTS if Visitor(product.url, first_token).ask(address).status == HTTPStatus.OK]
    return [
        Person(
            number,
            browser=Visitor(product.url, cookie=cookie),
            program=Visitor(product.url, token),
            pages=pages,
            lists=lists,
            diary=diary,
            is_over=is_over,
            pause_seconds=PAUSE_SECONDS,
        )
        for number, (token, cookie) in enumerate(people)
    ]


def can_judge(product: Product, token: str) -> bool:
    """A runner tests itself first; whoever hands a program in before that is told so."""
    program = json.dumps({"language": "python", "source": "print(1)", "input": ""}).encode()
    address = f"{CODE}problems/{PROBLEM}/run/"
    answer = Visitor(product.url, token).ask(address, program, **{"Content-Type": "application/json"})
    return answer.status != HTTPStatus.SERVICE_UNAVAILABLE


def p95(deeds: list[Deed]) -> float:
    return 1000 * percentile([deed.answer.seconds for deed in deeds], 0.95) if deeds else 0.0


def test_soak(stand: Stand, figures: Figures, people: list[tuple[str, str]]) -> None:
    """Mixed load of signed-in people for a long time."""
    product = stand.product(WEB_CONCURRENCY="2", DJANGO_SETTINGS_MODULE="tests.chaos.plain_settings")
    runner = stand.processes.start("-m", "apps.code_assessment.sandbox.runner", RUNNER_BROKER_URL=stand.broker.url)
    database, broker = postmaster(), stand.broker.process
    assert broker is not None
    parts = {
        "web": lambda: product.running["web"].pid,
        "worker": lambda: product.running["worker"].pid,
        "clock": lambda: product.clock.pid,
        "runner": lambda: runner.pid,
        "broker": lambda: broker.pid,
    }
    ours = [*parts]
    if database:
        parts["database"] = lambda: database

    wait_until(lambda: can_judge(product, people[0][0]), PATIENCE_SECONDS, "programs can be judged")
    diary, is_over = Diary(), threading.Event()
    staff = crowd(product, people, diary, is_over)
    memory = Memory(parts, max(1.0, SECONDS / 400))
    memory.start()
    began, ended = busy_for(staff, SECONDS, is_over)
    memory.end()
    wait_until(lambda: not number_waiting(stand.tenant), PATIENCE_SECONDS, "all CVs are read")

    figures.beside += ["Memory in MB, with the number of processes", *memory_table(memory.looks, began)]
    tell_speed(figures, diary, began, ended)
    tell_errors(figures, diary, staff)
    warm = began + min(WARM_UP_SHARE * SECONDS, LONGEST_WARM_UP_SECONDS)
    tell_memory(figures, memory, warm, ours)


def tell_speed(figures: Figures, diary: Diary, began: float, ended: float) -> None:
    third = (ended - began) / 3
    parts = [diary.between(began + third * place, began + third * (place + 1)) for place in range(3)]
    figures.seen("people", USERS)
    figures.seen("seconds", ended - began, "s")
    figures.seen("requests", len(diary.deeds))
    for name, part in zip(("first", "second", "last"), parts, strict=True):
        figures.seen(f"95 % of the requests in the {name} third within", p95(part), "ms")
    for kind in OFTEN:
        figures.seen(f"95 % of {kind} within", p95([deed for deed in diary.deeds if deed.kind == kind]), "ms")
    if IS_LONG:
        # A look at what the worker and other programs of the machine do beside: a quarter more is still the same.
        share = 100 * p95(parts[2]) / p95(parts[0])
        figures.at_most("last third, as a share of the first", share, MOST_SLOWER_PERCENT, "%")


def tell_errors(figures: Figures, diary: Diary, staff: list[Person]) -> None:
    """No answer may be an error, and no rule of the product may stand in the way of these people."""
    failed = [
        f"{deed.kind} {deed.answer.status} {deed.address} after {deed.answer.seconds:.1f} s: {deed.answer.body[:80]!r}"
        for deed in diary.deeds
        if deed.answer.is_error
    ]
    figures.exactly("answers that are errors", len(failed), 0)
    figures.words("these are", "; ".join(failed[:3]) or "none", "none")
    refused = Counter(f"{deed.kind} {deed.answer.status} {deed.address}" for deed in diary.deeds if deed.is_refused)
    figures.words("refused", "; ".join(f"{what} x{times}" for what, times in refused.most_common(3)) or "none", "none")
    figures.words("people who gave up", str([one.fault for one in staff if one.fault]), "[]")
    did = {deed.kind for deed in diary.deeds if not deed.is_refused}
    figures.words("was done", ", ".join(sorted(did)), ", ".join(sorted(OFTEN)))
    bad = QueuedTask.objects.filter(state__in=QueuedTask.REPLAYABLE)
    figures.exactly("tasks given up", bad.count(), 0)


def tell_memory(figures: Figures, memory: Memory, warm: float, ours: list[str]) -> None:
    looks = [look for look in memory.looks if look.at >= warm]
    if len(looks) < 4:
        return
    for name in memory.parts:
        figures.seen(f"memory of {name} at the end", looks[-1].held[name], "MB")
        figures.seen(f"growth of {name} after the warm-up", growth_percent(looks, [name]), "%")
    if IS_LONG:
        grown = growth_percent(looks, ours)
        figures.at_most("growth of all but the database after the warm-up", grown, MOST_GROWTH_PERCENT, "%")
