"""The embedded engines: made once, kept, private, replaced by given ones, and honest when something is wrong."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import redis

from config.supervisor.account import namespaces_work
from config.supervisor.engines import postgres_program
from config.supervisor.state import is_free, remembered_port
from tests.real_processes import (
    POLITE_SECONDS,
    PROJECT,
    descendants,
    end,
    environment,
    started,
    still_there,
    supervisor_command,
)


def test_kill_9_with_engines_leaves_nothing_and_the_next_start_has_the_data(tmp_path: Path) -> None:
    with started("-m", "config.supervisor", "--home", str(tmp_path), "engines", ready="REDIS_URL") as process:
        urls = json.loads((tmp_path / "engines.json").read_text())
        with psycopg.connect(urls["DATABASE_URL"]) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        redis.from_url(urls["REDIS_URL"]).set("kept", "yes")
        # A second of grace is what the append-only file promises.
        time.sleep(1.1)
        family = descendants(process.pid)
        names = {Path(f"/proc/{pid}/comm").read_text().strip() for pid in family}
        assert {"postgres", "valkey-server"} <= names
        process.kill()
        process.wait()
        # The next start waits for the guard of the killed run by itself.
        with started("-m", "config.supervisor", "--home", str(tmp_path), "engines", ready="REDIS_URL") as again:
            assert still_there(family) == set()
            assert json.loads((tmp_path / "engines.json").read_text()) == urls
            with psycopg.connect(urls["DATABASE_URL"]) as connection:
                assert connection.execute("SELECT answer FROM kept").fetchall() == [(42,)]
            assert redis.from_url(urls["REDIS_URL"]).get("kept") == b"yes"
            assert end(again, signal.SIGTERM) < POLITE_SECONDS
    assert not (tmp_path / "engines.json").exists()


def test_given_urls_replace_the_embedded_engines(tmp_path: Path) -> None:
    with started("-m", "config.supervisor", "--home", str(tmp_path / "a"), "engines", ready="REDIS_URL"):
        urls = json.loads((tmp_path / "a" / "engines.json").read_text())
        only_database = {"DATABASE_URL": urls["DATABASE_URL"]}
        with started(
            "-m", "config.supervisor", "--home", str(tmp_path / "b"), "engines", ready="REDIS_URL", **only_database
        ):
            assert list(json.loads((tmp_path / "b" / "engines.json").read_text())) == [
                "REDIS_URL",
                "RUNNER_BROKER_URL",
                "STRIPE_API_BASE",
                "STRIPE_SECRET_KEY",
                "STRIPE_WEBHOOK_SECRET",
            ]
            assert not (tmp_path / "b" / "postgres").exists()


def test_no_simulator_of_stripe_starts_where_stripe_is_given(tmp_path: Path) -> None:
    nowhere = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "STRIPE_SECRET_KEY": "sk_test_given"}
    with started("-m", "config.supervisor", "--home", str(tmp_path), "engines", ready="REDIS_URL", **nowhere):
        assert list(json.loads((tmp_path / "engines.json").read_text())) == ["REDIS_URL", "RUNNER_BROKER_URL"]
    assert not (tmp_path / "stripe").exists()


def test_a_command_gets_engines_of_its_own_and_its_exit_code_comes_back(tmp_path: Path) -> None:
    code = (
        "import os, psycopg, redis\n"
        "psycopg.connect(os.environ['DATABASE_URL'], autocommit=True).execute('CREATE DATABASE another')\n"
        "redis.from_url(os.environ['REDIS_URL']).ping()\n"
        "print(os.environ['ROSTRUM_HOME'])\n"
        "raise SystemExit(7)"
    )
    run = supervisor_command(tmp_path, "exec", "--", sys.executable, "-c", code)
    assert run.returncode == 7
    assert not Path(run.stdout.strip()).exists()


def test_a_first_start_that_was_cut_off_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("18\n")
    with started("-m", "config.supervisor", "--home", str(tmp_path), "engines", "--scratch", ready="REDIS_URL"):
        url = json.loads((tmp_path / "engines.json").read_text())["DATABASE_URL"]
        with psycopg.connect(url) as connection:
            question = "SELECT rolname, rolsuper FROM pg_roles WHERE rolname = current_user"
            assert connection.execute(question).fetchall() == [("rostrum", False)]


def test_a_port_is_remembered_unless_somebody_else_has_it(tmp_path: Path) -> None:
    first = remembered_port(tmp_path, "postgres")
    assert remembered_port(tmp_path, "postgres") == first
    with socket.socket() as other:
        other.bind(("127.0.0.1", first))
        other.listen()
        assert not is_free(first)
        moved = remembered_port(tmp_path, "postgres")
    assert moved != first
    assert remembered_port(tmp_path, "postgres") == moved


def test_no_outgoing_connection_can_take_a_port_before_its_engine_binds_it(tmp_path: Path) -> None:
    for_connections = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    ports = {remembered_port(tmp_path, name) for name in ("postgres", "valkey", "stripe")}
    assert (len(ports), max(ports) < for_connections) == (3, True)


def engines(home: Path) -> tuple[str, ...]:
    return ("-m", "config.supervisor", "--home", str(home), "engines", "--scratch")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A state folder whose engines have run once."""
    with started(*engines(tmp_path), ready="REDIS_URL") as process:
        end(process, signal.SIGTERM)
    return tmp_path


