"""Charges, refunds, disputes and the entries of the account's balance."""

from stripe_simulator import JSON
from stripe_simulator.account import Account, listed, merged, plain
from stripe_simulator.billing import disputes
from stripe_simulator.errors import invalid
from stripe_simulator.expanding import includable
from stripe_simulator.paging import page_of
from stripe_simulator.payments import enter_balance, means_of, new_charge, new_intent, succeed
from stripe_simulator.resources.payment_methods import usable
from stripe_simulator.routing import Call, route
from stripe_simulator.searching import search


@route("GET /v1/charges")
def list_charges(call: Call) -> JSON:
    return page_of(call, "charge", customer=call.get("customer"), payment_intent=call.get("payment_intent"))


@route("POST /v1/charges")
def create_charge(call: Call) -> JSON:
    """The old way to take money; it makes a payment intent, too, as everything else here rests on one."""
    account, sent = call.account, call.params
    method = usable(account, sent.get("source") or "tok_visa", param="source")
    intent = new_intent(account, amount=int(sent["amount"]), currency=sent["currency"], customer=sent.get("customer"),
                        description=plain(sent.get("description")), payment_method=method["id"])  # fmt: skip
    manual = str(sent.get("capture", "true")).lower() == "false"
    taken = new_charge(account, intent, method, status="succeeded", captured=not manual)
    account.emit("charge.succeeded", taken)
    if not manual:
        succeed(account, intent, taken, method)
    return taken


@route("GET /v1/charges/search")
def search_charges(call: Call) -> JSON:
    return search(call, "charge")


@route("GET /v1/charges/{charge}")
def retrieve_charge(call: Call) -> JSON:
    return call.account.find("charge", call["charge"])


@route("POST /v1/charges/{charge}")
def update_charge(call: Call) -> JSON:
    found = call.account.find("charge", call["charge"])
    changes: JSON = {name: plain(call.params[name]) for name in ("description", "receipt_email") if name in call.params}
    if "metadata" in call.params:
        changes["metadata"] = merged(found["metadata"], call.params["metadata"])
    return call.account.change(found, changes, "charge.updated")


@route("POST /v1/charges/{charge}/capture")
def capture_charge(call: Call) -> JSON:
    account = call.account
    found = account.find("charge", call["charge"])
    if found["captured"]:
        raise invalid("This charge has already been captured.", code="charge_already_captured")
    account.change(found, {"captured": True, "amount_captured": found["amount"],
                           "balance_transaction": enter_balance(account, found)})  # fmt: skip
    account.emit("charge.captured", found)
    return found


@includable("charge", "refunds")
def _refunds(account: Account, charge: JSON) -> JSON:
    return listed(account.store.select("refund", charge=charge["id"])[::-1], f"/v1/charges/{charge['id']}/refunds")


@route("POST /v1/refunds")
def create_refund(call: Call) -> JSON:
    """Of the whole payment, or of a part that is left of it."""
    account, sent = call.account, call.params
    if sent.get("charge"):
        charge = account.find("charge", sent["charge"], param="charge")
    elif sent.get("payment_intent"):
        intent = account.find("payment_intent", sent["payment_intent"], param="payment_intent")
        if not intent["latest_charge"] or intent["status"] != "succeeded":
            raise invalid(f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
                          param="payment_intent")  # fmt: skip
        charge = account.find("charge", intent["latest_charge"], param="payment_intent")
    else:
        raise invalid("Missing required param: charge.", param="charge", code="parameter_missing")
    if charge["status"] != "succeeded":
        raise invalid(f"Charge {charge['id']} is not refundable: it did not succeed.", param="charge")
    left = charge["amount_captured"] - charge["amount_refunded"]
    if left <= 0:
        raise invalid(
            f"Charge {charge['id']} has already been refunded.", param="charge", code="charge_already_refunded"
        )
    if charge["disputed"]:
        raise invalid(f"Charge {charge['id']} is disputed.", param="charge", code="charge_disputed")
    amount = int(sent.get("amount", left))
    if amount <= 0 or amount > left:
        raise invalid(f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left}).", param="amount",
                      code="amount_too_large" if amount > 0 else "parameter_invalid_integer")  # fmt: skip
    return refund(account, charge, amount, reason=sent.get("reason"), metadata=merged({}, sent.get("metadata")))


