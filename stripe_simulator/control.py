"""What the control page can do: trouble with deliveries and answers, time, disputes, payments that wait."""

import time
from collections.abc import Callable
from typing import Any

from stripe_simulator import JSON, faults, payments
from stripe_simulator.account import Account
from stripe_simulator.billing import disputes
from stripe_simulator.billing.agenda import move_to, run_until
from stripe_simulator.errors import invalid
from stripe_simulator.resources.charges import refund, settle_refund

DAY = 24 * 3600
MODES = ("", "hold", "drop", "delay")
SIGNINGS = ("right", "wrong", "old")
LONGEST_DELAY, MOST_REQUESTS, MOST_COPIES, MOST_DAYS = 3600.0, 1000, 100, 3700
GIVE_UPS = ("canceled", "unpaid", "past_due")
Deed = Callable[[Account, JSON], JSON]
DEEDS: dict[str, Deed] = {}


def deed(name: str) -> Callable[[Deed], Deed]:
    def note(function: Deed) -> Deed:
        DEEDS[name] = function
        return function

    return note


def number(sent: JSON, name: str, usual: float, *, least: float = 0, most: float = 1e9) -> float:
    try:
        value = float(sent.get(name) or usual)
    except (TypeError, ValueError):
        raise invalid(f"{name} is not a number.", param=name) from None
    if not least <= value <= most:
        raise invalid(f"{name} must be between {least:g} and {most:g}.", param=name)
    return value


def one_of(sent: JSON, name: str, words: tuple[str, ...], usual: str) -> str:
    value = str(sent.get(name) or usual)
    if value not in words:
        raise invalid(f"{name} must be one of: {', '.join(word or 'nothing' for word in words)}.", param=name)
    return value


@deed("deliveries")
def set_mode(account: Account, sent: JSON) -> JSON:
    """What happens to every event from now on: nothing special, held, dropped, or delayed by some seconds."""
    mode = one_of(sent, "mode", MODES, "")
    seconds = number(sent, "seconds", 5, most=LONGEST_DELAY)
    account.store.set_setting("deliveries", {"mode": mode, "seconds": seconds})
    return {"mode": mode, "seconds": seconds if mode == "delay" else 0}


@deed("release")
def release(account: Account, sent: JSON) -> JSON:
    """Deliver what is held: all of it oldest first, in reverse or shuffled, or the events named, in that order."""
    store = account.store
    held = store.rows("SELECT id, event FROM deliveries WHERE state = 'held' ORDER BY id")
    wanted = sent.get("events") or []
    if isinstance(wanted, str):
        wanted = wanted.replace(",", " ").split()
    if wanted:
        unknown = set(wanted) - {row["event"] for row in held}
        if unknown:
            raise invalid(f"Not held: {', '.join(sorted(unknown))}", param="events")
        held = [row for name in wanted for row in held if row["event"] == name]
    elif one_of(sent, "order", ("", "reverse"), "") == "reverse":
        held = held[::-1]
    # A tenth of a second apart, so that they arrive in this order.
    start = time.time()
    apart = number(sent, "apart", 0.1, most=LONGEST_DELAY)
    for place, row in enumerate(held):
        store.run("UPDATE deliveries SET state = 'due', due = ? WHERE id = ?", start + place * apart, row["id"])
    account.bell.set()
    return {"released": [row["event"] for row in held]}


def _again(account: Account, sent: JSON, signing: str) -> JSON:
    event = account.find("event", sent.get("event"))
    copies = int(number(sent, "copies", 1, least=1, most=MOST_COPIES))
    endpoints = account.store.select("webhook_endpoint", status="enabled")
    for _copy in range(copies):
        for endpoint in endpoints:
            account.enqueue(event["id"], endpoint["id"], state="due", signing=signing)
    return {"event": event["id"], "deliveries": copies * len(endpoints), "signing": signing}


@deed("resend")
def resend(account: Account, sent: JSON) -> JSON:
    """The same event once more, or several times, with a right signature."""
    return _again(account, sent, "right")


@deed("resign")
def resign(account: Account, sent: JSON) -> JSON:
    """The same event, signed with a wrong secret or long ago."""
    return _again(account, sent, one_of(sent, "signing", SIGNINGS, "wrong"))


@deed("drop")
def drop(account: Account, sent: JSON) -> JSON:
    """What is not delivered yet of an event never will be."""
    event = account.find("event", sent.get("event"))
    count = account.store.run(
        "UPDATE deliveries SET state = 'dropped' WHERE event = ? AND state IN ('held', 'due')", event["id"]
    )
    return {"event": event["id"], "dropped": count}


@deed("faults")
def order_fault(account: Account, sent: JSON) -> JSON:
    """The next requests to the API fail, wait, are cut off, or are done without an answer."""
    kind = one_of(sent, "kind", (*faults.KINDS, "wait", "cut", "after"), "500")
    times = int(number(sent, "times", 1, least=1, most=MOST_REQUESTS))
    seconds = number(sent, "seconds", 0, most=LONGEST_DELAY)
    path = str(sent.get("path") or "/v1/")
    faults.order(account, kind=kind, times=times, method=str(sent.get("method") or ""), path=path, seconds=seconds)
    return {"waiting": faults.waiting(account)}


