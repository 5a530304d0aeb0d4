"""Delivers events to webhook endpoints in the background, again and again until one says that it has them."""

import http.client
import json
import logging
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import urlsplit

from stripe_simulator import JSON
from stripe_simulator.account import Account
from stripe_simulator.signing import signature_header
from stripe_simulator.store import Row

log = logging.getLogger(__name__)
SECONDS_TO_ANSWER = 20
# After the last of them the pause stays the same.
PAUSES_SECONDS = (1, 2, 5, 10, 30, 60, 120, 300)
LONGEST_SECONDS = 3 * 24 * 3600
AT_ONCE = 8
STALE_SECONDS = 900
ANSWER_LETTERS = 300


class Courier(threading.Thread):
    """Takes what is due to where it belongs, several at once."""

    def __init__(self, account: Account) -> None:
        super().__init__(name="courier", daemon=True)
        self.account = account
        self.stopped = False
        self.pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="delivery")
        # What a killed run was about to do is due again.
        with account.store.transaction():
            account.store.run("UPDATE deliveries SET state = 'due' WHERE state = 'under way'")

    def run(self) -> None:
        while not self.stopped:
            wait = self.send_what_is_due()
            self.account.bell.wait(wait)
            self.account.bell.clear()

    def stop(self) -> None:
        self.stopped = True
        self.account.bell.set()
        self.pool.shutdown(wait=True, cancel_futures=True)

    def send_what_is_due(self) -> float:
        """Hand out what is due now; the seconds until something else is."""
        store = self.account.store
        with store.transaction():
            due = store.rows("SELECT * FROM deliveries WHERE state = 'due' AND due <= ? ORDER BY due, id LIMIT ?",
                             time.time(), AT_ONCE)  # fmt: skip
            for row in due:
                store.run("UPDATE deliveries SET state = 'under way' WHERE id = ?", row["id"])
            later = store.rows("SELECT min(due) AS due FROM deliveries WHERE state = 'due'")
        for row in due:
            self.pool.submit(self.deliver, row)
        if len(due) == AT_ONCE:
            return 0.02
        following = later[0]["due"]
        return 5.0 if following is None else min(max(following - time.time(), 0.01), 5.0)

    def deliver(self, row: Row) -> None:
        """One attempt, and what comes of it."""
        store = self.account.store
        with store.transaction():
            event, endpoint = store.find(row["event"]), store.find(row["endpoint"])
            secret = store.notes(row["endpoint"]).get("secret", "")
        if event is None or endpoint is None or endpoint["status"] != "enabled":
            with store.transaction():
                store.run("UPDATE deliveries SET state = 'dropped' WHERE id = ?", row["id"])
            return
        status, answer = attempt(endpoint["url"], event, secret, row["signing"])
        self.note(row, status, answer)

    def note(self, row: Row, status: int, answer: str) -> None:
        store = self.account.store
        moment = time.time()
        accepted = 200 <= status < 300  # noqa: PLR2004 -- what the protocol calls success
        over = moment - row["first"] > LONGEST_SECONDS or row["signing"] != "right"
        state = "delivered" if accepted else "failed" if over else "due"
        pause = PAUSES_SECONDS[min(row["attempts"], len(PAUSES_SECONDS) - 1)]
        with store.transaction():
            store.run(
                "UPDATE deliveries SET state = ?, attempts = attempts + 1, status = ?, answer = ?, due = ?,"
                " finished = ? WHERE id = ?",
                state,
                status or None,
                answer[:ANSWER_LETTERS],
                moment + pause,
                moment,
                row["id"],
            )
            if accepted and (event := store.find(row["event"])):
                event["pending_webhooks"] = undelivered(self.account, event["id"])
                self.account.save(event)
        self.account.bell.set()


def undelivered(account: Account, event: str) -> int:
    """How many endpoints an event has not reached."""
    found = account.store.rows(
        "SELECT count(*) AS n FROM (SELECT endpoint FROM deliveries WHERE event = ? AND signing = 'right'"
        " GROUP BY endpoint HAVING sum(state = 'delivered') = 0)",
        event,
    )
    return int(found[0]["n"])


def attempt(url: str, event: JSON, secret: str, signing: str) -> tuple[int, str]:
    """Status and beginning of the answer; 0 and the reason when there was none."""
    body = json.dumps(event, indent=2).encode()
    moment = int(time.time()) - (STALE_SECONDS if signing == "old" else 0)
    header = signature_header(body, "whsec_of_somebody_else" if signing == "wrong" else secret, moment)
    address = urlsplit(url)
    if address.scheme == "https":
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            address.hostname or "", address.port, timeout=SECONDS_TO_ANSWER, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=SECONDS_TO_ANSWER)
    path = (address.path or "/") + (f"?{address.query}" if address.query else "")
    try:
        connection.request("POST", path, body, {
            "Content-Type": "application/json; charset=utf-8", "User-Agent": "Stripe/1.0 (simulator)", "Accept": "*/*",
            "Stripe-Signature": header,
        })  # fmt: skip
        response = connection.getresponse()
        text = response.read(ANSWER_LETTERS * 4).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        return 0, f"no answer: {error}"
    finally:
        with suppress(OSError):
            connection.close()
    return response.status, text
