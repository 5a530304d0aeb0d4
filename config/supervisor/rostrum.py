"""The process table of Rostrum and the order in which it comes up and goes down."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from config.supervisor import pages
from config.supervisor.declared import Declared, declared
from config.supervisor.engines import given, start_engines
from config.supervisor.errors import StartError
from config.supervisor.payments import WEBHOOK
from config.supervisor.processes import Program
from config.supervisor.state import announce_engines, is_free, secret_key
from config.supervisor.supervisor import Supervisor

PROJECT = Path(__file__).resolve().parents[2]
LAST_PORT = 65535
PROBE_SECONDS = 20
WEB_READY_SECONDS = 60.0
# Together below the ten seconds after which a stop is no longer polite.
STOP_PROGRAMS_SECONDS = 4.5
STOP_ENGINES_SECONDS = 3.5


def python(*arguments: str) -> tuple[str, ...]:
    """Our interpreter with a module or script; scripts in .venv/bin break when the folder is moved."""
    return (sys.executable, *arguments)


def chosen_port() -> int:
    value = os.environ.get("PORT") or "8000"
    if not value.isdecimal() or not 0 < int(value) <= LAST_PORT:
        raise StartError(f"PORT: {value!r} is not a port number (1 to 65535).")
    return int(value)


def base_url() -> str:
    return f"http://localhost:{chosen_port()}/"


def check_port() -> None:
    port, host = chosen_port(), os.environ.get("BIND", "127.0.0.1")
    if not is_free(port, host):
        raise StartError(
            f"PORT: {port} is taken by another program on this machine. "
            f"Stop that program, or choose another port: PORT={port + 1} ./setup.sh"
        )


def probe(variable: str) -> str:
    """What answers at the address in this variable; a wrong one ends the start."""
    try:
        done = subprocess.run(
            python("-m", "config.supervisor.probe", variable),
            cwd=PROJECT,
            capture_output=True,
            text=True,
            timeout=PROBE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as expired:
        raise StartError(f"{variable}: nothing answered within {PROBE_SECONDS} seconds.") from expired
    if done.returncode == 0:
        return done.stdout.strip()
    lines = (done.stdout.strip() or done.stderr.strip()).splitlines()
    reason = lines[-1].removeprefix("django.core.exceptions.ImproperlyConfigured: ") if lines else "no answer"
    raise StartError(reason if variable in reason else f"{variable}: {reason}")


def programs(environment: Mapping[str, str]) -> dict[str, Program]:
    """Web, worker and beat, and what modules declare; their figures are in config/gunicorn.py and in the settings."""
    commands = {
        "web": python("-m", "gunicorn", "config.wsgi:application", "-c", str(PROJECT / "config" / "gunicorn.py")),
        "worker": python(
            "-m", "celery", "-A", "config", "worker", "--without-gossip", "--without-mingle", "-l", "INFO"
        ),
        "beat": python("-m", "config.beat"),
    }
    # Each process holds a handful of threads; one heap for all of them instead of one each saves memory, and giving
    # back what one large answer took, as glibc does before the first of them, saves 20 MB more.
    lean = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072", **environment}
    ours = {name: Program(name, command, lean, PROJECT) for name, command in commands.items()}
    return ours | {one.name: declared_program(one, environment) for one in declared() if one.is_wanted}


def declared_program(process: Declared, environment: Mapping[str, str]) -> Program:
    """A module's own process, in an environment that tells it where its broker is and nothing else of ours."""
    broker = os.environ.get(process.variable) or environment.get(process.variable) or os.environ.get("REDIS_URL", "")
    return Program(
        process.name,
        python("-m", process.module),
        process.environment(broker),
        inherits=False,
        folder=PROJECT,
        orphan_signal=signal.SIGTERM,
    )


def answers(port: int) -> bool:
    """Whether the web server says that it is alive."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as talk:
            talk.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return b" 200 " in talk.recv(64)
    except OSError:
        return False


def demo_logins(home: Path) -> list[str]:
    """One line per person that the demo data made."""
    try:
        people = json.loads((home / "demo.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [f"  {person['who']:<34} {person['email']:<24} {person['password']}  {person['url']}" for person in people]


def start(supervisor: Supervisor) -> None:
    """Bring everything up, one understandable line per step."""
    home = supervisor.home
    check_port()
    secret_key(home)
    for variable in ("DATABASE_URL", "REDIS_URL"):
        if given(variable):
            supervisor.say(f"{variable} is set: using {probe(variable)}")
    if not (given("DATABASE_URL") and given("REDIS_URL")):
        supervisor.say("Starting the engines ...")
    urls = start_engines(supervisor, webhook_url=f"{base_url()}{WEBHOOK}")
    environment = {"PYTHONUNBUFFERED": "1", "ROSTRUM_HOME": str(home), "PORT": str(chosen_port()), **urls}
    if pages.are_stale(PROJECT):
        supervisor.say("Building style sheet and scripts ...")
        supervisor.run_step(Program("build_ui", python("manage.py", "build_ui"), environment, PROJECT))
        pages.note_built(PROJECT)
    supervisor.say("Preparing the database ...")
    supervisor.run_step(Program("prepare", python("manage.py", "prepare"), environment, PROJECT))
    wanted = programs(environment)
    supervisor.say(f"Starting {', '.join([*wanted][:-1])} and {[*wanted][-1]} ...")
    children = {name: supervisor.start(program) for name, program in wanted.items()}
    supervisor.wait_until(children["web"], lambda: answers(chosen_port()), WEB_READY_SECONDS)
    supervisor.say(f"Rostrum is ready: {base_url()}")
    if logins := demo_logins(home):
        supervisor.say("Demo logins:\n" + "\n".join(logins))
    if os.environ.get("MAIL_ENGINE", "files") == "files" and not (given("EMAIL_URL") or given("EMAIL_HOST")):
        supervisor.say(f"Mails lie in the outbox: {base_url()}outbox/ (for platform staff)")
    if "STRIPE_API_BASE" in urls:
        supervisor.say(f"Payments are simulated: {urls['STRIPE_API_BASE'].replace('127.0.0.1', 'localhost')}/_control")
    supervisor.say(f"Logs: {home / 'logs'}   Stop: Ctrl-C")


def stop(supervisor: Supervisor) -> None:
    """Programs first, so that none of them misses its engines."""
    engines = [child for child in supervisor.children if child.program.name in {"postgres", "valkey", "stripe"}]
    others = [child for child in supervisor.children if child not in engines]
    if supervisor.children:
        supervisor.say("Stopping ...")
    supervisor.stop(others, STOP_PROGRAMS_SECONDS)
    announce_engines(supervisor.home, {})
    supervisor.stop(engines, STOP_ENGINES_SECONDS)
    supervisor.say("Stopped.")


def run(home: Path) -> int:
    """Everything, in the foreground, until somebody asks for the end."""
    with Supervisor(home, base_url()) as supervisor:
        try:
            start(supervisor)
            supervisor.watch()
        finally:
            stop(supervisor)
    return 0