def test_passwords_and_addresses_are_for_the_owner_only(tmp_path: Path) -> None:
    with started(*engines(tmp_path), ready="REDIS_URL"):
        modes = {path.name: oct(path.stat().st_mode & 0o777) for path in tmp_path.glob("*.json")}
        urls = json.loads((tmp_path / "engines.json").read_text())
        commands = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
        wrong = urls["DATABASE_URL"].replace(":", ":x", 2).replace(":x//", "://")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(wrong)
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=int(urls["REDIS_URL"].rpartition(":")[2].removesuffix("/0"))).ping()
    assert modes == {"engines.json": "0o600", "passwords.json": "0o600", "ports.json": "0o600"}
    passwords = json.loads((tmp_path / "passwords.json").read_text()).values()
    assert [password for password in passwords if password in commands] == []


def test_a_stale_pid_file_is_forgotten(made: Path) -> None:
    (made / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    with started(*engines(made), ready="REDIS_URL") as process:
        assert end(process, signal.SIGTERM) < POLITE_SECONDS


def test_a_server_left_over_from_an_earlier_run_is_ended_first(made: Path, tmp_path: Path) -> None:
    sleeper = tmp_path / "postgres-left-over" / "postgres"
    sleeper.parent.mkdir()
    shutil.copy("/bin/sleep", sleeper)
    with subprocess.Popen([str(sleeper), "60"]) as left_over:
        (made / "postgres" / "postmaster.pid").write_text(f"{left_over.pid}\n")
        with started(*engines(made), ready="REDIS_URL"):
            assert left_over.wait(timeout=5) == -signal.SIGINT


def test_data_of_another_version_stop_the_start_with_the_way_out(made: Path) -> None:
    (made / "postgres" / "PG_VERSION").write_text("17\n")
    run = supervisor_command(made, "engines")
    assert run.returncode == 1
    assert "were made by PostgreSQL 17, but 18 is installed" in run.stderr


def test_an_engine_that_cannot_start_is_named_with_its_log_and_last_words(made: Path) -> None:
    (made / "postgres" / "global" / "pg_control").unlink()
    run = supervisor_command(made, "engines")
    first, *words = run.stderr.splitlines()
    assert run.returncode == 1
    assert first == (
        f"Rostrum did not start: postgres ended with exit code 2. Its log is {made / 'logs' / 'postgres.log'}; "
        "its last words:"
    )
    assert "could not open file" in words[-1]


def test_a_state_folder_that_cannot_be_written_is_named() -> None:
    run = supervisor_command(Path("/dev/null/rostrum"), "engines")
    assert (run.returncode, run.stderr) == (
        1,
        "Rostrum did not start: The state folder /dev/null/rostrum cannot be written (Not a directory). "
        "Set ROSTRUM_HOME to a folder of yours, or give this one to yourself.\n",
    )


def test_a_command_is_ended_when_its_supervisor_is_asked_to_stop(tmp_path: Path) -> None:
    command = ("-c", "import time; print('at work', flush=True); time.sleep(60)")
    with started("-m", "config.supervisor", "exec", "--", sys.executable, *command, ready="at work") as process:
        family = descendants(process.pid)
        assert end(process, signal.SIGTERM) < POLITE_SECONDS
        assert still_there(family) == set()


# Root of a namespace in which no further one may be made, as many containers are set up.
WITHOUT_NAMESPACES = """
import ctypes, os, sys
ready_reading, ready_writing = os.pipe()
mapped_reading, mapped_writing = os.pipe()
child = os.fork()
if child == 0:
    assert ctypes.CDLL(None).unshare(0x10000000) == 0
    os.write(ready_writing, b".")
    os.read(mapped_reading, 1)
    os.setgid(0)
    os.setuid(0)
    with open("/proc/sys/user/max_user_namespaces", "w") as limit:
        limit.write("0")
    os.execvp(sys.argv[1], sys.argv[1:])
os.read(ready_reading, 1)
for kind in ("uid_map", "gid_map"):
    with open(f"/proc/{child}/{kind}", "w") as ids:
        ids.write("0 0 70000")
os.write(mapped_writing, b".")
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(os.geteuid() != 0 or not namespaces_work(), reason="only root can take namespaces away from root")
def test_root_without_user_namespaces_borrows_an_account_that_reaches_postgres() -> None:
    program = postgres_program("postgres").resolve()
    question = "ps -o user= -p $(head -n 1 $ROSTRUM_HOME/postgres/postmaster.pid)"
    command = (sys.executable, "-m", "config.supervisor", "exec", "--", "sh", "-c", question)
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_NAMESPACES, *command],
        cwd=PROJECT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if all(folder.stat().st_mode & 0o001 for folder in program.parents):
        assert (run.returncode, run.stderr) == (0, "")
        assert run.stdout.strip() in {"postgres", "nobody", "daemon"}
    else:
        assert run.returncode == 1
        assert "no unprivileged account can reach" in run.stderr
