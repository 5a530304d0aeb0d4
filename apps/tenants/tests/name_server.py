"""A tiny name server for tests: it speaks real DNS over UDP and knows what a test tells it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


class NameServer:
    """Answers TXT and A questions from `texts`; names in `empty` exist without any record, all others do not."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self.empty: set[str] = set()
        self.is_broken = False
        self.asked: list[str] = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.address: tuple[str, int] = self.socket.getsockname()

    def serve(self) -> None:
        """Until an empty packet comes; closing the socket would not wake whoever waits for it."""
        while True:
            data, client = self.socket.recvfrom(4096)
            if not data:
                return
            self.socket.sendto(self.answer(data), client)

    def answer(self, data: bytes) -> bytes:
        query = dns.message.from_wire(data)
        question = query.question[0]
        name = question.name.to_text().rstrip(".").lower()
        self.asked.append(name)
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        if self.is_broken:
            response.set_rcode(dns.rcode.SERVFAIL)
        elif name in self.texts and question.rdtype == dns.rdatatype.TXT:
            quoted = [f'"{text}"' for text in self.texts[name]]
            response.answer.append(dns.rrset.from_text(question.name, 60, "IN", "TXT", *quoted))
        elif name not in self.texts and name not in self.empty:
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response.to_wire()


@contextmanager
def name_server() -> Iterator[NameServer]:
    server = NameServer()
    thread = Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.socket.sendto(b"", server.address)
        thread.join()
        server.socket.close()
