"""Real processes: one request is found again in all logs, and what several web processes count is summed up."""

import json
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen
from typing import Any
from urllib.request import Request, urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

from apps.accounts.models import Membership
from apps.accounts.tokens import token_pair
from apps.code_assessment.models import Submission
from apps.code_assessment.sandbox.runner.asking import RunnerEngine
from apps.code_assessment.tests.conftest import content
from apps.core.models import QueuedTask
from apps.core.scope import scope
from config.supervisor.state import free_port
from tests.killed_product import Product
from tests.people import Grant
from tests.queue_processes import Broker, Processes, ringing_at, wait_until
from tests.real_processes import health

TOKEN = "a-token-of-this-test"
PATIENCE_SECONDS = 120
# One whose tests are all written down: those of others are made by a generator first, by orders of their own.
PROBLEM = "spreadsheet-columns"
ASKED = 24


@pytest.fixture
def processes(committed: None, tmp_path: Path) -> Iterator[Processes]:
    broker = Broker(tmp_path)
    broker.start()
    try:
        with ringing_at(broker.url), Processes(tmp_path, broker.url) as made:
            yield made
    finally:
        broker.kill()


def call(address: str, token: str, body: dict[str, str] | None = None) -> tuple[str, str]:
    """The answer, and the id of the request."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    asked = Request(address, json.dumps(body).encode() if body else None, headers)  # noqa: S310 -- this test's own server
    with urlopen(asked, timeout=30) as answer:  # noqa: S310 -- as above
        return answer.read().decode(), answer.headers["X-Request-ID"]


def logged(processes: Processes, process: Popen[bytes]) -> list[dict[str, Any]]:
    """Its lines of the log; what engines print before the log begins is none."""
    file = processes.folder / f"{processes.running.index(process)}.log"
    lines = file.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def test_one_request_is_followed_through_web_worker_and_runner(
    processes: Processes, ada: Membership, grant: Grant
) -> None:
    grant(ada.tenant, "code_assessment")
    forms = {"LOG_FORMAT": "json", "CODE_ENGINE": "apps.code_assessment.engine.PlatformRunner"}
    product = Product(processes, LOG_REQUESTS="true", **forms)
    url = processes.redis_url
    runner = processes.start("-m", "apps.code_assessment.sandbox.runner", RUNNER_BROKER_URL=url, **forms)

    engine = RunnerEngine(url)
    wait_until(lambda: not engine.refusal(), PATIENCE_SECONDS, "the runner announces itself")
    engine.close()
    sent = {"problem": PROBLEM, "language": "python", "source": content(PROBLEM).reference, "key": "once"}
    token = token_pair(ada)["access"]
    _, request_id = call(f"{product.url}/api/v1/code-assessment/submissions/", token, sent)

    def is_judged() -> bool:
        with scope(ada.tenant):
            return Submission.objects.exclude(state__in=Submission.OPEN).exists()

    wait_until(is_judged, PATIENCE_SECONDS, "the program is judged")
    task = QueuedTask.objects.get(request_id=request_id, queue="code")

    def lines(process: Popen[bytes]) -> list[dict[str, Any]]:
        return [line for line in logged(processes, process) if line.get("request_id") == request_id]

    wait_until(lambda: lines(product.running["worker"]), PATIENCE_SECONDS, "the worker logs the end of the task")
    [web] = [line for line in lines(product.running["web"]) if line["logger"] == "rostrum.request"]
    [judged] = [line for line in lines(runner) if line["message"].startswith("order ")]
    ended = next(line for line in lines(product.running["worker"]) if line["task_id"] == task.pk.hex)
    schema = ada.tenant.schema_name
    assert (web["logger"], web["tenant"], "submissions" in web["message"]) == ("rostrum.request", schema, True)
    assert (ended["task"], ended["tenant"]) == (task.name, schema)
    ids = {"request_id": request_id, "task_id": task.pk.hex, "task": task.name, "tenant": schema}
    assert {name: judged[name] for name in ids} == ids
    assert ": AC after " in judged["message"]


def test_several_web_processes_are_summed_up_and_leave_nothing(processes: Processes) -> None:
    port = str(free_port())
    web = processes.start(
        *("-m", "gunicorn", "config.wsgi:application", "-c", "config/gunicorn.py"),
        PORT=port,
        WEB_CONCURRENCY="3",
        WEB_THREADS="1",
        METRICS_TOKEN=TOKEN,
    )
    wait_until(lambda: health(port) == 200, PATIENCE_SECONDS, "the web process answers")

    def figures() -> dict[str, float]:
        text, _ = call(f"http://127.0.0.1:{port}/metrics", TOKEN)
        rows = [row for family in text_string_to_metric_families(text) for row in family.samples]
        wanted = {
            "rostrum_requests_total": {"route": "home:healthz", "method": "GET", "status": "200"},
            "rostrum_request_seconds_count": {"route": "home:healthz"},
            "rostrum_processes": {"part": "web"},
        }
        return {row.name: row.value for row in rows if wanted.get(row.name) == row.labels}

    before = figures()
    assert [health(port) for _ in range(ASKED)] == [200] * ASKED
    after = figures()

    assert after["rostrum_requests_total"] - before["rostrum_requests_total"] == ASKED
    assert after["rostrum_request_seconds_count"] - before["rostrum_request_seconds_count"] == ASKED
    # The master and its three.
    assert after["rostrum_processes"] == 4
    web.terminate()
    assert web.wait(timeout=PATIENCE_SECONDS) == 0
    parents = [Path("/dev/shm"), Path("/tmp")]  # noqa: S108 -- looks for what was left there
    assert [left for parent in parents for left in parent.glob(f"rostrum-metrics-{web.pid}-*")] == []
