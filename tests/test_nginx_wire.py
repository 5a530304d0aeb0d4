"""What goes over the wire on both sides of nginx: versions and ciphers of TLS, and requests with two ends."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any

import pytest

from tests.nginx_process import HOST, NGINX, Nginx, serving

pytestmark = pytest.mark.skipif(NGINX is None, reason="there is no nginx here (apt-get install nginx)")
HIDDEN = "GET /hidden HTTP/1.1\r\nHost: rostrum.example\r\n\r\n"
SMALL = len("0\r\n\r\n")
# As the standard asks: an exchange of keys that are thrown away, and a cipher that notices changes.
GOOD = {
    f"ECDHE-{kind}-{cipher}"
    for kind in ("RSA", "ECDSA")
    for cipher in ("AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305")
}


def sent(*fields: str, body: str = "", first: str = "POST /open HTTP/1.1", end: str = "\r\n") -> bytes:
    """A request as its bytes; the first of two, as far as whoever reads it otherwise is concerned."""
    return (end.join([first, f"Host: {HOST}", *fields, "", ""]) + body).encode("latin-1")


CHUNKED = "Transfer-Encoding: chunked"
# Each could be read as one request or as two. What reaches the product, and what the asker is told.
TWO_ENDS = {
    "two lengths": sent("Content-Length: 0", f"Content-Length: {len(HIDDEN)}", body=HIDDEN),
    "two lengths in one field": sent(f"Content-Length: 0, {len(HIDDEN)}", body=HIDDEN),
    "length and chunks": sent(f"Content-Length: {SMALL}", CHUNKED, body=f"0\r\n\r\n{HIDDEN}"),
    "chunks and length": sent(CHUNKED, f"Content-Length: {SMALL + len(HIDDEN)}", body=f"0\r\n\r\n{HIDDEN}"),
    "two codings": sent(f"{CHUNKED}, identity", body=f"0\r\n\r\n{HIDDEN}"),
    "an unknown coding": sent("Transfer-Encoding: xchunked", body=f"0\r\n\r\n{HIDDEN}"),
    "a space before the colon": sent("Transfer-Encoding : chunked", "Content-Length: 5", body=f"0\r\n\r\n{HIDDEN}"),
    "a folded field": sent("Transfer-Encoding:\r\n chunked", "Content-Length: 5", body=f"0\r\n\r\n{HIDDEN}"),
    "chunks in HTTP/1.0": sent(CHUNKED, body=f"0\r\n\r\n{HIDDEN}", first="POST /open HTTP/1.0"),
    "a signed length": sent(f"Content-Length: +{len(HIDDEN)}", body=HIDDEN),
    "a length in hex": sent("Content-Length: 0x05", body=f"abcde{HIDDEN}"),
    "a bare return in a field": sent("X-Some: a\rContent-Length: 0", f"Content-Length: {len(HIDDEN)}", body=HIDDEN),
    "a null in a field": sent("X-Some: a\0b", "Content-Length: 0", body=HIDDEN),
    "a size that is no number": sent(CHUNKED, body=f"-5\r\nabcde\r\n0\r\n\r\n{HIDDEN}"),
    "a size that is too large": sent(CHUNKED, body=f"fffffffffffffffff\r\nabcde\r\n0\r\n\r\n{HIDDEN}"),
}


class Recorder:
    """Stands for the product: notes each request that nginx sends on, by its length alone."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        recorder = self

        class Handler(StreamRequestHandler):
            def handle(self) -> None:
                while recorder.read(self.rfile):
                    self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

        self.server = ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port: int = self.server.server_address[1]
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def read(self, stream: Any) -> bool:
        head = []
        while (line := stream.readline()) not in {b"", b"\r\n"}:
            head.append(line.decode("latin-1").rstrip("\r\n"))
        if not head:
            return False
        fields = {name.lower(): value.strip() for name, _colon, value in (one.partition(":") for one in head[1:])}
        assert "transfer-encoding" not in fields
        body = stream.read(int(fields.get("content-length", 0)))
        self.seen.append((head[0], body.decode("latin-1")))
        return True

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module")
def behind() -> Iterator[Recorder]:
    recorder = Recorder()
    yield recorder
    recorder.close()


