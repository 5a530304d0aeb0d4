"""The CV list of the API (sign-in, membership, license, pagination) against a bare view over the same rows."""

from collections.abc import Iterator
from statistics import median

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import Membership
from apps.accounts.services import sign_up_company
from apps.accounts.tokens import token_pair
from apps.core.ids import uuid7
from apps.core.scope import scope
from apps.cv_analysis.models import Cv
from apps.marketplace.services import start_trial
from benchmarks import Figure
from benchmarks.serving import requests_per_second, served

PATH = "/api/v1/cv-analysis/cvs/"
ROWS = 500
ROUNDS = 7


def company_with_rows() -> Membership:
    """A company of its own with 500 CVs that are read already."""
    mark = uuid7().hex
    owner = sign_up_company(
        company=f"Bench {mark[-8:]}", email=f"{mark}@bench.example", password=mark, name="Bench Owner"
    )
    start_trial(owner.tenant, module="cv_analysis")
    with scope(owner.tenant), transaction.atomic():
        Cv.objects.bulk_create(
            Cv(
                uploaded_by_id=owner.pk,
                file=f"tenants/{owner.tenant.schema_name}/cv_analysis/{number}.pdf",
                file_name=f"cv-{number}.pdf",
                size=50_000 + number,
                status=Cv.Status.PARSED,
                candidate_name=f"Candidate {number}",
            )
            for number in range(ROWS)
        )
    return owner


def statements(headers: dict[str, str]) -> int:
    """How many SQL statements one request takes, the choice of the schema included."""
    client = Client(headers=headers, SERVER_NAME="localhost")
    client.get(PATH)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(PATH)
    if answer.json()["count"] != ROWS:
        raise RuntimeError(f"the list answered {answer.content[:300]!r}")
    return len(captured)


def run() -> Iterator[Figure]:
    owner = company_with_rows()
    headers = {"Authorization": f"Bearer {token_pair(owner)['access']}"}
    yield Figure("list endpoint, SQL statements", statements(headers), "statements")
    bare = {"BENCH_SCHEMA": owner.tenant.schema_name}
    ways = {"with count": ("", "/rows/"), "without count": ("?count=false", "/rows/?uncounted")}
    with served("config.wsgi:application", {}) as port, served("benchmarks.bare:application", bare) as bare_port:
        for way, (asked, peers) in ways.items():
            pairs = []
            for _round in range(ROUNDS):
                ours = requests_per_second(port, f"{PATH}{asked}", headers)
                peer = requests_per_second(bare_port, peers, {})
                pairs.append((ours / peer, ours, peer))
            _ratio, ours, peer = sorted(pairs)[len(pairs) // 2]
            yield Figure(f"list endpoint {way}", round(ours, 1), "requests/s", "bare Django view", round(peer, 1))
            ratio = round(median(pair[0] for pair in pairs), 3)
            yield Figure(f"list endpoint {way}, median ratio of the rounds", ratio, "x")
