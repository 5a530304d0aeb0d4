"""Disputes: a customer's bank takes a payment back, and somebody wins."""

from stripe_simulator import JSON
from stripe_simulator.account import Account
from stripe_simulator.errors import invalid
from stripe_simulator.payments import enter_balance

DAYS_TO_ANSWER, DAY = 7, 24 * 3600
FEE = 1500
OPEN = {"needs_response", "under_review", "warning_needs_response"}


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
    made["evidence_details"] |= {"due_by": now + DAYS_TO_ANSWER * DAY}
    made["payment_method_details"] = {"type": "card", "card": {
        "brand": charge["payment_method_details"].get("card", {}).get("brand", "visa"), "case_type": "chargeback",
        "network_reason_code": "10",
    }}  # fmt: skip
    account.save(made)
    account.change(charge, {"disputed": True}, "charge.updated")
    account.emit("charge.dispute.created", made)
    taken = _entry(account, made, -made["amount"])
    account.change(made, {"balance_transactions": [taken]})
    account.emit("charge.dispute.funds_withdrawn", made)
    return made


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
    account.change(dispute, {"status": "won" if won else "lost"})
    account.emit("charge.dispute.closed", dispute)
    if won:
        entries = [*dispute["balance_transactions"], _entry(account, dispute, dispute["amount"])]
        account.change(dispute, {"balance_transactions": entries})
        account.emit("charge.dispute.funds_reinstated", dispute)
    return dispute
