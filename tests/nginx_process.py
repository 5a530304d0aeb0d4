"""Debian's nginx with nginx/nginx.conf as it is, but for the ports and folders of a test."""

import os
import shutil
import ssl
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage, HTTPSConnection
from pathlib import Path

from config.supervisor.state import free_port
from tests.queue_processes import wait_until

PROJECT = Path(__file__).resolve().parents[1]
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
HOST = "rostrum.example"
PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes


@dataclass(frozen=True, slots=True)
class Nginx:
    """A running one: its files lie in `folder`, as those of its container do in /var/lib/rostrum."""

    folder: Path
    http_port: int
    https_port: int

    @property
    def state(self) -> Path:
        return self.folder / "state"

    def ask(
        self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None, *, host: str = HOST
    ) -> Answer:
        """Over TLS, with a certificate that is checked; no body is sent, whatever the headers say."""
        trusted = ssl.create_default_context(cafile=str(self.folder / "secrets" / "tls_certificate"))
        talk = HTTPSConnection("localhost", self.https_port, timeout=PATIENCE_SECONDS, context=trusted)
        try:
            talk.request(method, path, headers={"Host": host, "Connection": "close", **(headers or {})})
            answer = talk.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            talk.close()

    def is_alive(self) -> bool:
        talk = HTTPConnection("127.0.0.1", self.http_port, timeout=PATIENCE_SECONDS)
        try:
            talk.request("GET", "/_alive")
            return talk.getresponse().status == 204
        except OSError:
            return False
        finally:
            talk.close()


def configuration(folder: Path, http_port: int, https_port: int, upstream: int) -> Path:
    """nginx/nginx.conf with this test's ports and folders, and a limit at doors that no machine is too slow for."""
    text = (PROJECT / "nginx" / "nginx.conf").read_text(encoding="utf-8")
    for said, meant in {
        # First, as the folders of tests lie there too.
        " /tmp/": f" {folder / 'tmp'}/",
        "listen 8080;": f"listen 127.0.0.1:{http_port};",
        "listen 8443 ssl;": f"listen 127.0.0.1:{https_port} ssl;",
        "server web:8000;": f"server 127.0.0.1:{upstream};",
        "/run/secrets/": f"{folder}/secrets/",
        "/var/lib/rostrum/": f"{folder}/state/",
        "zone=doors:10m rate=5r/s": "zone=doors:10m rate=1r/m",
    }.items():
        assert said in text, said
        text = text.replace(said, meant)
    for name in ("tmp", "state/static", "state/media"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    file = folder / "nginx.conf"
    file.write_text(text, encoding="utf-8")
    return file


def command(file: Path, *more: str) -> list[str]:
    # Workers of a root's nginx become somebody else, who may not see folders of tests.
    rights = "user root; " if os.geteuid() == 0 else ""
    return [str(NGINX), "-e", "/dev/stderr", "-c", str(file), "-g", f"{rights}daemon off;", *more]


@contextmanager
def serving(folder: Path, upstream: int) -> Iterator[Nginx]:
    subprocess.run([PROJECT / "deploy" / "secrets.sh", folder / "secrets"], check=True, capture_output=True)
    nginx = Nginx(folder, free_port(), free_port())
    file = configuration(folder, nginx.http_port, nginx.https_port, upstream)
    with (folder / "nginx.log").open("wb") as log, subprocess.Popen(command(file), stdout=log, stderr=log) as process:
        try:
            wait_until(nginx.is_alive, PATIENCE_SECONDS, "nginx answers")
            yield nginx
        finally:
            process.terminate()
