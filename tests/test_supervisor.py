"""The supervisor's promises, tried on real processes and real signals."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeVar

import psycopg
import pytest
import redis

from config.supervisor.processes import LOG_BYTES, Log
from config.supervisor.state import is_free, remembered_port

PROJECT = Path(__file__).resolve().parents[1]
POLITE_SECONDS = 10
# Ignores every polite signal, and has a child that does so too and left for a session of its own.
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, subprocess, sys, time\n"
    "for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP): signal.signal(number, signal.SIG_IGN)\n"
    "if 'child' not in sys.argv:\n"
    "    code = open('/proc/self/cmdline').read().split(chr(0))[2]\n"
    "    subprocess.Popen([sys.executable, '-c', code, 'child'], start_new_session=True)\n"
    "time.sleep(120)",
]
# The same without leaving: what a worker's pool looks like.
FAMILY = [sys.executable, "-c", "import os, time; os.fork(); os.fork(); time.sleep(120)"]

Run = subprocess.Popen[str]


def environment(**variables: str) -> dict[str, str]:
    """Ours, without what a test run around us has set."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REDIS_", "COV_"))}
    return {**{name: value for name, value in ours.items() if name not in {"PORT", "ROSTRUM_HOME"}}, **variables}


Answer = TypeVar("Answer")


def wait_for(question: Callable[[], Answer | Literal[False]], seconds: float = 15) -> Answer:
    """The first answer that is true; fails when there is none in time."""
    give_up = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < give_up, "it did not happen in time"
        time.sleep(0.02)
    return answer


def descendants(pid: int) -> set[int]:
    """Every living process below this one."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents[int(status.parent.name)] = int(fields[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def still_there(pids: set[int]) -> set[int]:
    """Those that live; a zombie waits for its parent only."""
    return {pid for pid in pids if re.search(r"^State:\s+[^ZX]", status_of(pid), re.MULTILINE)}


def status_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return ""


@contextmanager
def started(*arguments: str, ready: str, **variables: str) -> Iterator[Run]:
    """A Python process of the project, once it has said that it is ready."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=PROJECT,
        env=environment(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    said = ""
    try:
        while not re.search(ready, said):
            line = process.stdout.readline()
            assert line, f"it ended with {process.wait()} and said:\n{said}"
            said += line
        yield process
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def table(home: Path, **commands: list[str]) -> tuple[str, ...]:
    return ("-m", "tests.process_table", str(home), json.dumps(commands))


def supervisor_command(home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "config.supervisor", "--home", str(home), *arguments],
        cwd=PROJECT,
        env=environment(**variables),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def end(process: Run, number: signal.Signals) -> float:
    """Send the signal and wait; the seconds it took."""
    before = time.monotonic()
    process.send_signal(number)
    process.wait(timeout=POLITE_SECONDS)
    return time.monotonic() - before


def supervisor_log(home: Path) -> str:
    return (home / "logs" / "supervisor.log").read_text(encoding="utf-8")


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return int(attempt.getsockname()[1])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stop_signal_ends_even_stubborn_families_within_ten_seconds(tmp_path: Path, number: signal.Signals) -> None:
    with started(*table(tmp_path, stubborn=STUBBORN, family=FAMILY), ready="started") as process:
        family = wait_for(lambda: len(below := descendants(process.pid)) == 7 and below)
        assert end(process, number) < POLITE_SECONDS
        assert process.returncode == 0
        assert still_there(family) == set()


def test_kill_9_of_the_supervisor_leaves_nothing(tmp_path: Path) -> None:
    with started(*table(tmp_path, stubborn=STUBBORN, family=FAMILY), ready="started") as process:
        family = wait_for(lambda: len(below := descendants(process.pid)) == 7 and below)
        process.kill()
        process.wait()
        wait_for(lambda: not still_there(family), POLITE_SECONDS)


def test_a_killed_guard_is_replaced_by_one_that_guards_as_well(tmp_path: Path) -> None:
    with started(*table(tmp_path, stubborn=STUBBORN), ready="started") as process:
        family = wait_for(lambda: len(below := descendants(process.pid)) == 3 and below)
        (guard,) = [pid for pid in family if "process_table" in Path(f"/proc/{pid}/cmdline").read_text()]
        os.kill(guard, signal.SIGKILL)
        wait_for(lambda: len(descendants(process.pid)) == 3 and guard not in descendants(process.pid))
        family = descendants(process.pid)
        process.kill()
        process.wait()
        wait_for(lambda: not still_there(family), POLITE_SECONDS)


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


def test_a_second_start_says_where_the_first_one_runs(tmp_path: Path) -> None:
    with started(*table(tmp_path, sleeper=["sleep", "60"]), ready="started"):
        second = supervisor_command(tmp_path)
    assert (second.returncode, second.stdout) == (0, "Rostrum is already running at http://localhost:7999/\n")


def test_a_crashed_child_is_named_and_started_again_after_growing_pauses(tmp_path: Path) -> None:
    crash = ["sh", "-c", "echo out of luck; exit 3"]
    with started(*table(tmp_path, worker=crash, healthy=["sleep", "60"]), ready="started") as process:
        lines = wait_for(lambda: len(found := re.findall("worker ended.*", supervisor_log(tmp_path))) >= 3 and found)
        healthy = [pid for pid in descendants(process.pid) if Path(f"/proc/{pid}/comm").read_text() == "sleep\n"]
        assert len(healthy) == 1
    log = tmp_path / "logs" / "worker.log"
    assert lines[:3] == [
        f"worker ended with exit code 3, starting it again in {pause} s (last words: out of luck; log: {log})"
        for pause in ("0.2", "0.4", "0.8")
    ]


def test_what_a_killed_child_leaves_behind_goes_before_its_next_start(tmp_path: Path) -> None:
    with started(*table(tmp_path, family=FAMILY), ready="started") as process:
        members = wait_for(lambda: len(below := descendants(process.pid)) == 5 and below)
        (leader,) = [pid for pid in members if os.getpgid(pid) == pid and os.getsid(pid) == pid and is_program(pid)]
        os.kill(leader, signal.SIGKILL)
        wait_for(lambda: "family was killed by SIGKILL" in supervisor_log(tmp_path))
        wait_for(lambda: not still_there({pid for pid in members if is_program(pid)}))
        wait_for(lambda: len(descendants(process.pid)) == 5)


def is_program(pid: int) -> bool:
    """Not the guard, which is a copy of the supervisor."""
    try:
        return "process_table" not in Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False


def test_given_urls_replace_the_embedded_engines(tmp_path: Path) -> None:
    with started("-m", "config.supervisor", "--home", str(tmp_path / "a"), "engines", ready="REDIS_URL"):
        urls = json.loads((tmp_path / "a" / "engines.json").read_text())
        only_database = {"DATABASE_URL": urls["DATABASE_URL"]}
        with started(
            "-m", "config.supervisor", "--home", str(tmp_path / "b"), "engines", ready="REDIS_URL", **only_database
        ):
            assert list(json.loads((tmp_path / "b" / "engines.json").read_text())) == ["REDIS_URL"]
            assert not (tmp_path / "b" / "postgres").exists()


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("DATABASE_URL", "mysql://root@localhost/rostrum", "write it as postgresql://user:password@host:5432/name"),
        ("DATABASE_URL", "postgresql://u:p@127.0.0.1:1/rostrum", "Connection refused"),
        ("REDIS_URL", "http://localhost", "write it as redis://:password@host:6379/0"),
        ("REDIS_URL", "redis://127.0.0.1:1/0", "Connection refused"),
        ("PORT", "eight thousand", "is not a port number"),
    ],
)
def test_a_wrong_value_stops_the_start_and_names_the_variable(
    tmp_path: Path, variable: str, value: str, words: str
) -> None:
    run = supervisor_command(tmp_path, **{"PORT": str(free_port()), variable: value})
    assert run.returncode == 1
    message = run.stderr.splitlines()[-1]
    assert message.startswith(f"Rostrum did not start: {variable}: ")
    assert words in message
    assert not (tmp_path / "postgres").exists()