@pytest.fixture(scope="module")
def nginx(behind: Recorder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    with serving(tmp_path_factory.mktemp("nginx"), behind.port) as front:
        yield front


def context_of(nginx: Nginx) -> ssl.SSLContext:
    """A client that checks the certificate and takes whatever it can speak otherwise."""
    found = ssl.create_default_context(cafile=str(nginx.folder / "secrets" / "tls_certificate"))
    found.set_ciphers("ALL:@SECLEVEL=0")
    found.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    return found


def speak(nginx: Nginx, context: ssl.SSLContext, said: bytes = b"") -> tuple[str | None, str, bytes]:
    """Version and cipher that were agreed upon, and what came back until the end."""
    with (
        socket.create_connection(("127.0.0.1", nginx.https_port), timeout=20) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as talk,
    ):
        cipher = talk.cipher()
        assert cipher is not None
        assert talk.compression() is None
        talk.sendall(said)
        back = b""
        if said:
            talk.settimeout(2)
            with suppress(TimeoutError):
                while piece := talk.recv(65536):
                    back += piece
        return talk.version(), cipher[0], back


def statuses(back: bytes) -> list[int]:
    return [int(part[:3]) for part in back.split(b"HTTP/1.1 ")[1:]]


@pytest.mark.parametrize("version", ["TLSv1_2", "TLSv1_3"])
def test_newer_versions_of_tls_are_spoken(nginx: Nginx, version: str) -> None:
    context = context_of(nginx)
    context.minimum_version = context.maximum_version = ssl.TLSVersion[version]

    said, cipher, _back = speak(nginx, context)

    assert (said, cipher in GOOD or cipher.startswith("TLS_")) == (version.replace("_", "."), True)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize("version", ["TLSv1", "TLSv1_1"])
def test_older_versions_of_tls_are_refused(nginx: Nginx, version: str) -> None:
    context = context_of(nginx)
    context.minimum_version = context.maximum_version = ssl.TLSVersion[version]

    with pytest.raises(ssl.SSLError, match="TLSV1_ALERT_PROTOCOL_VERSION"):
        speak(nginx, context)


def test_the_newest_version_is_taken_if_there_is_a_choice(nginx: Nginx) -> None:
    assert speak(nginx, context_of(nginx))[0] == "TLSv1.3"


def test_no_cipher_but_the_good_ones_is_agreed_upon(nginx: Nginx) -> None:
    """Each that this machine's OpenSSL knows is offered alone."""
    known = context_of(nginx)
    known.set_ciphers("ALL:COMPLEMENTOFALL:@SECLEVEL=0")
    names = sorted({one["name"] for one in known.get_ciphers() if one["protocol"] != "TLSv1.3"})
    agreed = set()
    for name in names:
        context = context_of(nginx)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers(f"{name}:@SECLEVEL=0")
        with suppress(ssl.SSLError):
            agreed.add(speak(nginx, context)[1])

    assert len(names) > 30
    assert (agreed - GOOD, len(agreed)) == (set(), 3)


def test_what_a_request_holds_comes_through_whole(nginx: Nginx, behind: Recorder) -> None:
    """In one piece, in chunks, and one after the other: what the tests below compare with."""
    behind.seen.clear()
    chunks = sent(CHUNKED, body="3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
    plain = sent("Content-Length: 3", "Connection: close", body="abc")

    assert statuses(speak(nginx, context_of(nginx), chunks + plain)[2]) == [200, 200]
    assert behind.seen == [("POST /open HTTP/1.1", "abcde"), ("POST /open HTTP/1.1", "abc")]


@pytest.mark.parametrize("kind", TWO_ENDS)
def test_a_request_with_two_ends_is_refused_and_hides_nothing(nginx: Nginx, behind: Recorder, kind: str) -> None:
    behind.seen.clear()

    back = statuses(speak(nginx, context_of(nginx), TWO_ENDS[kind])[2])

    assert behind.seen == []
    assert (len(back), back[0] in {400, 413, 501}) == (1, True)


def test_bare_line_ends_are_read_as_everybody_reads_them(nginx: Nginx, behind: Recorder) -> None:
    """nginx takes them, and sends on whole ones, so that nobody behind it can differ."""
    behind.seen.clear()

    back = speak(nginx, context_of(nginx), sent("Content-Length: 3", "Connection: close", body="abc", end="\n"))[2]

    assert (statuses(back), behind.seen) == ([200], [("POST /open HTTP/1.1", "abc")])


def test_trace_ends_at_the_edge(nginx: Nginx, behind: Recorder) -> None:
    behind.seen.clear()

    answer = nginx.ask("/", "TRACE", {"X-Secret": "sent back"})

    assert (answer.status, b"sent back" in answer.body, behind.seen) == (405, False, [])


@pytest.mark.parametrize("path", ["/api/v1/auth/login/", "/t/acme/api/v1/auth/profile/"])
def test_programs_without_tls_are_refused_and_led_nowhere(nginx: Nginx, path: str) -> None:
    talk = HTTPConnection("127.0.0.1", nginx.http_port, timeout=20)
    talk.request("POST", path, headers={"Host": HOST})
    answer = talk.getresponse()

    assert (answer.status, answer.headers["Content-Type"], answer.headers["Location"]) == (
        *(403, "application/problem+json"),
        None,
    )
    assert b'"code":"tls-required"' in answer.read()
    talk.close()
