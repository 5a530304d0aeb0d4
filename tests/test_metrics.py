"""What /metrics says, to whom, and that rules and documents speak of nothing else."""

import os
import re
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from runpy import run_path
from typing import Any

import promql_parser
import pytest
import yaml
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from prometheus_client.parser import text_string_to_metric_families

from apps.core import metrics
from apps.core.exposition import FOLDER, every_metric
from apps.core.metrics import READABLE, Part, Sample

PROJECT = Path(__file__).resolve().parents[1]
TOKEN = "a-token-of-this-test"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
MOST_STATEMENTS = 12
NOT_LABELS = {"tenant", "schema", "user", "email", "path", "address", "host"}


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    metrics.forget_samples()
    yield
    metrics.forget_samples()


@pytest.fixture
def opened(db: None, settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN


def families(text: str) -> dict[str, Any]:
    return {one.name: one for one in text_string_to_metric_families(text)}


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((PROJECT / "deploy/prometheus/alerts.yml").read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def test_nobody_may_read_it_unless_a_setting_says_so(db: None) -> None:
    answers = [Client(REMOTE_ADDR="10.0.0.7").get("/metrics", headers=headers) for headers in ({}, BEARER)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "rostrum_" not in answers[0].text


@pytest.mark.parametrize(
    ("address", "headers", "proxies", "status"),
    [
        ("10.0.0.7", {}, 0, 200),
        ("::ffff:10.0.0.7", {}, 0, 200),
        ("192.0.2.1", {}, 0, 404),
        ("192.0.2.1", BEARER, 0, 200),
        ("192.0.2.1", {"Authorization": f"Bearer {TOKEN}x"}, 0, 404),
        ("192.0.2.1", {"Authorization": TOKEN}, 0, 404),
        # A proxy of the network that the settings do not know speaks for anybody.
        ("10.0.0.7", {"X-Forwarded-For": "192.0.2.1"}, 0, 404),
        ("10.0.0.7", {"X-Forwarded-For": "10.0.0.9"}, 0, 404),
        ("10.0.0.7", {"X-Forwarded-For": "192.0.2.1"}, 1, 404),
        ("10.0.0.7", {"X-Forwarded-For": "10.0.0.9"}, 1, 200),
        # Whoever comes past the proxies.
        ("10.0.0.7", {}, 1, 200),
        ("192.0.2.1", {}, 1, 404),
    ],
)
def test_a_network_or_the_token_opens_it(
    opened: None, settings: Any, address: str, headers: dict[str, str], proxies: int, status: int
) -> None:
    settings.METRICS_NETWORKS = [ip_network("10.0.0.0/8")]
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    answer = Client(REMOTE_ADDR=address).get("/metrics", headers=headers)

    assert (answer.status_code, "rostrum_tenants{" in answer.text) == (status, status == 200)


def test_it_is_read_behind_the_proxy_where_there_is_no_tls(opened: None, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS, settings.PLATFORM_HOSTS = ["web"], ["web"]
    client = Client(SERVER_NAME="web")

    answers = [
        client.get(path, headers=headers) for path, headers in (("/metrics", BEARER), ("/metrics", {}), ("/", {}))
    ]

    assert [answer.status_code for answer in answers] == [200, 404, 301]
    assert answers[2].headers["Location"] == "https://web/"


def test_a_workspace_has_no_such_address(opened: None, acme: Any) -> None:
    assert Client().get("/t/acme/metrics", headers=BEARER).status_code == 404


def test_requests_are_counted_by_name_and_never_by_address(opened: None) -> None:
    def count() -> float:
        text = Client().get("/metrics", headers=BEARER).text
        rows = families(text)["rostrum_requests"].samples
        assert "/nothing-that-a-stranger-invents" not in text
        wanted = {"route": "none", "method": "other", "status": "404"}
        return sum(float(row.value) for row in rows if row.labels == wanted)

    before = count()
    Client().generic("INVENTED", "/nothing-that-a-stranger-invents/1")

    assert count() == before + 1


def test_only_a_web_server_counts_into_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, "")
    configuration = PROJECT / "config/gunicorn.py"

    run_path(str(configuration), run_name="config.gunicorn")
    assert not os.environ[FOLDER]

    read = run_path(str(configuration), run_name="__config__")
    assert Path(os.environ[FOLDER]).is_dir()
    read["on_exit"](None)
    assert not Path(os.environ[FOLDER]).exists()


def test_all_is_read_by_few_statements_and_not_again_at_once(opened: None, settings: Any) -> None:
    settings.METRICS_SECONDS = 3600
    with CaptureQueriesContext(connection) as first:
        text = Client().get("/metrics", headers=BEARER).text
    with CaptureQueriesContext(connection) as second:
        Client().get("/metrics", headers=BEARER)

    assert (len(first) <= MOST_STATEMENTS, len(second)) == (True, 0)
    unread = {row.labels["part"] for row in families(text)["rostrum_part_readable"].samples if row.value == 0}
    assert unread == set()


def test_what_is_said_is_what_is_declared(opened: None) -> None:
    found = families(Client().get("/metrics", headers=BEARER).text)
    declared = {one.name.removesuffix("_total"): one for one in every_metric()}

    assert set(found) - set(declared) - {"rostrum_requests_created", "rostrum_request_seconds_created"} == set()
    for name, family in found.items():
        if name in declared:
            labels = {label for row in family.samples for label in row.labels} - {"le"}
            assert (family.type, labels - set(declared[name].labels)) == (declared[name].kind, set())
    assert [one.name for one in every_metric() if NOT_LABELS & set(one.labels)] == []


def test_a_part_that_cannot_be_read_holds_up_no_other(opened: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> list[Sample]:
        raise DatabaseError("away")

    fine = Part("fine", (READABLE,), list)
    monkeypatch.setattr(metrics, "_parts", {"broken": Part("broken", (), fail), "fine": fine})

    found = families(Client().get("/metrics", headers=BEARER).text)["rostrum_part_readable"]

    assert {row.labels["part"]: row.value for row in found.samples} == {"broken": 0, "fine": 1}


def test_two_apps_cannot_measure_the_same_part() -> None:
    def other() -> list[Sample]:
        return []

    other.__module__ = "elsewhere"
    with pytest.raises(ValueError, match="called queue"):
        metrics.measures("queue")(other)


def test_every_figure_is_explained_as_it_is() -> None:
    document = (PROJECT / "docs/observability.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(rostrum_\w+)` \| (\w+) \| (.*?) \| (.*?) \|$", document, re.MULTILINE)

    assert sorted(rows) == sorted(
        (one.name, one.kind, ", ".join(f"`{label}`" for label in one.labels), one.help) for one in every_metric()
    )


def names_in(expression: Any) -> set[str]:
    """The metrics that an expression reads, as the parser understood it."""
    return set(re.findall(r"\b((?:rostrum_|up\b)\w*)", str(promql_parser.parse(expression))))


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_a_rule_reads_what_there_is_and_says_what_to_do(rule: dict[str, Any]) -> None:
    there = {"up"} | {
        name
        for one in every_metric()
        for name in (
            [f"{one.name}_bucket", f"{one.name}_sum", f"{one.name}_count"] if one.kind == "histogram" else [one.name]
        )
    }
    document = (PROJECT / "docs/observability.md").read_text(encoding="utf-8")

    names = names_in(rule["expr"])
    labels = set(re.findall(r'(\w+)(?:=~|!~|=|!=)"', rule["expr"])) - {"job", "instance"}
    known = {label for one in every_metric() for label in one.labels}
    assert (names != set(), names - there, labels - known) == (True, set(), set())
    assert re.fullmatch(r"\d+[sm]", rule["for"])
    assert rule["labels"]["severity"] in {"page", "ticket"}
    assert all(rule["annotations"][name] for name in ("summary", "action"))
    assert f"### {rule['alert']}\n\n{rule['annotations']['summary']} " in document
    assert rule["annotations"]["runbook"] == f"docs/observability.md#{rule['alert'].lower()}"


def test_the_example_reads_the_rules_and_the_address() -> None:
    example = yaml.safe_load((PROJECT / "deploy/prometheus/prometheus.yml").read_text(encoding="utf-8"))
    [job] = example["scrape_configs"]

    assert (example["rule_files"], job["metrics_path"], job["job_name"]) == (["alerts.yml"], "/metrics", "rostrum")
