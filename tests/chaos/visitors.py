"""Whoever asks the product over HTTP while it is hurt."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

BOUNDARY = "a-line-that-stands-in-no-cv"
BROKEN = (URLError, HTTPException, ConnectionError, TimeoutError)
PATIENCE_SECONDS = 60
LOST = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """Status (LOST where the connection broke), what was said, when it was asked and how long it took."""

    status: int
    body: bytes
    asked_at: float
    seconds: float
    kind: str = ""

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def is_error(self) -> bool:
        return self.status == LOST or self.status >= 500


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a token or with a session, or a stranger."""

    url: str
    token: str = ""
    cookie: str = ""

    def ask(self, address: str, body: bytes | None = None, method: str | None = None, **headers: str) -> Answer:
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if self.cookie:
            headers["Cookie"] = self.cookie
        asked = Request(self.url + address, body, headers, method=method)  # noqa: S310 -- this test's own server
        began = time.monotonic()

        def answer(status: int, said: bytes, kind: str = "") -> Answer:
            return Answer(status, said, began, time.monotonic() - began, kind)

        try:
            with urlopen(asked, timeout=PATIENCE_SECONDS) as got:  # noqa: S310 -- as above
                return answer(got.status, got.read(), got.headers.get("Content-Type", ""))
        except HTTPError as refused:
            with refused:
                return answer(refused.code, refused.read(), refused.headers.get("Content-Type", ""))
        except BROKEN as error:
            return answer(LOST, repr(error).encode())

    def upload(self, name: str, content: bytes) -> Answer:
        """Hand in a CV."""
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        return self.ask("/api/v1/cv-analysis/cvs/", body, **kind)


def until(is_over: Callable[[], object], deed: Callable[[], Answer], pause_seconds: float = 0) -> list[Answer]:
    """Do it again and again; all the answers."""
    answers = []
    while not is_over():
        answers.append(deed())
        time.sleep(pause_seconds)
    return answers


def percentile(seconds: list[float], share: float) -> float:
    """The time within which this share of all was done."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
