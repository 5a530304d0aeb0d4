"""The list of 10,000 candidates over the API and as a page, and a job's board and ranking, beside a plain read.

Of each address the median of seven counts, the whole request from the middleware to the end of the template. The peer
is the ORM's own list of the same page's rows, without sign-in, rights, count or JSON. Everything happens in a workspace
of its own, whose rows are gone afterwards.
"""

import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from django.db import connection, transaction
from django.test import Client

from apps.accounts.models import Membership
from apps.accounts.services import sign_up_company
from apps.accounts.tokens import token_pair
from apps.core.ids import uuid7
from apps.core.scope import scope
from apps.hiring.models import GAP, Application, Candidate, Job, Stage, StageChange
from apps.hiring.queries import applications_of_board, candidates_of
from apps.hiring.services import create_job, open_job, pipeline
from benchmarks import Figure

PATH = "/api/v1/hiring/candidates/"
ROWS, APPLICATIONS, AT_ONCE, ROUNDS = 10_000, 4_000, 2_000, 7
FIRST = ("Ines", "Omar", "Lena", "Ravi", "Chloe", "Jonas", "Amara", "Yuki", "Pavel", "Sofia")
LAST = ("Okafor", "Haddad", "Schmidt", "Nair", "Dubois", "Berg", "Diallo", "Tanaka", "Novak", "Rossi", "Muster")
TAGS = ("python", "sql", "berlin", "remote", "referral")


def company_with_people() -> tuple[Membership, Job, Stage]:
    """A company of its own with 10,000 candidates, of whom 4,000 applied for one job."""
    mark = uuid7().hex
    owner = sign_up_company(
        company=f"Bench {mark[-8:]}", email=f"{mark}@bench.example", password=mark, name="Bench Owner"
    )
    with scope(owner.tenant), transaction.atomic():
        people = Candidate.objects.bulk_create(
            (
                Candidate(
                    name=f"{FIRST[n % len(FIRST)]} {LAST[n % len(LAST)]} {n}",
                    email=f"person{n}@mail{n % 97}.example",
                    phone=f"+4930{n:07d}",
                    headline=f"Engineer {n % 50}",
                    tags=[TAGS[n % len(TAGS)], TAGS[n // 7 % len(TAGS)]],
                    source=("Website", "Referral", "Fair")[n % 3],
                )
                for n in range(ROWS)
            ),
            batch_size=AT_ONCE,
        )
        job = open_job(create_job(by=owner, title="Engineer"))
        stages = pipeline()
        rows = Application.objects.bulk_create(
            (
                Application(job=job, candidate=one, stage=stages[n % len(stages)], position=n * GAP)
                for n, one in enumerate(people[:APPLICATIONS])
            ),
            batch_size=AT_ONCE,
        )
        StageChange.objects.bulk_create((StageChange(application=row, to_stage=row.stage) for row in rows), AT_ONCE)
    with scope(owner.tenant), connection.cursor() as cursor:
        cursor.execute("ANALYZE hiring_candidate, hiring_application")
    return owner, job, stages[2]


def _milliseconds(work: Callable[[], Any]) -> float:
    taken = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return round(median(taken), 1)


def _forget(owner: Membership) -> None:
    with scope(owner.tenant), transaction.atomic():
        Job.objects.all().delete()
        Candidate.objects.all().delete()


QUERIES = {
    "page": "",
    "last page": f"?page={ROWS // 25}",
    "page of 100": "?page_size=100",
    "search": "?search=okafor+ines",
    "search in vain but one": "?search=person7777%40",
    "tag": "?tag=berlin",
    "sorted by name": "?ordering=name",
    "sorted by address, last page": f"?ordering=-email&page={ROWS // 25}",
}
PAGES = {
    "page": "candidates/",
    "page, last": f"candidates/?page={ROWS // 25}",
    "page, searched": "candidates/?q=okafor+ines",
    "page, filtered by tag": "candidates/?tag=berlin",
    "page, sorted by name": "candidates/?sort=name",
}


def _asking(owner: Membership) -> Callable[[str], Callable[[], None]]:
    """The list over the API by the words of its address, as work to be timed."""
    client = Client(headers={"Authorization": f"Bearer {token_pair(owner)['access']}"}, SERVER_NAME="localhost")

    def ask(query: str) -> Callable[[], None]:
        def do() -> None:
            answer = client.get(f"{PATH}{query}")
            if answer.status_code != 200 or not answer.json()["results"]:
                raise RuntimeError(f"{query} answered {answer.status_code} {answer.content[:200]!r}")

        return do

    return ask


def _looking(owner: Membership) -> Callable[[str], Callable[[], None]]:
    """A page of hiring by its address, as work to be timed."""
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(owner.user, backend="apps.accounts.backends.MemberBackend")

    def look(path: str) -> Callable[[], None]:
        def do() -> None:
            answer = browser.get(f"/t/{owner.tenant.slug}/hiring/{path}")
            if answer.status_code != 200:
                raise RuntimeError(f"{path} answered {answer.status_code}")

        return do

    return look


def _measured(owner: Membership, job: Job, stage: Stage) -> Iterator[Figure]:
    ask, look = _asking(owner), _looking(owner)

    def plain() -> None:
        with scope(owner.tenant):
            list(candidates_of()[:25])

    def board() -> None:
        with scope(owner.tenant):
            applications_of_board(job)

    ask("")()
    peer = _milliseconds(plain)
    slowest = 0.0
    for name, query in {**QUERIES, "job and stage": f"?job={job.pk}&stage={stage.pk}"}.items():
        taken = _milliseconds(ask(query))
        slowest = max(slowest, taken)
        yield Figure(f"{ROWS} candidates, {name}", taken, "ms", "ORM read of one page", peer)
    yield Figure(f"{ROWS} candidates, slowest of these", slowest, "ms")
    yield Figure(f"board of {APPLICATIONS} applications", _milliseconds(board), "ms")
    for name, path in PAGES.items():
        yield Figure(f"{ROWS} candidates, {name}", _milliseconds(look(path)), "ms", "ORM read of one page", peer)
    for name in ("board", "ranking"):
        taken = _milliseconds(look(f"jobs/{job.pk}/{name}/"))
        yield Figure(f"{name} page of {APPLICATIONS} applications", taken, "ms", "ORM read of one page", peer)


def run() -> Iterator[Figure]:
    owner, job, stage = company_with_people()
    try:
        yield from _measured(owner, job, stage)
    finally:
        _forget(owner)
