"""The parts of a run, one after the other, against the product that runs in this process's state folder."""

import itertools
import json
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from apps.accounts.tokens import token_pair
from apps.core.scope import tenant_connection
from benchmarks import bare_urls
from benchmarks.list_endpoint import PATH, company_with_rows
from benchmarks.load.counting import mean_of, statements_of
from benchmarks.load.generator import Request, asked_at
from benchmarks.load.scenario import Scenario
from benchmarks.load.table import HEADS, Part, by_name, faults_of, rows_of, say
from benchmarks.load.workspaces import Workspace, made_workspaces
from benchmarks.memory import children_by_parent
from benchmarks.processor import processor_seconds, seconds_of_family
from benchmarks.running import product_url
from benchmarks.serving import requests_per_second, served

RATE = 40.0
# Somebody who works with it asks for something every two and a half seconds.
PEOPLE_AT_RATE = 100
ROWS = "/rows/"
PAGE_P95_MS, LEAST_RATIO, MOST_STATEMENTS = 200, 0.8, 12
# CPU of a request may be so much more at the larger end and still count as the same.
AS_MUCH = 1.25


@dataclass(frozen=True, slots=True)
class Length:
    """How long and how large: the whole form, or a short one by the environment."""

    seconds: float
    tenants: tuple[int, ...]

    @classmethod
    def asked_for(cls) -> "Length":
        words = os.environ.get("LOAD_TENANTS", "10,100,300").split(",")
        return cls(float(os.environ.get("LOAD_SECONDS", "60")), tuple(sorted(int(word) for word in words)))


class Run:
    """Everything that is measured, printed as it comes."""

    def __init__(self, length: Length) -> None:
        self.length, self.port = length, int(urlsplit(product_url()).port or 80)
        self.workspaces: list[Workspace] = []
        self.statements: dict[str, int] = {}
        self.parts: list[Part] = []

    def everything(self) -> list[str]:
        """The demands that were missed."""
        began = time.monotonic()
        self.grow(self.length.tenants[0])
        self.statements = statements_of(self.scenario(PEOPLE_AT_RATE))
        missed = self.beside_bare_django()
        self.mixed("warming up, not counted", seconds=self.length.seconds / 4, is_kept=False)
        mixed = self.mixed(f"mixed, {RATE:.0f}/s")
        missed += self.by_tenants() + self.by_people()
        if mixed.page_p95_ms > PAGE_P95_MS:
            missed.append(f"pages of the mix: p95 {mixed.page_p95_ms:.0f} ms, demanded {PAGE_P95_MS} ms")
        for name, count in self.statements.items():
            if count > MOST_STATEMENTS:
                missed.append(f"{name}: {count} statements, demanded {MOST_STATEMENTS}")
        missed += [f"answered with a fault: {fault}" for fault in faults_of(self.parts)]
        say("", *by_name(mixed, self.statements), "", f"The run took {(time.monotonic() - began) / 60:.1f} minutes.")
        return missed

    def grow(self, number: int) -> None:
        """Up to so many workspaces."""
        began = time.monotonic()
        for made in made_workspaces(number - len(self.workspaces)):
            self.workspaces.append(made)
        # What PostgreSQL owes after so many new tables and rows is paid now, not by whoever asks in the next minutes.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
        say(f"{number} workspaces after {time.monotonic() - began:.0f} s")

    def scenario(self, people: int) -> Scenario:
        """People of all workspaces alike, as many as are asked for and there are."""
        by_turns = itertools.zip_longest(*([(one, place) for one in place.people] for place in self.workspaces))
        everybody = [pair for turn in by_turns for pair in turn if pair]
        return Scenario(self.workspaces, everybody[:people])

    def mixed(
        self, name: str, *, rate: float = RATE, people: int = PEOPLE_AT_RATE, seconds: float = 0, is_kept: bool = True
    ) -> Part:
        scenario = self.scenario(people)
        before = processor_seconds()
        load = asked_at(self.port, scenario.requests(), rate=rate, seconds=seconds or self.length.seconds)
        part = Part(name, load, _spent(before, processor_seconds()), mean_of(load, self.statements))
        return self._kept(part) if is_kept else part

    def _kept(self, part: Part) -> Part:
        self.parts.append(part)
        say(*rows_of(HEADS, [part.cells()]))
        return part

    def by_tenants(self) -> list[str]:
        """The same load spread over ever more workspaces."""
        found = []
        for number in self.length.tenants:
            self.grow(number)
            self.mixed("warming up, not counted", seconds=self.length.seconds / 6, is_kept=False)
            found.append(self.mixed(f"{number} tenants", seconds=self.length.seconds / 2))
        return _not_alike(found)

    def by_people(self) -> list[str]:
        """Half, the usual number, and twice as many people, each as busy as before."""
        found = []
        for share in (0.25, 0.5, 1.0):
            people = int(PEOPLE_AT_RATE * share)
            found.append(
                self.mixed(f"{people} people", rate=RATE * share, people=people, seconds=self.length.seconds / 2)
            )
        return _not_alike(found)

    def beside_bare_django(self) -> list[str]:
        """The list of CVs and a plain view that answers the same, in turns; then each at the usual rate."""
        owner = company_with_rows()
        headers = {"Authorization": f"Bearer {token_pair(owner)['access']}", "Accept": "application/json"}
        ours, bare = Request("API: CVs", "GET", PATH, headers), Request("bare view", "GET", ROWS, {})
        schema = owner.tenant.schema_name
        with served("benchmarks.bare:application", {"BENCH_SCHEMA": schema}) as bare_port:
            _require_the_same(_said(self.port, ours), _said(bare_port, bare))
            ratio = self._in_turns(bare_port, headers)
            self._at_rate("bare Django view", bare_port, bare, _statements_of_bare(schema))
            self._at_rate("list of CVs over the API", self.port, ours, self.statements[ours.name])
        return [] if ratio >= LEAST_RATIO else [f"list of CVs: {ratio:.2f} of bare Django, demanded {LEAST_RATIO}"]

    def _in_turns(self, bare_port: int, headers: Mapping[str, str]) -> float:
        """As many as they can answer, for a moment each, again and again: the median of what one is of the other."""
        rounds = max(2, min(15, int(self.length.seconds / 4)))
        pairs = [
            (requests_per_second(self.port, PATH, headers), requests_per_second(bare_port, ROWS, {}))
            for _round in range(rounds)
        ]
        ratio = median(ours / bare for ours, bare in pairs)
        ours, bare = (median(one) for one in zip(*pairs, strict=True))
        say(
            f"As fast as it goes, {rounds} rounds in turns: the list of CVs over the API {ours:.0f} requests/s, a bare"
            f" Django view that says the same {bare:.0f} requests/s, median of the ratios {ratio:.2f}"
        )
        return ratio

    def _at_rate(self, name: str, port: int, request: Request, statements: float) -> None:
        before, before_here = processor_seconds(), _processor_of_children()
        load = asked_at(port, itertools.repeat(request), rate=RATE, seconds=self.length.seconds / 4)
        spent = _spent(before, processor_seconds())
        # The bare view is served by a child of this process.
        spent["web"] = spent.get("web", 0.0) + _processor_of_children() - before_here
        self._kept(Part(name, load, spent, statements))