@deed("calm")
def calm(account: Account, sent: JSON) -> JSON:
    """All orders are off: faults are forgotten, events go out as usual."""
    account.store.run("DELETE FROM faults")
    account.store.set_setting("deliveries", {})
    return {"waiting": []}


@deed("time")
def advance_time(account: Account, sent: JSON) -> JSON:
    """Move the time of everything that has no test clock."""
    seconds = int(number(sent, "days", 0, most=MOST_DAYS) * DAY + number(sent, "seconds", 0, most=MOST_DAYS * DAY))
    if not seconds and sent.get("to"):
        seconds = int(number(sent, "to", 0)) - account.now()
    if seconds < 0:
        raise invalid("Time only moves forward.")
    target = account.now() + seconds
    steps = run_until(account, None, target)
    with account.store.transaction():
        move_to(account, target)
    return {"now": target, "happened": steps}


@deed("disputes/open")
def open_dispute(account: Account, sent: JSON) -> JSON:
    charge = account.find("charge", _charge_name(account, sent))
    return disputes.open_dispute(account, charge, reason=str(sent.get("reason") or "fraudulent"))


@deed("disputes/close")
def close_dispute(account: Account, sent: JSON) -> JSON:
    outcome = one_of(sent, "outcome", ("won", "lost"), "lost")
    return disputes.close(account, account.find("dispute", sent.get("dispute")), won=outcome == "won")


def _charge_name(account: Account, sent: JSON) -> str:
    """A payment is named by its charge or its intent."""
    name = str(sent.get("charge") or sent.get("payment_intent") or "")
    found = account.maybe(name)
    if found and found["object"] == "payment_intent":
        return str(found["latest_charge"])
    return name


@deed("refunds/make")
def make_refund(account: Account, sent: JSON) -> JSON:
    """As somebody would in Stripe's own dashboard."""
    charge = account.find("charge", _charge_name(account, sent))
    left = charge["amount_captured"] - charge["amount_refunded"]
    return refund(account, charge, int(number(sent, "amount", left, least=1, most=max(left, 1))))


@deed("refunds/settle")
def end_refund(account: Account, sent: JSON) -> JSON:
    outcome = one_of(sent, "outcome", ("succeeded", "failed"), "succeeded")
    return settle_refund(account, account.find("refund", sent.get("refund")), succeeded=outcome == "succeeded")


@deed("payments/settle")
def settle_payment(account: Account, sent: JSON) -> JSON:
    """A payment that a bank has not decided yet."""
    intent = account.find("payment_intent", sent.get("payment_intent"))
    if intent["status"] != "processing":
        raise invalid("This payment does not wait for a bank.")
    outcome = one_of(sent, "outcome", ("succeeded", "failed"), "succeeded")
    return payments.settle(account, intent, "" if outcome == "succeeded" else "insufficient_funds")


@deed("customers/fail")
def fail_payments(account: Account, sent: JSON) -> JSON:
    """The next payments of a customer are declined, whatever the card; 0 lets them succeed again."""
    customer = account.find("customer", sent.get("customer"))
    times = int(number(sent, "times", 1, most=MOST_REQUESTS)) if sent.get("times") not in {0, "0"} else 0
    code = str(sent.get("decline_code") or "insufficient_funds")
    account.store.note(customer["id"], failing_payments=times, failing_code=code)
    return {"customer": customer["id"], "failing_payments": times, "decline_code": code}


@deed("give-up")
def set_give_up(account: Account, sent: JSON) -> JSON:
    """What a subscription becomes when the last attempt to collect has failed."""
    status = one_of(sent, "status", GIVE_UPS, "canceled")
    account.store.set_setting("give_up", status)
    return {"status": status}


def deliveries(account: Account, *, limit: int = 100, event: str | None = None) -> list[JSON]:
    """What went out or waits, newest first, with what the product answered."""
    rows = account.store.rows(
        "SELECT d.*, json_extract(e.body, '$.type') AS type, json_extract(p.body, '$.url') AS url FROM deliveries AS d"
        " LEFT JOIN objects AS e ON e.id = d.event LEFT JOIN objects AS p ON p.id = d.endpoint"
        " WHERE ? IS NULL OR d.event = ? ORDER BY d.id DESC LIMIT ?",
        event, event, limit,
    )  # fmt: skip
    return [dict(row) for row in rows]


def state(account: Account) -> JSON:
    """Everything that the control page shows."""
    control: Any = account.store.setting("deliveries", {})
    waiting = account.store.select("payment_intent", status="processing")
    return {
        "now": account.now(), "seconds_ahead": int(account.store.setting("seconds_ahead", 0)),
        "deliveries": {"mode": control.get("mode", ""), "seconds": control.get("seconds", 0)},
        "give_up": account.store.setting("give_up", "canceled"), "faults": faults.waiting(account),
        "endpoints": account.store.select("webhook_endpoint"), "processing": waiting,
        "disputes": account.store.select("dispute"), "log": deliveries(account),
    }  # fmt: skip
