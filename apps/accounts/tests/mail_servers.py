"""Small servers for tests that mail is sent to: one that speaks SMTP, one that answers as a web API."""

import json
import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar

Server = TypeVar("Server", bound=socketserver.BaseServer)


class SmtpServer(socketserver.ThreadingTCPServer):
    """Takes everything but what is addressed to `refused`, which it answers with that code."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), SmtpTalk)
        self.messages: list[tuple[str, list[str], bytes]] = []
        self.logins: list[str] = []
        self.refused: dict[str, int] = {}

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class SmtpTalk(socketserver.StreamRequestHandler):
    """One connection, as RFC 5321 has it."""

    server: SmtpServer

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 here")
        sender = ""
        receivers: list[str] = []
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "EHLO":
                self.say("250-here")
                self.say("250 AUTH PLAIN")
            elif verb == "AUTH":
                self.server.logins.append(line.split()[-1])
                self.say("235 yes")
            elif verb == "MAIL":
                sender, receivers = line[10:].strip("<>").split(">")[0], []
                self.say("250 yes")
            elif verb == "RCPT":
                receivers.append(line[8:].strip("<>"))
                code = self.server.refused.get(receivers[-1], 250)
                self.say(f"{code} {'yes' if code == 250 else 'no'}")
            elif verb == "DATA":
                self.say("354 go on")
                self.server.messages.append((sender, receivers, b"".join(iter(self.rfile.readline, b".\r\n"))))
                self.say("250 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 yes")


class WebApi(ThreadingHTTPServer):
    """Answers the same to everything and keeps what came."""

    def __init__(self, status: int = 202, answer: Mapping[str, str] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), WebTalk)
        self.status = status
        self.answer = b"" if answer is None else json.dumps(answer).encode()
        self.calls: list[tuple[str, str, Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v3/"


class WebTalk(BaseHTTPRequestHandler):
    """One request."""

    server: WebApi

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls.append((self.path, self.headers["Authorization"], json.loads(body)))
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@contextmanager
def running(server: Server) -> Iterator[Server]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
