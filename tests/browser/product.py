"""A whole product of its own for the browser: web, worker and clock under the real supervisor."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from config.supervisor.state import free_port
from tests.both_cores import WORKER

PROJECT = Path(__file__).resolve().parents[2]
START_SECONDS = 600
STOP_SECONDS = 60
MAIL_SECONDS = 60
# Test runs have Valkey's first databases for themselves.
BROKER_DATABASE = 7 + WORKER


@dataclass(frozen=True, slots=True)
class Product:
    """A running product: where it answers, and its state folder."""

    url: str
    home: Path

    @property
    def payments(self) -> str:
        """Where the simulator of the payment provider answers, as browsers are sent there."""
        return f"http://localhost:{urlsplit(self._engines['STRIPE_API_BASE']).port}"

    @property
    def payments_key(self) -> str:
        """What the simulator's API is asked with."""
        return self._engines["STRIPE_SECRET_KEY"]

    @property
    def _engines(self) -> dict[str, str]:
        found: dict[str, str] = json.loads((self.home / "engines.json").read_text(encoding="utf-8"))
        return found

    def newest_mail_to(self, address: str) -> str:
        """The text of the latest mail to the address; mails lie as files in the state folder."""
        give_up = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < give_up:
            for file in sorted((self.home / "mail").glob("*.eml"), reverse=True):
                message = message_from_bytes(file.read_bytes(), policy=policy.default)
                body = message.get_body(("plain",))
                if message["To"] == address and body is not None:
                    return str(body.get_content())
            time.sleep(0.05)
        raise AssertionError(f"no mail to {address} in {self.home / 'mail'}")


@contextmanager
def _own_engines() -> Iterator[dict[str, str]]:
    """A database of our own on the engines that the environment names; with none named, the product starts its own."""
    database_url, redis_url = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    if not (database_url and redis_url):
        yield {}
        return
    name = f"browser_{token_hex(4)}"
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    broker = urlunsplit(urlsplit(redis_url)._replace(path=f"/{BROKER_DATABASE}"))
    try:
        yield {
            "DATABASE_URL": urlunsplit(urlsplit(database_url)._replace(path=f"/{name}")),
            "REDIS_URL": broker,
            # The run's own engines name a broker for runners too, which is another database.
            "RUNNER_BROKER_URL": broker,
        }
    finally:
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def running_product(home: Path, *, pseudo_locales: bool = True, demo_records: bool = False) -> Iterator[Product]:
    """Start everything as ./setup.sh does, on a free port, and stop it at the end."""
    port = free_port()
    said = home.with_name(f"{home.name}.log")
    with _own_engines() as engines, said.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.supervisor", "--home", str(home)],
            cwd=PROJECT,
            env={
                # A simulator of its own, which calls this product: that of the test run calls nobody.
                **{name: value for name, value in os.environ.items() if not name.startswith(("COV", "STRIPE_"))},
                **engines,
                "PORT": str(port),
                # Each test brings what it looks at.
                "DEMO_RECORDS": str(demo_records).lower(),
                "ROSTRUM_HOME": str(home),
                "TENANT_POOL_SIZE": "1",
                "PSEUDO_LOCALES": str(pseudo_locales).lower(),
            },
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            give_up = time.monotonic() + START_SECONDS
            while b"Rostrum is ready" not in said.read_bytes():
                ended = process.poll() is not None or time.monotonic() > give_up
                assert not ended, f"the product did not start:\n{said.read_text(encoding='utf-8')}"
                time.sleep(0.05)
            yield Product(f"http://localhost:{port}", home)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=STOP_SECONDS)
