"""What log lines carry, in both forms."""

import json
import logging
import sys

import pytest
import structlog
from django.db import transaction

from apps.core.logs import (
    JsonFormatter,
    LineFormatter,
    add_to_logs,
    bind_to_logs,
    bound,
    bound_to_logs,
    logging_in,
)
from apps.core.models import QueuedTask
from apps.core.queue import later, worker
from apps.core.queue.claim import claim
from apps.tenants.models import Tenant


def record(message: str = "read %s", *args: object, error: bool = False) -> logging.LogRecord:
    about = sys.exc_info() if error else None
    return logging.LogRecord("apps.some", logging.WARNING, "some.py", 1, message, args or ("it",), about)


def test_both_forms_carry_what_is_bound() -> None:
    with bound_to_logs(request_id="r1", task_id="", tenant="t_1"):
        line, row = LineFormatter().format(record()), json.loads(JsonFormatter().format(record()))

    assert line.endswith("WARNING apps.some: read it request_id=r1 tenant=t_1")
    assert row.pop("time").endswith("+00:00")
    assert row == {
        "request_id": "r1",
        "tenant": "t_1",
        "level": "WARNING",
        "logger": "apps.some",
        "message": "read it",
    }


def test_an_error_is_one_line_with_its_trace() -> None:
    try:
        int("with\ntwo lines")
    except ValueError:
        line = JsonFormatter().format(record(error=True))

    assert "\n" not in line
    assert json.loads(line)["trace"].splitlines()[-1].startswith("ValueError: invalid literal")


def test_what_was_bound_before_comes_back() -> None:
    bind_to_logs(request_id="r1")
    add_to_logs(tenant="t_1")
    with bound_to_logs(task_id="k1"):
        inside = bound()

    assert (inside, bound()) == ({"task_id": "k1"}, {"request_id": "r1", "tenant": "t_1"})
    bind_to_logs()
    assert bound() == {}


def test_structlog_leaves_by_the_same_door(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"), bound_to_logs(request_id="r1"):
        structlog.get_logger("apps.other").info("gathered", count=3)
        row = json.loads(JsonFormatter().format(caplog.records[-1]))

    assert {key: row[key] for key in ("logger", "message", "count", "request_id")} == {
        "logger": "apps.other",
        "message": "gathered",
        "count": 3,
        "request_id": "r1",
    }


@pytest.mark.parametrize(("form", "formatter"), [("json", "JsonFormatter"), ("text", "LineFormatter")])
def test_one_word_chooses_the_form(form: str, formatter: str) -> None:
    found = logging_in(form, "INFO", stripe="WARNING")

    assert found["formatters"]["line"]["()"] == f"apps.core.logs.{formatter}"
    assert found["loggers"] == {"stripe": {"level": "WARNING"}}


@pytest.mark.django_db
def test_a_task_logs_with_the_request_that_wanted_it_and_so_does_the_task_after_it(
    in_acme: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bound_to_logs(request_id="r" * 32), transaction.atomic():
        row = later("accounts.send_mail", mail_id="0198c0de-0000-7000-8000-000000000000")
    before, claimed = bound(), claim(row.queue)
    assert claimed
    seen: list[dict[str, str]] = []

    def look(*args: object) -> None:
        seen.append(bound())
        with transaction.atomic():
            later("accounts.send_mail", mail_id="0198c0de-0000-7000-8000-000000000001")

    monkeypatch.setattr(worker, "_run", look)

    worker.run(claimed)

    [ids] = seen
    assert ids == {
        "request_id": "r" * 32,
        "task_id": row.pk.hex,
        "task": row.name,
        "tenant": claimed.schema_name,
    }
    assert list(QueuedTask.objects.values_list("request_id", flat=True)) == ["r" * 32] * 2
    assert bound() == before


def test_a_text_entry_is_one_line_whatever_is_in_it() -> None:
    forged = "x\n2026-11-28 10:00:00,000 INFO rostrum: admin signed in\r\x1b[2K\u2028\x9b"
    with bound_to_logs(tenant=forged):
        line = LineFormatter().format(record("read %s", forged))

    assert line.splitlines() == [line]
    assert line.count("\\n2026-11-28 10:00:00,000 INFO rostrum: admin signed in\\r\\x1b[2K\\u2028\\x9b") == 2


def refuse(_found: object) -> None:
    raise ValueError("no\n2026-11-28 10:00:00,000 INFO rostrum: admin signed in")


def test_no_line_of_a_trace_begins_as_an_entry_does() -> None:
    try:
        json.loads("{}", object_hook=refuse)
    except ValueError:
        first, *trace = LineFormatter().format(record(error=True)).split("\n")

    assert first.endswith("WARNING apps.some: read it")
    assert [line for line in trace if not line.startswith("    ")] == []
    assert trace[-1] == "    2026-11-28 10:00:00,000 INFO rostrum: admin signed in"
