"""The page on which a bank asks whether it is really you: 3-D Secure."""

from stripe_simulator import JSON, payments
from stripe_simulator.account import Account
from stripe_simulator.api import Response
from stripe_simulator.billing.amounts import money
from stripe_simulator.errors import missing
from stripe_simulator.pages.html import button, form, page, redirect, tag
from stripe_simulator.pages.payment import success_of
from stripe_simulator.pages.site import Visit, view
from stripe_simulator.resources import setup_intents


@view("/authenticate/{intent}")
def authenticate(visit: Visit) -> Response:
    account = visit.account
    intent = account.store.find(visit["intent"])
    if intent is None or intent["object"] not in {"payment_intent", "setup_intent"}:
        raise missing("payment_intent", visit["intent"])
    sessions = sessions_of(account, intent)
    if intent["status"] != "requires_action":
        return redirect(after(account, intent, sessions))
    if visit.is_post:
        agreed = visit.word("deed") == "agree"
        back = ((intent["next_action"] or {}).get("redirect_to_url") or {}).get("return_url")
        if intent["object"] == "payment_intent":
            payments.authenticated(account, intent, agreed=agreed)
        else:
            intent = setup_intents.authenticated(account, intent, agreed=agreed)
        _finish_setup(account, intent)
        return redirect(after(account, account.find(intent["object"], intent["id"]), sessions, back))
    what = money(intent["amount"], intent["currency"]) if intent["object"] == "payment_intent" else "keeping this card"
    return page(
        "Your bank asks",
        tag("h1", "Your bank wants to know that it is you"),
        tag("section",
            tag("p", f"Do you agree to {what}?"),
            form(f"/authenticate/{intent['id']}", tag("div",
                 button("Yes, it is me", name="deed", value="agree", look="main"),
                 button("No, refuse", name="deed", value="refuse"), class_="buttons"))),
    )  # fmt: skip


def _finish_setup(account: Account, intent: JSON) -> None:
    if intent["object"] != "setup_intent" or account.find("setup_intent", intent["id"])["status"] != "succeeded":
        return
    from stripe_simulator.checkout import finish  # noqa: PLC0415 -- only for sessions that keep a card

    for session in account.store.select("checkout.session", setup_intent=intent["id"], status="open"):
        finish(account, session, "no_payment_required")


def sessions_of(account: Account, intent: JSON) -> list[str]:
    """The checkout sessions that wait for this intent."""
    rows = account.store.rows(
        "SELECT id FROM objects WHERE kind = 'checkout.session' AND (json_extract(body, '$.payment_intent') = ?"
        " OR json_extract(body, '$.setup_intent') = ? OR json_extract(notes, '$.pending') = ?)",
        intent["id"], intent["id"], intent["id"],
    )  # fmt: skip
    return [row["id"] for row in rows]


def after(account: Account, intent: JSON, sessions: list[str], back: str | None = None) -> str:
    """Where the buyer goes on: the shop, the payment page again, or wherever the intent says."""
    for name in sessions:
        session = account.find("checkout.session", name)
        if session["status"] == "complete" and session["success_url"]:
            return success_of(session)
        return f"/pay/{name}"
    if back:
        sign = "&" if "?" in back else "?"
        return f"{back}{sign}{intent['object']}={intent['id']}&redirect_status={intent['status']}"
    payment = account.store.select("invoice_payment", payment__payment_intent=intent["id"])
    invoice = account.maybe(payment[0]["invoice"]) if payment else None
    return str(invoice["hosted_invoice_url"]) if invoice else "/_control"
