"""How many SQL statements each thing takes: asked in this process, of the database of the running product."""

from collections.abc import Mapping

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.tenants.queries import forget_tenants
from benchmarks.load.generator import Load, Request
from benchmarks.load.scenario import PAGES, READS, Scenario

DEEDS = ("start", "look", "draft", "hand in", "go on")


def statements_of(scenario: Scenario) -> dict[str, int]:
    """By the name of what is asked; of reads the second of two times, of deeds the first after a read.

    What a process remembers of a tenant for some seconds is read just before, so that it is asked for by neither.
    """
    person, workspace = scenario.people[0]
    reads = [scenario.page(person, workspace, name) for name in PAGES]
    reads += [scenario.read(person, workspace, name) for name in READS]
    found = {}
    for request in reads:
        forget_tenants()
        _counted(request)
        found[request.name] = _counted(request)
    for deed in (scenario.upload, scenario.program):
        # The first of a month makes the row that counts them.
        _counted(deed(person, workspace))
        request = deed(person, workspace)
        forget_tenants()
        _counted(reads[-1])
        found[request.name] = _counted(request)
    scenario.talk_on_with(person)
    _counted(scenario.interview())
    person.interview = {}
    for _deed in DEEDS:
        forget_tenants()
        _counted(reads[-1])
        scenario.talk_on_with(person)
        request = scenario.interview()
        found[request.name] = _counted(request)
    return found


def _counted(request: Request) -> int:
    """What the search path, transactions and savepoints take is counted, too."""
    headers = dict(request.headers)
    kind = headers.pop("Content-Type", "application/json")
    client = Client(headers=headers, SERVER_NAME="localhost")
    with CaptureQueriesContext(connection) as captured:
        answer = client.generic(request.method, request.path, request.body or b"", kind)
        said = answer.content
    if answer.status_code >= 400:
        raise RuntimeError(f"{request.name} answered {answer.status_code}: {said[:300]!r}")
    if request.then:
        request.then(answer.status_code, said)
    return len(captured)


def mean_of(load: Load, statements: Mapping[str, int]) -> float:
    """For a request of this mix."""
    known = [statements[one.name] for one in load.answers if one.name in statements]
    return sum(known) / max(1, len(known))
