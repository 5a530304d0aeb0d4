"""The HTTP server: one process, a thread for each connection."""

import logging
import socket
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from stripe_simulator.api import Request, Response

LARGEST_BODY = 2 * 1024 * 1024
SECONDS_IDLE = 65
log = logging.getLogger(__name__)


class Server(ThreadingHTTPServer):
    """Listens on one port and hands every request to one function."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, host: str, port: int, answer: Callable[[Request], Response]) -> None:
        self.answer = answer
        super().__init__((host, port), Handler)

    def server_bind(self) -> None:
        # The name of this machine is not needed, and looking for it may take long.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "StripeSimulator"
    sys_version = ""
    timeout = SECONDS_IDLE
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server

    def handle_request_of_any_method(self) -> None:
        try:
            length = int(self.headers.get("Content-Length") or 0)
        except ValueError:
            length = -1
        if not 0 <= length <= LARGEST_BODY or self.headers.get("Transfer-Encoding"):
            self.close_connection = True
            self.send(Response(413, b'{"error":{"type":"invalid_request_error","message":"The body is too large."}}'))
            return
        body = self.rfile.read(length)
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        # What nobody expected is an answer, too; its trace is in the log.
        response = Response(500, b'{"error":{"type":"api_error","message":"The simulator has a fault; see its log."}}')
        try:
            response = self.server.answer(Request(self.command, path, query, headers, body))
        finally:
            self.finish_answer(response)

    def finish_answer(self, response: Response) -> None:
        if response.status == 0:
            self.close_connection = True
            return
        self.send(response)

    do_GET = do_POST = do_DELETE = do_HEAD = handle_request_of_any_method  # noqa: N815 -- names of the library

    def send(self, response: Response) -> None:
        self.send_response(response.status)
        self.send_header("Content-Type", response.content_type)
        self.send_header("Content-Length", str(len(response.body)))
        for name, value in response.headers.items():
            self.send_header(name, value.replace("\r", "").replace("\n", ""))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        log.info(format, *args)
