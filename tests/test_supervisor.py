"""The supervisor's promises, tried on real processes and real signals."""

import json
import os
import re
import signal
import socket
import sys
from pathlib import Path

import pytest

from config.supervisor.processes import LOG_BYTES, Log
from config.supervisor.state import free_port
from tests.real_processes import (
    POLITE_SECONDS,
    command_of,
    descendants,
    end,
    health,
    is_program,
    started,
    still_there,
    supervisor_command,
    supervisor_log,
    table,
    wait_for,
)

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
        (guard,) = [pid for pid in family if "process_table" in command_of(pid)]
        os.kill(guard, signal.SIGKILL)
        wait_for(lambda: len(descendants(process.pid)) == 3 and guard not in descendants(process.pid))
        family = descendants(process.pid)
        process.kill()
        process.wait()
        wait_for(lambda: not still_there(family), POLITE_SECONDS)


def test_a_second_start_says_where_the_first_one_runs(tmp_path: Path) -> None:
    with started(*table(tmp_path, sleeper=["sleep", "60"]), ready="started"):
        second = supervisor_command(tmp_path)
    assert (second.returncode, second.stdout) == (0, "Rostrum is already running at http://localhost:7999/\n")


def test_a_crashed_child_is_named_and_started_again_after_growing_pauses(tmp_path: Path) -> None:
    crash = ["sh", "-c", "echo out of luck; exit 3"]
    with started(*table(tmp_path, worker=crash, healthy=["sleep", "60"]), ready="started") as process:
        lines = wait_for(lambda: len(found := re.findall("worker ended.*", supervisor_log(tmp_path))) >= 3 and found)
        healthy = [pid for pid in descendants(process.pid) if Path(command_of(pid).split("\0")[0]).name == "sleep"]
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
        web = [pid for pid in family if "gunicorn" in command_of(pid)]
        # The one above the others.
        (master,) = [pid for pid in web if pid.parent not in web]
        os.kill(master, signal.SIGKILL)
        wait_for(lambda: "web was killed by SIGKILL, starting it again" in supervisor_log(tmp_path))
        wait_for(lambda: health(port) == 200)
        family = descendants(process.pid)
        process.kill()
        process.wait()
        wait_for(lambda: not still_there(family), POLITE_SECONDS)
    with started(*home, ready="Rostrum is ready", PORT=port) as process:
        family = descendants(process.pid)
        assert health(port) == 200
        assert end(process, signal.SIGTERM) < POLITE_SECONDS
        assert still_there(family) == set()
