"""The control page, and the same as JSON."""

import json
from contextlib import nullcontext
from typing import Any

from stripe_simulator import JSON, control
from stripe_simulator.api import Response
from stripe_simulator.billing.amounts import money
from stripe_simulator.billing.lines import day
from stripe_simulator.errors import StripeFaultError, invalid
from stripe_simulator.forms import nested
from stripe_simulator.pages.html import Markup, button, choice, field, form, notice, page, redirect, table, tag
from stripe_simulator.pages.site import Visit, view

LATEST, OFFERED = 40, 25
WORDS = {"due": "Waits", "held": "Held", "under way": "Under way", "delivered": "Delivered", "failed": "Given up",
         "dropped": "Dropped"}  # fmt: skip
SAID = {
    "deliveries": "From now on events go out like that.", "release": "What was held goes out now.",
    "resend": "The event goes out again.", "resign": "The event goes out with a bad signature.",
    "drop": "The event will not be delivered.", "faults": "The next requests will see it.",
    "calm": "Everything is back to normal.", "time": "Time has moved, and what was due has happened.",
    "disputes/open": "The payment is disputed.", "disputes/close": "The dispute is closed.",
    "refunds/make": "The payment is refunded.", "refunds/settle": "The refund is settled.",
    "payments/settle": "The bank has decided.", "customers/fail": "The next payments of the customer will fail.",
    "give-up": "That is what happens after the last attempt.",
}  # fmt: skip


def _as_json(visit: Visit) -> bool:
    wants = visit.request.headers.get("accept", "") + visit.request.headers.get("content-type", "")
    return "application/json" in wants


def _answer(body: Any, status: int = 200) -> Response:
    return Response(status, json.dumps(body, indent=2).encode(), headers={"Cache-Control": "no-store"})


@view("/_control/state")
def state(visit: Visit) -> Response:
    return _answer(control.state(visit.account))


@view("/_control/log")
def log(visit: Visit) -> Response:
    """What was delivered, with the answers; `?event=evt_...` for one event."""
    limit = str(visit.query.get("limit", ""))
    return _answer(control.deliveries(visit.account, limit=int(limit) if limit.isdecimal() else 100,
                                      event=visit.query.get("event")))  # fmt: skip


@view("/_control/do/{deed}", whole=False)
def one_word(visit: Visit) -> Response:
    return _do(visit, visit["deed"])


@view("/_control/do/{thing}/{deed}", whole=False)
def two_words(visit: Visit) -> Response:
    return _do(visit, f"{visit['thing']}/{visit['deed']}")


def _do(visit: Visit, name: str) -> Response:
    function = control.DEEDS.get(name)
    if function is None or not visit.is_post:
        return _answer({"error": {"message": "There is no such deed."}}, 404)
    try:
        # What falls due while time moves happens one by one, so that others are answered in between.
        with nullcontext() if name == "time" else visit.account.store.transaction():
            done = function(visit.account, _sent(visit))
    except StripeFaultError as fault:
        if _as_json(visit):
            return _answer(fault.body(), fault.status)
        return show(visit, fault.error["message"])
    return _answer(done) if _as_json(visit) else redirect(f"/_control?done={name}")


def _sent(visit: Visit) -> JSON:
    if "application/json" not in visit.request.headers.get("content-type", ""):
        return nested(visit.request.body.decode("utf-8", "replace"))
    try:
        sent = json.loads(visit.request.body or b"{}")
    except ValueError:
        raise invalid("The body is not JSON.") from None
    if not isinstance(sent, dict):
        raise invalid("The body is not an object.")
    return sent


@view("/_control")
def index(visit: Visit) -> Response:
    return show(visit, "")


def show(visit: Visit, trouble: str) -> Response:
    known = control.state(visit.account) | chosen_from(visit)
    done = SAID.get(str(visit.query.get("done", "")), "")
    return page(
        "Control",
        tag("h1", "Stripe simulator"),
        notice(trouble) or notice(done, kind="good"),
        tag("div", _time(known), _traffic(known), _answers(known), _payments(known), class_="columns"),
        _log(known),
        wide=True,
        status=400 if trouble else 200,
    )


def chosen_from(visit: Visit) -> JSON:
    """The newest customers and payments, by words that people know."""
    store = visit.account.store
    people = store.page("customer", ["json_extract(body, '$.deleted') IS NULL"], [], newest=True, limit=OFFERED)
    paid = store.page(
        "payment_intent", ["json_extract(body, '$.status') = 'succeeded'"], [], newest=True, limit=OFFERED
    )
    return {
        "people": [(one["id"], one["email"] or one["name"] or one["id"]) for one in people],
        "paid": [(one["id"], f"{money(one['amount'], one['currency'])}, {one['id']}") for one in paid],
    }


def _time(known: JSON) -> Markup:
    ahead = known["seconds_ahead"] // control.DAY
    words = f"It is {day(known['now'])} here" + (f", {ahead} days ahead of the real date." if ahead else ".")
    return tag(
        "section",
        tag("h2", "Time"),
        tag("p", words),
        form(
            "/_control/do/time",
            tag(
                "div",
                field("Days", "days", "30", type_="number", min=0, max=control.MOST_DAYS),
                button("Move time forward"),
                class_="row",
            ),
        ),
        tag(
            "p",
            "Trials end, subscriptions renew, unpaid invoices are tried again, each at its own time.",
            class_="hint",
        ),
        form(
            "/_control/do/give-up",
            tag(
                "div",
                choice(
                    "After the last failed attempt a subscription is",
                    "status",
                    [(one, one.replace("_", " ")) for one in control.GIVE_UPS],
                    known["give_up"],
                ),
                button("Set"),
                class_="row",
            ),
        ),
    )