def test_a_port_taken_by_another_program_stops_the_start_and_names_port(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        run = supervisor_command(tmp_path, PORT=str(port))
    assert (run.returncode, run.stderr.splitlines()[-1]) == (
        1,
        f"Rostrum did not start: PORT: {port} is taken by another program on this machine. "
        f"Stop that program, or choose another port: PORT={port + 1} ./setup.sh",
    )


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


def test_a_full_log_starts_anew_and_keeps_the_previous_one(tmp_path: Path) -> None:
    log = Log(tmp_path / "web.log")
    log.write(b"a" * (LOG_BYTES - 1))
    log.write(b"second\n")
    log.close()
    assert (tmp_path / "web.log").read_bytes() == b"second\n"
    assert (tmp_path / "web.log.1").stat().st_size == LOG_BYTES - 1


def test_the_whole_product_starts_serves_survives_a_killed_worker_and_stops(tmp_path: Path) -> None:
    port = str(free_port())
    home = ("-m", "config.supervisor", "--home", str(tmp_path))
    with started(*home, ready=f"Rostrum is ready: http://localhost:{port}/", PORT=port) as process:
        second = supervisor_command(tmp_path, PORT=port)
        assert second.stdout == f"Rostrum is already running at http://localhost:{port}/\n"
        assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
        assert {person["email"] for person in json.loads((tmp_path / "demo.json").read_text())} >= {"ada@acme.example"}
        family = descendants(process.pid)
        web = [pid for pid in family if "gunicorn" in Path(f"/proc/{pid}/cmdline").read_text()]
        os.kill(min(web), signal.SIGKILL)
        wait_for(lambda: "web was killed by SIGKILL, starting it again" in supervisor_log(tmp_path))
        wait_for(lambda: health(port) == 200, 30)
        family = descendants(process.pid)
        process.kill()
        process.wait()
        wait_for(lambda: not still_there(family), POLITE_SECONDS)


def health(port: str) -> int:
    """The status of /healthz, 0 while nobody listens."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return int(answer.status)
    except OSError:
        return 0
