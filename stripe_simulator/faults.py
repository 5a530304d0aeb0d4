"""Troubles that the control page orders for the next requests."""

import time
from dataclasses import dataclass

from stripe_simulator import JSON
from stripe_simulator.account import Account
from stripe_simulator.errors import StripeFaultError

KINDS = {
    "429": (429, "rate_limit", "Request rate limit exceeded."),
    "500": (500, "api_error", "An unknown error occurred."),
    "503": (503, "api_error", "The service is not available for the moment."),
    "409": (409, "lock_timeout", "This object cannot be accessed right now because another request uses it."),
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """What happens to one request."""

    kind: str
    seconds: float


def next_trouble(account: Account, method: str, path: str) -> Trouble | None:
    """The oldest order that fits this request; it is used up by one."""
    store = account.store
    with store.transaction():
        for row in store.rows("SELECT * FROM faults WHERE remaining > 0 ORDER BY id"):
            if row["method"] in {"", method} and path.startswith(row["path"]):
                store.run("UPDATE faults SET remaining = remaining - 1 WHERE id = ?", row["id"])
                return Trouble(row["kind"], row["seconds"])
    return None


def order(account: Account, *, kind: str, times: int, method: str = "", path: str = "", seconds: float = 0.0) -> None:
    with account.store.transaction():
        account.store.run(
            "INSERT INTO faults (method, path, kind, seconds, remaining) VALUES (?, ?, ?, ?, ?)",
            method.upper(), path, kind, seconds, times,
        )  # fmt: skip


def waiting(account: Account) -> list[JSON]:
    rows = account.store.rows("SELECT * FROM faults WHERE remaining > 0 ORDER BY id")
    return [dict(row) for row in rows]


def suffer(trouble: Trouble) -> None:
    """Wait, or fail, before anything is done."""
    if trouble.kind in KINDS:
        status, code, message = KINDS[trouble.kind]
        kind = "invalid_request_error" if status in {409, 429} else "api_error"
        raise StripeFaultError(status, kind, message, code=code if status in {409, 429} else None)
    time.sleep(trouble.seconds)
