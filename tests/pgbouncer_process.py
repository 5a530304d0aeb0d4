"""Debian's PgBouncer before the database of the tests."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from config.supervisor.state import free_port
from tests.queue_processes import wait_until

PGBOUNCER = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")


def listens(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def pooler(folder: Path, mode: str, more: str = "") -> Iterator[int]:
    """PgBouncer before the tests' database; the port it listens at."""
    at, port = connection.settings_dict, free_port()
    server = " ".join(f"{name}={at[key]}" for name, key in {"host": "HOST", "port": "PORT", "user": "USER"}.items())
    file = folder / "pgbouncer.ini"
    file.write_text(
        f"[databases]\n* = {server} password={at['PASSWORD']}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
        f"listen_port = {port}\nunix_socket_dir =\nauth_type = any\npool_mode = {mode}\n{more}"
        f"ignore_startup_parameters = extra_float_digits,options\n"
    )
    rights = ["-u", "nobody"] if os.geteuid() == 0 else []
    with subprocess.Popen(
        [str(PGBOUNCER), "-q", *rights, str(file)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            wait_until(lambda: listens(port), 60, "PgBouncer listens")
            yield port
        finally:
            process.kill()
