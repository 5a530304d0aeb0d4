"""Web process and worker killed while events of purchases arrive: none is lost, none counts twice."""

import json
import os
import random
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import IncompleteRead
from itertools import cycle
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from django.db.models import Count, Sum
from pytest_django import Settings

from apps.accounts.models import Membership
from apps.billing.catalogue import CREDITS, ONCE, item_of
from apps.billing.models import LedgerEntry, LedgerTransaction, Order, WebhookEvent
from apps.billing.provider import Thing
from apps.billing.queries import credit_state
from apps.billing.services import account_of, reconcile
from apps.billing.tests.signing import ADDRESS, SECRET, signature
from apps.billing.tests.simulated import KEY, Simulator
from apps.billing.tests.stories import SEATS, buy
from apps.core.models import QueuedTask
from apps.marketplace.models import License
from tests.killed_product import PATIENCE_SECONDS, Product
from tests.queue_processes import Broker, Processes, ringing_at, wait_until

# `make chaos` asks for 20.
KILLS = int(os.environ.get("CHAOS_KILLS", "2"))
EVENTS = 500 if KILLS >= 20 else 60
SENDERS, PACK, SEATS_BOUGHT = 8, 5, 3
PAUSE_SECONDS = 1.5


@pytest.fixture
def product(committed: None, tmp_path: Path, stripe: Simulator, settings: Settings) -> Iterator[Product]:
    """All of it on a broker of its own, selling by the simulator of these tests."""
    settings.STRIPE_WEBHOOK_SECRETS = [SECRET]
    broker = Broker(tmp_path)
    broker.start()
    try:
        with ringing_at(broker.url), Processes(tmp_path, broker.url) as processes:
            yield Product(processes, STRIPE_API_BASE=stripe.base, STRIPE_SECRET_KEY=KEY, STRIPE_WEBHOOK_SECRET=SECRET)
    finally:
        broker.kill()


def send_until_taken(product: Product, event: Thing) -> None:
    """As the provider does: whoever gives no answer is told again, with a new signature."""
    body = json.dumps(event)
    give_up = time.monotonic() + PATIENCE_SECONDS
    while True:
        headers = {"Content-Type": "application/json", "Stripe-Signature": signature(body)}
        asked = Request(f"{product.url}{ADDRESS}", body.encode(), headers)  # noqa: S310 -- this test's own server
        try:
            with urlopen(asked, timeout=30) as answer:  # noqa: S310 -- as above
                assert json.load(answer)["received"] is True
                return
        except (URLError, ConnectionError, TimeoutError, IncompleteRead) as error:
            if hasattr(error, "code") or time.monotonic() > give_up:
                raise
            time.sleep(0.1)


def purchases(ada: Membership, stripe: Simulator) -> tuple[int, Sequence[Thing]]:
    """How many packs were bought, beside seats, until so many events were on their way; and these, in disorder."""
    before, packs, events = stripe.last_event(), 0, list[Thing]()
    buy(ada, stripe, SEATS, SEATS_BOUGHT)
    while len(events) < EVENTS:
        buy(ada, stripe, item_of(CREDITS, str(PACK), ONCE))
        packs += 1
        events += stripe.events(events[-1]["id"] if events else before)
    random.Random(EVENTS).shuffle(events)  # noqa: S311 -- the same disorder each time
    return packs, events


def test_kills_lose_no_event_and_grant_nothing_twice(product: Product, ada: Membership, stripe: Simulator) -> None:
    packs, events = purchases(ada, stripe)
    is_over = threading.Event()

    def kill_now_and_then() -> int:
        for kills, name in enumerate(cycle(("worker", "web"))):
            # At least so often, however quickly all is done.
            if is_over.wait(PAUSE_SECONDS) and kills >= KILLS:
                return kills
            product.kill(name)
        raise AssertionError

    with ThreadPoolExecutor(1) as killer, ThreadPoolExecutor(SENDERS) as senders:
        killed = killer.submit(kill_now_and_then)
        try:
            # Each one twice, as the provider may.
            list(senders.map(lambda event: send_until_taken(product, event), [*events, *events[::-1]]))
        finally:
            is_over.set()
        kills = killed.result()

    def open_events() -> int:
        return WebhookEvent.objects.exclude(state__in=["done", "ignored"]).count()

    wait_until(lambda: not open_events(), 5 * PATIENCE_SECONDS, "every event is applied")
    print(f"{kills} kills, {len(events)} events of {packs + 1} purchases")  # noqa: T201 -- a figure for who asks with -s

    account = account_of(ada)
    assert kills >= KILLS
    assert WebhookEvent.objects.count() == len({event["id"] for event in events}) == len(events)
    assert credit_state(account).balance == packs * PACK
    assert set(Order.objects.values_list("state", flat=True)) == {Order.State.PAID}
    license_ = License.objects.get(tenant=ada.tenant, module="cv_analysis")
    assert (license_.state, license_.seat_limit) == ("active", SEATS_BOUGHT)
    booked = dict(LedgerTransaction.objects.values_list("kind").annotate(Count("pk")))
    # By its invoice or, where the payment was heard of first, by that.
    assert booked.pop("invoice-paid", 0) + booked.pop("payment", 0) == packs + 1
    assert booked == {"credits-granted": packs}
    at_provider = LedgerEntry.objects.filter(book="stripe").aggregate(sum=Sum("amount"))
    assert at_provider == Order.objects.aggregate(sum=Sum("amount"))
    assert not LedgerEntry.objects.values("transaction", "unit").annotate(sum=Sum("amount")).exclude(sum=0).exists()
    assert reconcile(whole=True).differences == []
    wait_until(
        lambda: set(QueuedTask.objects.filter(name="billing.apply_event").values_list("state", flat=True)) == {"done"},
        PATIENCE_SECONDS,
        "nothing is left in the queue",
    )
