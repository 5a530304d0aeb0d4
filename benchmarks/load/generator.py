"""A bounded generator of load: requests are due at a steady rate, whether or not those before them are answered.

How long an answer took counts from when its request was due, so that a product which stands still for a second is
charged for everybody who waited meanwhile. At most `ASKERS` requests are under way; what is due beyond that waits here,
and its waiting counts too.
"""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

ASKERS = 24
PATIENCE_SECONDS = 30
LOST = 0


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks: by which name it is counted, and where its answer goes."""

    name: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None = None
    # Told the status and what was said, so that whoever asked can go on from there.
    then: Callable[[int, bytes], None] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Status (LOST where the connection broke), and seconds from when it was due until the last byte was here."""

    name: str
    status: int
    seconds: float
    said: bytes = b""

    @property
    def is_fault(self) -> bool:
        return self.status == LOST or self.status >= 400


@dataclass(slots=True)
class Load:
    """Everything that was answered, and how long asking it took."""

    answers: list[Answer] = field(default_factory=list)
    seconds: float = 0.0


class _Askers:
    """Threads, each with a connection of its own that stays open, that take what is due next."""

    def __init__(self, port: int, requests: Iterator[Request], rate: float, seconds: float) -> None:
        self._port, self._requests, self._rate = port, requests, rate
        self._most = int(rate * seconds)
        self._lock = threading.Lock()
        self._next = 0
        self._began = 0.0
        self.answers: list[Answer] = []

    def run(self) -> None:
        self._began = time.perf_counter()
        threads = [threading.Thread(target=self._ask_on, daemon=True) for _ in range(ASKERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _taken(self) -> tuple[float, Request] | None:
        """When the next request is due, and what it asks; who takes it waits until then."""
        with self._lock:
            if self._next >= self._most:
                return None
            due = self._began + self._next / self._rate
            self._next += 1
            return due, next(self._requests)

    def _ask_on(self) -> None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
        while taken := self._taken():
            due, request = taken
            time.sleep(max(0.0, due - time.perf_counter()))
            status, said = _asked(connection, request)
            seconds = time.perf_counter() - due
            self.answers.append(Answer(request.name, status, seconds, said if status >= 400 else b""))
            if request.then:
                request.then(status, said)
        connection.close()


def _asked(connection: HTTPConnection, request: Request) -> tuple[int, bytes]:
    """One more chance for a connection that the server had closed meanwhile, as it does with those that are idle."""
    for chance in (1, 2):
        try:
            connection.request(request.method, request.path, request.body, request.headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (HTTPException, OSError) as error:
            connection.close()
            if chance == 2 or isinstance(error, TimeoutError):
                return LOST, repr(error).encode()
    return LOST, b""


def asked_at(port: int, requests: Iterator[Request], *, rate: float, seconds: float) -> Load:
    """So many requests a second for so long."""
    askers = _Askers(port, requests, rate, seconds)
    began = time.perf_counter()
    askers.run()
    return Load(askers.answers, time.perf_counter() - began)


def percentile(seconds: list[float], share: float) -> float:
    """The time within which this share of all was done."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
