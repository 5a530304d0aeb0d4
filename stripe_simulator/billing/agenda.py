"""What happens by itself, when its time comes: renewals, ends of trials, retries, expiries."""

import logging
import threading
import time

from stripe_simulator import JSON, payments
from stripe_simulator.account import DUE, RANKS, Account
from stripe_simulator.billing import invoicing, lifecycle, scheduling
from stripe_simulator.billing.lifecycle import cancel_now, items_of, period_end, renew
from stripe_simulator.billing.previewing import preview
from stripe_simulator.errors import StripeFaultError

HOUR, DAY = 3600, 24 * 3600
HOURS_TO_COMPLETE, DAYS_OF_NOTICE, DAYS_OF_TRIAL_NOTICE = 23, 7, 3
# A loop that never ends would hold everything up.
MOST_STEPS = 20_000
log = logging.getLogger(__name__)


def due_of_subscription(account: Account, subscription: JSON) -> int | None:
    return _next_of_subscription(account, subscription)[0]


def _next_of_subscription(account: Account, subscription: JSON) -> tuple[int | None, str]:
    """The moment and what happens then."""
    status = subscription["status"]
    if status in lifecycle.ENDED or not items_of(subscription):
        return None, ""
    if status == "incomplete":
        return subscription["created"] + HOURS_TO_COMPLETE * HOUR, "expire"
    notes = account.store.notes(subscription["id"])
    end = period_end(subscription)
    coming: list[tuple[int, str]] = []
    if subscription["cancel_at"]:
        coming.append((subscription["cancel_at"], "end"))
    if status != "paused":
        coming.append((end, "renew"))
    pause = subscription["pause_collection"]
    if pause and pause["resumes_at"]:
        coming.append((pause["resumes_at"], "resume"))
    if status == "trialing" and notes.get("trial_notice") != subscription["trial_end"]:
        coming.append((subscription["trial_end"] - DAYS_OF_TRIAL_NOTICE * DAY, "trial notice"))
    if status == "active" and notes.get("notice") != end and not subscription["cancel_at"]:
        coming.append((end - DAYS_OF_NOTICE * DAY, "notice"))
    return min(coming, default=(None, ""), key=lambda one: (one[0], one[1] != "end"))


def do_subscription(account: Account, subscription: JSON) -> None:
    deed = _next_of_subscription(account, subscription)[1]
    if deed == "expire":
        cancel_now(account, subscription, reason="payment_failed")
    elif deed == "end":
        cancel_now(account, subscription, reason="cancellation_requested")
    elif deed == "renew":
        renew(account, subscription)
    elif deed == "resume":
        account.change(subscription, {"pause_collection": None}, "customer.subscription.updated")
    elif deed == "trial notice":
        account.note(subscription, trial_notice=subscription["trial_end"])
        account.emit("customer.subscription.trial_will_end", subscription)
    elif deed == "notice":
        account.note(subscription, notice=period_end(subscription))
        _tell_of_coming_invoice(account, subscription)


def _tell_of_coming_invoice(account: Account, subscription: JSON) -> None:
    try:
        coming = preview(account, {"subscription": subscription["id"]})
    except StripeFaultError:
        return
    account.emit("invoice.upcoming", coming)


def due_of_invoice(account: Account, invoice: JSON) -> int | None:
    if invoice["status"] == "draft" and invoice["auto_advance"]:
        moment: int | None = invoice["automatically_finalizes_at"]
        return moment
    return invoice["next_payment_attempt"] if invoice["status"] == "open" else None


def do_invoice(account: Account, invoice: JSON) -> None:
    try:
        if invoice["status"] != "draft":
            invoicing.attempt(account, invoice)
            return
        invoicing.finalize(account, invoice)
        opened = account.find("invoice", invoice["id"])
        if opened["status"] == "open" and opened["collection_method"] == "send_invoice":
            account.emit("invoice.sent", opened)
        elif opened["status"] == "open":
            invoicing.attempt(account, opened)
    except StripeFaultError as fault:
        # The failure is written; where it is not, nothing more is tried.
        if not fault.keep:
            account.change(
                account.find("invoice", invoice["id"]), {"auto_advance": False, "next_payment_attempt": None}
            )


def due_of_session(account: Account, session: JSON) -> int | None:
    return session["expires_at"] if session["status"] == "open" else None


def do_session(account: Account, session: JSON) -> None:
    account.change(session, {"status": "expired", "url": None})
    account.emit("checkout.session.expired", session)


def due_of_intent(account: Account, intent: JSON) -> int | None:
    if intent["status"] != "processing":
        return None
    moment: int | None = account.store.notes(intent["id"]).get("settles_at")
    return moment


def do_intent(account: Account, intent: JSON) -> None:
    payments.settle(account, intent)


DEEDS = {
    "subscription_schedule": (scheduling.due_of_schedule, scheduling.do_schedule),
    "subscription": (due_of_subscription, do_subscription),
    "invoice": (due_of_invoice, do_invoice),
    "checkout.session": (due_of_session, do_session),
    "payment_intent": (due_of_intent, do_intent),
}
DUE |= {kind: due for kind, (due, _deed) in DEEDS.items()}
RANKS |= {kind: rank for rank, kind in enumerate(DEEDS)}


def run_until(account: Account, clock: str | None, moment: int) -> int:
    """Do everything that is due until a moment, each thing at its own time; how many things that were."""
    steps = 0
    while steps < MOST_STEPS:
        with account.store.transaction():
            rows = account.store.rows(
                "SELECT id, due FROM agenda WHERE clock IS ? AND due <= ? ORDER BY due, rank, rowid LIMIT 1",
                clock,
                moment,
            )
            if not rows:
                return steps
            _do(account, clock, rows[0]["id"], rows[0]["due"])
        steps += 1
    log.error("More than %s things were due until %s.", MOST_STEPS, moment)
    return steps


def move_to(account: Account, moment: int) -> None:
    """It is this late now for everything without a test clock; time never goes back."""
    ahead = moment - int(time.time())
    if ahead > int(account.store.setting("seconds_ahead", 0)):
        account.store.set_setting("seconds_ahead", ahead)


def _do(account: Account, clock: str | None, name: str, due: int) -> None:
    account.store.run("DELETE FROM agenda WHERE id = ?", name)
    body = account.store.find(name)
    if body is None:
        return
    if clock is None:
        move_to(account, due)
        account.moment = due
    elif (found := account.store.find(clock)) and found["frozen_time"] < due:
        account.save(found | {"frozen_time": due})
    try:
        with account.asked_by(None, None):
            DEEDS[body["object"]][1](account, body)
    finally:
        account.moment = None
    if (after := account.store.find(name)) is not None:
        account.remind(after)


class Ticker(threading.Thread):
    """Looks every second at what is due, and at test clocks that are to move."""

    def __init__(self, account: Account) -> None:
        super().__init__(name="ticker", daemon=True)
        self.account = account
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.wait(0.25):
            self.look()

    def look(self) -> None:
        run_until(self.account, None, int(time.time()) + int(self.account.store.setting("seconds_ahead", 0)))
        for clock in self.account.store.select("test_helpers.test_clock", status="advancing"):
            advance(self.account, clock)

    def stop(self) -> None:
        self.stopped.set()


def advance(account: Account, clock: JSON) -> None:
    """Move a test clock to where it shall be."""
    target = int(clock["status_details"]["advancing"]["target_frozen_time"])
    run_until(account, clock["id"], target)
    with account.store.transaction():
        account.change(clock, {"status": "ready", "frozen_time": target, "status_details": {}})
        account.emit("test_helpers.test_clock.ready", clock)
