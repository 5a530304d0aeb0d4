"""Poolers before PostgreSQL: one that shares servers between transactions is noticed, with the real PgBouncer."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from apps.tenants import pooling
from config import gunicorn
from config.supervisor.state import free_port
from tests.pgbouncer_process import PGBOUNCER, pooler
from tests.queue_processes import database_url
from tests.real_processes import PROJECT

needs_pgbouncer = pytest.mark.skipif(PGBOUNCER is None, reason="there is no PgBouncer here (apt-get install pgbouncer)")
pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def through(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Have the check connect to another port."""

    def move(port: int) -> None:
        there = connection.copy()
        there.settings_dict = {**there.settings_dict, "HOST": "127.0.0.1", "PORT": str(port)}
        monkeypatch.setattr(pooling, "connection", there)

    return move


def test_postgresql_itself_shares_nothing() -> None:
    assert pooling.shares_servers() is False
    pooling.refuse_shared_servers()


@needs_pgbouncer
def test_a_pooler_in_session_mode_is_let_pass(tmp_path: Path, through: Any) -> None:
    with pooler(tmp_path, "session") as port:
        through(port)
        assert pooling.shares_servers() is False


@needs_pgbouncer
@pytest.mark.parametrize(
    ("mode", "more"),
    [("transaction", ""), ("transaction", "server_round_robin = 1\nmin_pool_size = 4\n"), ("statement", "")],
)
def test_a_pooler_that_shares_servers_stops_the_start(mode: str, more: str, tmp_path: Path, through: Any) -> None:
    with pooler(tmp_path, mode, more) as port:
        through(port)
        with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL: a pooler .* set pool_mode = session"):
            call_command("prepare")


@needs_pgbouncer
def test_web_processes_and_workers_do_not_start_at_such_a_pooler(tmp_path: Path, through: Any) -> None:
    with pooler(tmp_path, "transaction") as port:
        through(port)
        with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL: "):
            gunicorn.post_worker_init(None)
        run = subprocess.run(
            [sys.executable, "-m", "celery", "-A", "config", "worker"],
            cwd=PROJECT,
            env={**os.environ, "DATABASE_URL": re.sub(r"(@[^/]*):\d+/", rf"\g<1>:{port}/", database_url())},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    assert (run.returncode, run.stderr.splitlines()[-1]) == (1, pooling.REFUSAL)


def test_a_database_that_is_away_is_for_the_readiness_check_to_tell(through: Any) -> None:
    through(free_port())

    pooling.refuse_shared_servers()

    with pytest.raises(psycopg.OperationalError):
        pooling.shares_servers()
