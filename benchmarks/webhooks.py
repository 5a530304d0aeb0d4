"""How quickly the payment provider is answered: fifty deliveries at once, each an event of its own.

The peer is the shortest answer of the same server to the same client at the same moment: what the client and the
machine themselves take.
"""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from django.conf import settings

from apps.core.ids import uuid7
from benchmarks import Figure
from benchmarks.running import product_url
from benchmarks.sign_in import milliseconds, p95

ADDRESS, SHORTEST = "/api/v1/billing/webhooks/stripe/", "/healthz"
AT_ONCE, EACH = 50, 10


def event() -> str:
    """One about a customer that is none of ours: it is kept and looked at, and changes nothing."""
    thing = {"id": f"cus_{uuid7().hex}", "object": "customer", "metadata": {}}
    made = {"id": f"evt_{uuid7().hex}", "object": "event", "type": "customer.deleted", "livemode": settings.STRIPE_LIVE}
    return json.dumps({**made, "created": int(time.time()), "data": {"object": thing}})


def prepared(base: str, method: str, path: str, body: str = "", **headers: str) -> Callable[[], bytes]:
    """A request that only has to be sent, over a connection of its own: the provider's own work is not measured."""
    host, _colon, port = urlsplit(base).netloc.partition(":")
    content = body.encode()
    said = {"Host": f"{host}:{port}", "Connection": "close", "Content-Length": str(len(content))}
    said |= {name.replace("_", "-"): text for name, text in headers.items()}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {text}" for name, text in said.items()), "", ""]
    whole = "\r\n".join(lines).encode() + content

    def ask() -> bytes:
        with socket.create_connection((host, int(port or 80)), timeout=30) as talk:
            talk.sendall(whole)
            head, _line, answer = b"".join(iter(lambda: talk.recv(65536), b"")).partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200 "):
            raise RuntimeError(f"{path}: {head[:200]!r}")
        return answer

    return ask


def prepared_delivery(base: str) -> Callable[[], bytes]:
    from stripe import WebhookSignature

    body = event()
    signed = WebhookSignature.generate_signature_header(body, settings.STRIPE_WEBHOOK_SECRETS[0])
    return prepared(base, "POST", ADDRESS, body, Content_Type="application/json", Stripe_Signature=signed)


def at_once(prepare: Callable[[], Callable[[], bytes]]) -> tuple[list[float], list[bytes]]:
    """Milliseconds and answers of AT_ONCE clients that all ask at the same moment, again and again."""
    times: list[float] = []
    answers: list[bytes] = []
    gate = threading.Barrier(AT_ONCE)

    def one() -> None:
        for _ in range(EACH):
            ask = prepare()
            gate.wait()
            times.append(milliseconds(lambda ask=ask: answers.append(ask())))  # type: ignore[misc]  # bound now

    threads = [threading.Thread(target=one) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, answers


def run() -> Iterator[Figure]:
    base = product_url()
    prepared_delivery(base)()
    floor, _answers = at_once(lambda: prepared(base, "GET", SHORTEST))
    times, answers = at_once(lambda: prepared_delivery(base))
    new = sum(bool(json.loads(answer)["new"]) for answer in answers)
    peer = f"{SHORTEST}, in the same run"
    yield Figure(f"{AT_ONCE} deliveries at once, p95", round(p95(times), 1), "ms", peer, round(p95(floor), 1))
    yield Figure("of them taken as new", new, f"of {AT_ONCE * EACH}")