def _traffic(known: JSON) -> Markup:
    modes = [("", "delivered at once"), ("hold", "held back"), ("delay", "delayed"), ("drop", "dropped")]
    return tag(
        "section",
        tag("h2", "Events"),
        form(
            "/_control/do/deliveries",
            tag(
                "div",
                choice("New events are", "mode", modes, known["deliveries"]["mode"]),
                field(
                    "Seconds of delay",
                    "seconds",
                    f"{known['deliveries']['seconds'] or 5:g}",
                    type_="number",
                    min=0,
                    step="any",
                ),
                button("Set"),
                class_="row",
            ),
        ),
        form(
            "/_control/do/release",
            tag(
                "div",
                choice("Release what is held", "order", [("", "oldest first"), ("reverse", "newest first")]),
                field("Or these events, in this order", "events", placeholder="evt_... evt_..."),
                button("Release"),
                class_="row",
            ),
        ),
    )


def _answers(known: JSON) -> Markup:
    kinds = [
        ("429", "429 too many requests"),
        ("500", "500 server error"),
        ("503", "503 not available"),
        ("409", "409 lock"),
        ("wait", "wait"),
        ("cut", "cut off, not done"),
        ("after", "done, but cut off"),
    ]
    waiting = [
        f"{one['remaining']} × {one['kind']} for {one['method'] or 'any'} {one['path']}" for one in known["faults"]
    ]
    return tag(
        "section",
        tag("h2", "Answers of the API"),
        form(
            "/_control/do/faults",
            tag(
                "div",
                choice("Next requests", "kind", kinds),
                field("How many", "times", "1", type_="number", min=1, max=control.MOST_REQUESTS),
                field("Address begins with", "path", "/v1/"),
                field("Seconds, if they wait", "seconds", "0", type_="number", min=0),
                button("Order"),
                class_="row",
            ),
        ),
        tag("p", "; ".join(waiting) if waiting else "Nothing is ordered.", class_="hint"),
        form("/_control/do/calm", button("Back to normal")),
    )


def _payments(known: JSON) -> Markup:
    waiting = [
        [
            money(one["amount"], one["currency"]),
            tag("code", one["id"]),
            [
                _deed("payments/settle", "Arrives", payment_intent=one["id"], outcome="succeeded"),
                _deed("payments/settle", "Fails", payment_intent=one["id"], outcome="failed"),
            ],
        ]
        for one in known["processing"]
    ]
    disputed = [
        [
            money(one["amount"], one["currency"]),
            one["status"].replace("_", " "),
            [
                _deed("disputes/close", "Win", dispute=one["id"], outcome="won"),
                _deed("disputes/close", "Lose", dispute=one["id"], outcome="lost"),
            ]
            if one["status"] not in {"won", "lost"}
            else "",
        ]
        for one in known["disputes"]
    ]
    people, paid = known["people"], known["paid"]
    often = field("Payments that fail", "times", "1", type_="number", min=0)
    fails = tag("div", choice("Customer", "customer", people), often, button("Let them fail"), class_="row")
    takes = tag("div", choice("Payment", "payment_intent", paid), button("Dispute it"),
                button("Refund it", formaction="/_control/do/refunds/make"), class_="row")  # fmt: skip
    return tag(
        "section",
        tag("h2", "Payments"),
        form("/_control/do/customers/fail", fails) if people else tag("p", "No customers yet.", class_="hint"),
        form("/_control/do/disputes/open", takes) if paid else tag("p", "Nothing has been paid yet.", class_="hint"),
        tag("h2", "Waiting for a bank"),
        table(["Sum", "Payment", "Outcome"], waiting, empty="None."),
        tag("h2", "Disputes"),
        table(["Sum", "State", "Outcome"], disputed, empty="None."),
    )


def _deed(name: str, words: str, **values: str) -> Markup:
    hidden = [tag("input", type_="hidden", name=key, value=value) for key, value in values.items()]
    return form(f"/_control/do/{name}", *hidden, button(words, look="link"), look="inline")


def _log(known: JSON) -> Markup:
    rows: list[list[Any]] = []
    for one in known["log"][:LATEST]:
        deeds = [
            _deed("resend", "Again", event=one["event"]),
            _deed("resend", "Five times", event=one["event"], copies="5"),
            _deed("resign", "Wrong secret", event=one["event"], signing="wrong"),
            _deed("resign", "Too old", event=one["event"], signing="old"),
        ]
        if one["state"] in {"held", "due"}:
            deeds.append(_deed("drop", "Drop", event=one["event"]))
        answer = f"{one['status']}" if one["status"] else one["answer"] or ""
        signing = "" if one["signing"] == "right" else f", signed {one['signing']}"
        state = (
            f"{WORDS[one['state']]}{signing}, {one['attempts']} attempts"
            if one["attempts"] > 1
            else WORDS[one["state"]] + signing
        )
        rows.append([one["type"] or "", tag("code", one["event"]), state, answer, deeds])
    urls = ", ".join(one["url"] for one in known["endpoints"] if one["status"] == "enabled")
    return tag(
        "section", tag("h2", "What was delivered"),
        tag("p", f"To {urls}" if urls else "No webhook endpoint is set up, so nothing is delivered.", class_="hint"),
        table(["Event", "Id", "State", "Answer", "What you can do"], rows, empty="No events yet."),
    )  # fmt: skip
