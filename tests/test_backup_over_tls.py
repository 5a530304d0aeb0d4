"""A database that asks for TLS: backups go to it over TLS, or say which program is missing for it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from apps.tenants.backups import sealing
from apps.tenants.backups.errors import BackupError
from apps.tenants.backups.programs import Database, program
from config import env
from tests.backed_up import PASSPHRASE, QUICK_COST, back_up, found_gamma
from tests.people import Grant, NewMember
from tests.pgbouncer_process import PGBOUNCER, pooler

ELSEWHERE = Database(
    "name of it",
    {
        "host": "db.example",
        "port": "5432",
        "user": "u@x",
        "password": "a/b",
        "sslmode": "verify-full",
        "sslrootcert": "/ca",
    },
)


@pytest.fixture
def over_tls(extra_tenants: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Django reaches its database by TLS only, with a certificate that is checked; the port it does so at."""
    subprocess.run([Path(settings.BASE_DIR) / "deploy" / "secrets.sh", tmp_path], check=True, capture_output=True)
    tls = f"client_tls_sslmode = require\nclient_tls_key_file = {tmp_path}/tls_key\n"
    with pooler(tmp_path, "session", f"{tls}client_tls_cert_file = {tmp_path}/tls_certificate\n") as port:
        connection.close()
        options = {"sslmode": "verify-full", "sslrootcert": f"{tmp_path}/tls_certificate"}
        with monkeypatch.context() as patch:
            patch.setitem(connection.settings_dict, "HOST", "localhost")
            patch.setitem(connection.settings_dict, "PORT", str(port))
            patch.setitem(connection.settings_dict, "OPTIONS", connection.settings_dict["OPTIONS"] | options)
            yield port
            connection.close()


@pytest.mark.skipif(PGBOUNCER is None, reason="there is no PgBouncer here (apt-get install pgbouncer)")
def test_a_workspace_is_backed_up_and_put_back_over_tls(
    over_tls: int, new_member: NewMember, grant: Grant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKUP_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr(sealing, "COST", QUICK_COST)
    found_gamma(new_member, grant)
    with pytest.raises(psycopg.OperationalError, match="SSL required"):
        psycopg.connect(host="localhost", port=over_tls, user="rostrum", dbname="postgres", sslmode="disable")

    file = back_up(tmp_path / "backups", "--tenant", "gamma")
    call_command("restore", file, "--tenant", "--replace", "--dry-run")

    assert connection.connection.pgconn.ssl_in_use
    # No program is found but the wheel's, which would go in the clear.
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match=r"newer that speaks TLS, as sslmode asks for, is needed: none was found"):
        call_command("backup", "--to", tmp_path)


def test_programs_are_told_of_tls_and_the_password_stays_off_the_command_line() -> None:
    told = ELSEWHERE.environment()

    assert {name: value for name, value in told.items() if name.startswith("PG")} == {
        "PGHOST": "db.example", "PGPORT": "5432", "PGUSER": "u@x", "PGPASSWORD": "a/b", "PGDATABASE": "name of it",
        "PGSSLMODE": "verify-full", "PGSSLROOTCERT": "/ca",
    }  # fmt: skip


def test_the_address_of_a_database_is_one_that_the_settings_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", ELSEWHERE.url())

    read = env.database("DATABASE_URL")

    assert [read[key] for key in ("HOST", "PORT", "USER", "PASSWORD", "NAME")] == [
        "db.example", "5432", "u@x", "a/b", "name of it",
    ]  # fmt: skip
    assert (read["OPTIONS"]["sslmode"], read["OPTIONS"]["sslrootcert"]) == ("verify-full", "/ca")


def test_the_wheels_program_is_taken_here_and_that_of_the_path_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Database("rostrum", {"host": "127.0.0.1"})
    wheel = program("pg_dump", here, at_least=18)
    (tmp_path / "pg_dump").write_text(f'#!/bin/sh\nexec {wheel} "$@"\n')
    (tmp_path / "pg_dump").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    assert program("pg_dump", here, at_least=18) == wheel
    assert program("pg_dump", ELSEWHERE, at_least=18) == tmp_path / "pg_dump"
    with pytest.raises(BackupError, match=r"pg_dump of PostgreSQL 99 or newer is needed: .*postgresql-client-99"):
        program("pg_dump", here, at_least=99)
