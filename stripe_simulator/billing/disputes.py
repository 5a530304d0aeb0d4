"""Disputes: a customer's bank takes a payment back, and somebody wins."""

from stripe_simulator import JSON
from stripe_simulator.account import Account
from stripe_simulator.errors import invalid
from stripe_simulator.payments import enter_balance, means_of, on_outcome

DAYS_TO_ANSWER, DAY = 7, 24 * 3600
FEE = 1500
OPEN = {"needs_response", "under_review", "warning_needs_response", "warning_under_review"}


def open_dispute(account: Account, charge: JSON, *, reason: str = "fraudulent") -> JSON:
    if charge["disputed"]:
        raise invalid("This charge is already disputed.")
    if charge["status"] != "succeeded":
        raise invalid("Only a payment that succeeded can be disputed.")
    now = account.now_of(charge)
    made = account.new(
        "dispute", now=now, amount=charge["amount"], charge=charge["id"], currency=charge["currency"], reason=reason,
        payment_intent=charge["payment_intent"], status="needs_response", is_charge_refundable=False, metadata={},
    )  # fmt: skip
    asks_only = reason == "inquiry"
    if asks_only:
        made |= {"reason": "general", "status": "warning_needs_response", "is_charge_refundable": True}
    made["evidence_details"] |= {"due_by": now + DAYS_TO_ANSWER * DAY}
    brand = charge["payment_method_details"].get("card", {}).get("brand", "visa")
    made["payment_method_details"] = {"type": "card", "card": {
        "brand": brand, "case_type": "inquiry" if asks_only else "chargeback",
        "network": brand, "network_reason_code": "10",
    }}  # fmt: skip
    account.save(made)
    account.change(charge, {"disputed": True}, "charge.updated")
    account.emit("charge.dispute.created", made)
    if asks_only:
        return made
    taken = _entry(account, made, -made["amount"])
    account.change(made, {"balance_transactions": [taken]})
    account.emit("charge.dispute.funds_withdrawn", made)
    return made


@on_outcome
def note_outcome(account: Account, intent: JSON, outcome: str) -> None:
    """Some cards are there to be disputed."""
    if outcome != "disputed":
        return
    method = account.find("payment_method", intent["payment_method"])
    open_dispute(account, account.find("charge", intent["latest_charge"]), reason=means_of(account, method).dispute)


def _entry(account: Account, dispute: JSON, amount: int) -> JSON:
    name = enter_balance(account, dispute | {"customer": None}, amount=amount, kind="adjustment",
                         category="dispute" if amount < 0 else "dispute_reversal")  # fmt: skip
    entry = account.find("balance_transaction", name)
    if amount < 0:
        details = [{"amount": FEE, "application": None, "currency": dispute["currency"], "description": "Dispute fee",
                    "type": "stripe_fee"}]  # fmt: skip
        account.change(entry, {"fee": FEE, "net": amount - FEE, "fee_details": details})
    return entry


def close(account: Account, dispute: JSON, *, won: bool) -> JSON:
    """Won: the money comes back. Lost: it does not."""
    if dispute["status"] not in OPEN:
        raise invalid("This dispute is closed.")
    asked_only = dispute["status"].startswith("warning")
    account.change(dispute, {"status": "warning_closed" if asked_only else "won" if won else "lost"})
    account.emit("charge.dispute.closed", dispute)
    if won and not asked_only:
        entries = [*dispute["balance_transactions"], _entry(account, dispute, dispute["amount"])]
        account.change(dispute, {"balance_transactions": entries})
        account.emit("charge.dispute.funds_reinstated", dispute)
    return dispute