def _spent(before: Mapping[str, float], now: Mapping[str, float]) -> dict[str, float]:
    return {name: value - before.get(name, 0.0) for name, value in now.items()}


def _processor_of_children() -> float:
    return sum(seconds_of_family(child) for child in children_by_parent().get(os.getpid(), []))


def _not_alike(parts: Sequence[Part]) -> list[str]:
    """Whether a request costs more in the last part than in the first."""
    first, last = parts[0], parts[-1]
    if last.cpu_ms <= first.cpu_ms * AS_MUCH:
        return []
    return [f"{last.name}: {last.cpu_ms:.1f} ms of the processor a request, {first.name}: {first.cpu_ms:.1f} ms"]


def _said(port: int, request: Request) -> dict[str, Any]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request(request.method, request.path, headers=request.headers)
        found: dict[str, Any] = json.loads(connection.getresponse().read())
    return found


def _require_the_same(ours: dict[str, Any], bare: dict[str, Any]) -> None:
    """But for the address of the next page, in which each names itself."""
    if {**ours, "next": ""} != {**bare, "next": ""}:
        raise RuntimeError(f"the bare view does not say the same: {str(bare)[:500]} and not {str(ours)[:500]}")


def _statements_of_bare(schema: str) -> int:
    os.environ["BENCH_SCHEMA"] = schema
    with CaptureQueriesContext(connection) as captured:
        bare_urls.rows(RequestFactory(SERVER_NAME="localhost").get(ROWS))
    tenant_connection.set_schema_to_public()
    return len(captured)


def main() -> int:
    length = Length.asked_for()
    processes = os.environ.get("WEB_CONCURRENCY", "1")
    say(f"{os.cpu_count()} cores, {processes} web processes, load average before: {os.getloadavg()[0]:.1f}")
    run = Run(length)
    try:
        missed = run.everything()
    finally:
        say("", *rows_of(HEADS, [part.cells() for part in run.parts]))
    say("", *(f"MISSED: {one}" for one in missed) if missed else ("All demands were met.",))
    return bool(missed)
