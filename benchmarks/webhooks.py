"""How quickly the payment provider is answered: fifty deliveries at once, each an event of its own."""

import json
import threading
import time
from collections.abc import Iterator
from urllib.request import Request, urlopen

from django.conf import settings

from apps.core.ids import uuid7
from benchmarks import Figure
from benchmarks.running import product_url
from benchmarks.sign_in import milliseconds, p95

ADDRESS = "/api/v1/billing/webhooks/stripe/"
AT_ONCE, EACH = 50, 10


def deliver(base: str, body: str) -> bool:
    """Whether the event was taken as a new one."""
    from stripe import WebhookSignature

    signed = WebhookSignature.generate_signature_header(body, settings.STRIPE_WEBHOOK_SECRETS[0])
    headers = {"Content-Type": "application/json", "Stripe-Signature": signed}
    with urlopen(Request(f"{base}{ADDRESS}", body.encode(), headers), timeout=30) as answer:
        return bool(json.load(answer)["new"])


def event() -> str:
    """One about a customer that is none of ours: it is kept and looked at, and changes nothing."""
    thing = {"id": f"cus_{uuid7().hex}", "object": "customer", "metadata": {}}
    made = {"id": f"evt_{uuid7().hex}", "object": "event", "type": "customer.deleted", "livemode": settings.STRIPE_LIVE}
    return json.dumps({**made, "created": int(time.time()), "data": {"object": thing}})


def run() -> Iterator[Figure]:
    base = product_url()
    times: list[float] = []
    taken: list[bool] = []
    deliver(base, event())
    gate = threading.Barrier(AT_ONCE)

    def one() -> None:
        for _ in range(EACH):
            body = event()
            # All at the same moment, again and again.
            gate.wait()
            times.append(milliseconds(lambda body=body: taken.append(deliver(base, body))))  # type: ignore[misc]  # now

    threads = [threading.Thread(target=one) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    yield Figure(f"{AT_ONCE} deliveries at once, p95", round(p95(times), 1), "ms")
    yield Figure("of them taken as new", sum(taken), f"of {AT_ONCE * EACH}")
