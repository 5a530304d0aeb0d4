"""The simulated Stripe account: its objects, its clock, and the events that tell of every change."""

import json
import secrets
import string
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

from stripe_simulator import API_VERSION, JSON
from stripe_simulator.errors import missing
from stripe_simulator.parameters import UNSET, Unset
from stripe_simulator.store import Store

LETTERS = string.ascii_letters + string.digits
BLANKS: JSON = json.loads(Path(__file__).with_name("blanks.json").read_text(encoding="utf-8"))
# What an id begins with tells what it names.
PREFIXES = {
    "balance_transaction": "txn", "billing.meter": "mtr_test", "billing.meter_event_summary": "mtrusg_test",
    "billing_portal.configuration": "bpc", "billing_portal.session": "bps", "charge": "ch",
    "checkout.session": "cs_test", "customer": "cus", "customer_balance_transaction": "cbtxn", "discount": "di",
    "dispute": "du", "event": "evt", "invoice": "in", "invoice_payment": "inpay", "invoiceitem": "ii", "item": "li",
    "line_item": "il", "payment_intent": "pi", "payment_method": "pm", "plan": "price", "price": "price",
    "product": "prod", "promotion_code": "promo", "refund": "re", "setup_intent": "seti", "subscription": "sub",
    "subscription_item": "si", "subscription_schedule": "sub_sched", "tax_id": "txi",
    "test_helpers.test_clock": "clock", "webhook_endpoint": "we",
}  # fmt: skip

# When something will happen to an object by itself: filled by billing/agenda.py.
DUE: dict[str, Callable[["Account", JSON], int | None]] = {}
# What is due at the same moment happens in this order.
RANKS: dict[str, int] = {}


def random_text(length: int) -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(length))