def refund(
    account: Account, charge: JSON, amount: int, *, reason: str | None = None, metadata: JSON | None = None
) -> JSON:
    method = account.maybe(charge["payment_method"])
    how = means_of(account, method).refund if method else ""
    made = account.new(
        "refund", now=account.now_of(charge), amount=amount, charge=charge["id"], currency=charge["currency"],
        payment_intent=charge["payment_intent"], reason=reason, metadata=metadata or {},
        status="pending" if how else "succeeded",
    )  # fmt: skip
    made["destination_details"] = {"type": "card", "card": {
        "reference": "7920446188", "reference_status": "available", "reference_type": "acquirer_reference_number",
        "type": "refund",
    }}  # fmt: skip
    made["balance_transaction"] = enter_balance(account, made | {"customer": charge["customer"]}, amount=-amount,
                                                kind="refund", category="refund")  # fmt: skip
    account.save(made)
    refunded = charge["amount_refunded"] + amount
    previous = {"amount_refunded": charge["amount_refunded"], "refunded": charge["refunded"]}
    account.change(charge, {"amount_refunded": refunded, "refunded": refunded >= charge["amount_captured"]})
    account.emit("refund.created", made)
    account.emit("charge.refunded", charge, previous)
    if how == "pending":
        settle_refund(account, made, succeeded=True)
    elif how == "fails":
        settle_refund(account, made, succeeded=False)
    return account.find("refund", made["id"])


def settle_refund(account: Account, made: JSON, *, succeeded: bool) -> JSON:
    """The bank has taken it, or sends it back."""
    if succeeded:
        account.change(made, {"status": "succeeded"}, "refund.updated")
        account.emit("charge.refund.updated", made, {"status": "pending"})
        return made
    back = enter_balance(account, made, amount=made["amount"], kind="refund_failure", category="refund_failure")
    account.change(made, {"status": "failed", "failure_reason": "unknown", "failure_balance_transaction": back})
    charge = account.find("charge", made["charge"])
    account.change(charge, {"amount_refunded": charge["amount_refunded"] - made["amount"], "refunded": False})
    account.emit("refund.updated", made, {"status": "pending"})
    account.emit("refund.failed", made)
    account.emit("charge.refund.updated", made, {"status": "pending"})
    return made


@route("GET /v1/refunds")
def list_refunds(call: Call) -> JSON:
    return page_of(call, "refund", charge=call.get("charge"), payment_intent=call.get("payment_intent"))


@route("GET /v1/refunds/{refund}")
def retrieve_refund(call: Call) -> JSON:
    return call.account.find("refund", call["refund"])


@route("POST /v1/refunds/{refund}")
def update_refund(call: Call) -> JSON:
    found = call.account.find("refund", call["refund"])
    before = found["metadata"]
    changes = {"metadata": merged(before, call.get("metadata"))}
    after = call.account.change(found, changes, "refund.updated")
    if after["metadata"] != before:
        call.account.emit("charge.refund.updated", after, {"metadata": before})
    return after


@route("POST /v1/refunds/{refund}/cancel")
def cancel_refund(call: Call) -> JSON:
    found = call.account.find("refund", call["refund"])
    if found["status"] not in {"pending", "requires_action"}:
        raise invalid("Only a refund that is pending can be canceled.")
    return call.account.change(found, {"status": "canceled"}, "refund.updated")


@route("GET /v1/disputes")
def list_disputes(call: Call) -> JSON:
    return page_of(call, "dispute", charge=call.get("charge"), payment_intent=call.get("payment_intent"))


@route("GET /v1/disputes/{dispute}")
def retrieve_dispute(call: Call) -> JSON:
    return call.account.find("dispute", call["dispute"])


@route("POST /v1/disputes/{dispute}")
def update_dispute(call: Call) -> JSON:
    """Evidence with the words that Stripe documents decides the case at once."""
    account, sent = call.account, call.params
    found = account.find("dispute", call["dispute"])
    changes: JSON = {}
    evidence = {name: plain(value) for name, value in (sent.get("evidence") or {}).items()}
    if evidence:
        changes["evidence"] = found["evidence"] | evidence
        changes["evidence_details"] = found["evidence_details"] | {"has_evidence": True}
    if "metadata" in sent:
        changes["metadata"] = merged(found["metadata"], sent["metadata"])
    if evidence and sent.get("submit", True):
        details = changes["evidence_details"]
        changes["evidence_details"] = details | {"submission_count": details["submission_count"] + 1}
        changes["status"] = "warning_under_review" if found["status"].startswith("warning") else "under_review"
    account.change(found, changes, "charge.dispute.updated")
    words = str(evidence.get("uncategorized_text") or "")
    if words in {"winning_evidence", "losing_evidence"}:
        disputes.close(account, found, won=words == "winning_evidence")
    return account.find("dispute", found["id"])


@route("POST /v1/disputes/{dispute}/close")
def close_dispute(call: Call) -> JSON:
    found = call.account.find("dispute", call["dispute"])
    return disputes.close(call.account, found, won=False)


@route("GET /v1/balance_transactions")
def list_entries(call: Call) -> JSON:
    return page_of(call, "balance_transaction", source=call.get("source"), type=call.get("type"))


@route("GET /v1/balance_transactions/{entry}")
def retrieve_entry(call: Call) -> JSON:
    return call.account.find("balance_transaction", call["entry"])