class Account:
    """Everything that one run of the simulator knows."""

    def __init__(self, folder: Path, *, public_url: str) -> None:
        self.store = Store(folder)
        self.public_url = public_url.rstrip("/")
        # Rung when there is something to deliver or time has moved.
        self.bell = threading.Event()
        # Of the request that is being answered.
        self.request: JSON | None = None
        # Whether changes are only tried, so that nobody is told.
        self.muted = False
        # The moment at which things happen that were due in the past, where no test clock says it.
        self.moment: int | None = None

    def new(self, kind: str, *, now: int | None = None, **values: Any) -> JSON:
        """An object with every field that Stripe shows; not written yet."""
        body: JSON = deepcopy(BLANKS[kind])
        if "id" in body and kind in PREFIXES:
            body["id"] = f"{PREFIXES[kind]}_{random_text(24)}"
        if "created" in body:
            body["created"] = self.now() if now is None else now
        if "livemode" in body:
            body["livemode"] = False
        return body | values

    def find(self, kind: str, name: Any, *, param: str = "id") -> JSON:
        """The object, or the fault that Stripe names."""
        found = self.store.find(str(name))
        if found is None or found["object"] != kind:
            raise missing(kind, str(name), param=param)
        return found

    def maybe(self, name: str | None) -> JSON | None:
        """The object, if there is a name and something has it."""
        return self.store.find(name) if name else None

    def save(self, body: JSON) -> JSON:
        """Write it, and when something will happen to it by itself."""
        self.store.put(body)
        self.remind(body)
        return body

    def note(self, body: JSON, **values: Any) -> None:
        """Keep something about an object that nobody is shown."""
        self.store.note(body["id"], **values)
        self.remind(body)

    def remind(self, body: JSON) -> None:
        if (due := DUE.get(body["object"])) is not None:
            moment = due(self, body)
            self.store.run("DELETE FROM agenda WHERE id = ?", body["id"])
            if moment is not None:
                self.store.run(
                    "INSERT INTO agenda VALUES (?, ?, ?, ?)",
                    body["id"],
                    self.clock_of(body),
                    moment,
                    RANKS[body["object"]],
                )
                self.bell.set()

    def create(self, body: JSON, event: str | None = None) -> JSON:
        """Write a new object and tell of it."""
        self.save(body)
        if event:
            self.emit(event, body)
        return body

    def change(self, body: JSON, changes: JSON, event: str | None = None) -> JSON:
        """Write changes of an object and tell of them with what was before, unless nothing changed."""
        current = self.store.find(body["id"]) or body
        before = deepcopy(current)
        current |= changes
        body |= current
        previous = differences(before, current)
        if not previous:
            return current
        self.save(current)
        if event:
            self.emit(event, current, previous)
        return current

    def now(self, clock: str | None = None) -> int:
        """The time of a test clock, or of everything that has none."""
        if clock and (found := self.store.find(clock)):
            return int(found["frozen_time"])
        if self.moment is not None:
            return self.moment
        return int(time.time()) + int(self.store.setting("seconds_ahead", 0))

    def clock_of(self, body: JSON | None) -> str | None:
        """The test clock that an object lives by: its own or its customer's."""
        if body is None:
            return None
        if body.get("test_clock"):
            return str(body["test_clock"])
        customer = self.maybe(body.get("customer")) if isinstance(body.get("customer"), str) else None
        return customer.get("test_clock") if customer else None

    def now_of(self, body: JSON | None) -> int:
        return self.now(self.clock_of(body))

    def emit(self, kind: str, body: JSON, previous: JSON | None = None) -> JSON:
        """Write the event that tells of a change, and have it delivered to every endpoint that wants it."""
        shown = {name: value for name, value in body.items() if value is not UNSET}
        data: JSON = {"object": deepcopy(shown)}
        if previous is not None:
            data["previous_attributes"] = previous
        if self.muted:
            return {}
        event = self.new("event", now=self.now_of(body), type=kind, data=data, api_version=API_VERSION,
                         request=self.request or {"id": None, "idempotency_key": None})  # fmt: skip
        wanted = [one for one in self.store.select("webhook_endpoint", status="enabled") if wants(one, kind)]
        event["pending_webhooks"] = len(wanted)
        self.save(event)
        for endpoint in wanted:
            self.enqueue(event["id"], endpoint["id"])
        return event

    def enqueue(self, event: str, endpoint: str, **how: Any) -> None:
        """Have an event delivered once, at once unless the control page holds or delays."""
        control = self.store.setting("deliveries", {})
        state = how.get("state") or ("held" if control.get("mode") == "hold" else "due")
        if control.get("mode") == "drop" and "state" not in how:
            state = "dropped"
        moment = time.time()
        due = moment + float(control.get("seconds", 0) if control.get("mode") == "delay" else 0)
        self.store.run(
            "INSERT INTO deliveries (event, endpoint, state, due, first, signing) VALUES (?, ?, ?, ?, ?, ?)",
            event, endpoint, state, due, moment, how.get("signing", "right"),
        )  # fmt: skip
        self.bell.set()

    @contextmanager
    def asked_by(self, request: str | None, key: str | None) -> Iterator[None]:
        """Events in it say which request caused them."""
        before, self.request = self.request, {"id": request, "idempotency_key": key}
        try:
            yield
        finally:
            self.request = before


def wants(endpoint: JSON, kind: str) -> bool:
    return "*" in endpoint["enabled_events"] or kind in endpoint["enabled_events"]


def differences(before: JSON, after: JSON) -> JSON:
    """What changed, with the old values; mappings say only the parts that differ, lists are whole."""
    found: JSON = {}
    for name in after.keys() | before.keys():
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if isinstance(old, dict) and isinstance(new, dict) and old.get("object") == new.get("object") != "list":
            found[name] = differences(old, new)
        else:
            found[name] = old
    return found


def merged(metadata: JSON | None, sent: JSON | Unset | None) -> JSON:
    """Metadata as Stripe merges them: an empty value takes a key away, an empty text all of them."""
    if sent is None:
        return metadata or {}
    if isinstance(sent, Unset):
        return {}
    both = {**(metadata or {}), **sent}
    return {name: value for name, value in both.items() if value != ""}


def plain(value: Any) -> Any:
    """A parameter as a field shows it: what is unset is null."""
    return None if isinstance(value, Unset) or value == "" else value


def listed(data: list[JSON], url: str) -> JSON:
    """A list inside an object."""
    return {"object": "list", "data": data, "has_more": False, "url": url}
