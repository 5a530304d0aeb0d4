"""Whatever is sent in the types that the library lets one send: the answer is one of Stripe's, not a fault of ours."""

import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from stripe_simulator import API_VERSION, JSON
from stripe_simulator.account import Account
from stripe_simulator.api import Api, Request
from stripe_simulator.billing.agenda import run_until
from stripe_simulator.parameters import DESCRIBED
from stripe_simulator.resources import ROUTES, load
from stripe_simulator.tests.shapes import event_problems, problems

REQUESTS, SEEDS = 1200, (1, 2)
DAY = 24 * 3600
load()
DESCRIPTIONS: JSON = json.loads(DESCRIBED.read_text(encoding="utf-8"))
WORDS = ("", "eur", "usd", "Ada", "ada@x.example", "pm_card_visa", "pm_card_authenticationRequired", "https://x.example/",
         "4242424242424242", "minutes", "http://127.0.0.1:9/", "now")  # fmt: skip
NUMBERS = (0, 1, 2, 50, 1999, 86400, -1)
# Names of parameters that are ids -> kinds of objects.
IDS = {
    "customer": "customer", "price": "price", "product": "product", "subscription": "subscription", "coupon": "coupon",
    "promotion_code": "promotion_code", "payment_method": "payment_method", "payment_intent": "payment_intent",
    "charge": "charge", "invoice": "invoice", "default_payment_method": "payment_method", "meter": "billing.meter",
    "from_subscription": "subscription", "test_clock": "test_helpers.test_clock", "id": "subscription_item",
}  # fmt: skip
Ask = Callable[[str, str, JSON], tuple[int, JSON]]


class Guesser:
    """Sends what fits the description by its types, and mostly names what is there."""

    def __init__(self, seed: int, account: Account) -> None:
        self.random = random.Random(seed)  # noqa: S311 -- guesses, no secrets
        self.account = account

    def value(self, described: Any, name: str) -> Any:
        if name in IDS and described == "string" and self.random.random() < 0.9:
            return self.some(IDS[name])
        if isinstance(described, str):
            return self.plain(described, name)
        (kind, inner), *_more = described.items()
        if kind == "fields":
            needed = described.get("required", ())
            return {key: self.value(part, key) for key, part in inner.items()
                    if key not in {"expand"} and (key in needed or self.random.random() < 0.12)}  # fmt: skip
        if kind == "list":
            return [self.value(inner, name) for _ in range(self.random.randint(1, 2))]
        if kind == "map":
            return {self.random.choice(("a", "stripe_customer_id", "value")): self.value(inner, "customer")}
        if kind == "or_unset":
            return "" if self.random.random() < 0.1 else self.value(inner, name)
        return self.random.choice(inner) if kind == "one_of" else self.value(self.random.choice(inner), name)

    def plain(self, kind: str, name: str) -> Any:
        if kind == "boolean":
            return self.random.choice(("true", "false"))
        if kind == "decimal":
            return self.random.choice(("0", "12.5", "100"))
        if kind == "integer":
            ahead = self.account.now() + self.random.choice((-DAY, DAY, 40 * DAY))
            return ahead if name.endswith(("_at", "_end", "_date", "time", "anchor")) else self.random.choice(NUMBERS)
        return "eur" if name == "currency" else self.random.choice(WORDS)

    def some(self, kind: str) -> str:
        rows = self.account.store.rows("SELECT id FROM objects WHERE kind = ? ORDER BY sequence", kind)
        return str(self.random.choice(rows)["id"]) if rows else "none_of_them"


def flat(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from flat(part, f"{name}[{key}]" if name else key)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from flat(part, f"{name}[{number}]")
    else:
        yield name, str(value)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_answer_is_one_of_stripes_and_everything_fits(tmp_path: Path, seed: int) -> None:
    account = Account(tmp_path, public_url="http://localhost:1")
    api, guesser = Api(account, ("sk_test_key",)), Guesser(seed, account)
    headers = {"authorization": "Bearer sk_test_key", "stripe-version": API_VERSION}
    begin(api, headers)
    statuses: dict[int, int] = {}
    wrong: list[str] = []
    for _request in range(REQUESTS):
        method, pattern = guesser.random.choice(
            [one for one in ROUTES if one[0] != "DELETE" or guesser.random.random() < 0.1]
        )
        path = pattern
        while "{" in path:
            start, _, rest = path.partition("{")
            word, _, rest = rest.partition("}")
            path = f"{start}{guesser.some(kind_of(pattern, word))}{rest}"
        address = f"{method} {pattern_key(pattern)}"
        sent = dict(flat(guesser.value(DESCRIPTIONS.get(address, {"fields": {}}), "")))
        text = urlencode(sent)
        request = Request(
            method, path, text if method != "POST" else "", headers, text.encode() if method == "POST" else b""
        )
        answer = api.answer(request)
        statuses[answer.status] = statuses.get(answer.status, 0) + 1
        body = json.loads(answer.body)
        if answer.status != 200 and not body["error"]["message"]:
            wrong.append(f"{address}: an error without words")
        if guesser.random.random() < 0.02:
            account.store.set_setting("seconds_ahead", account.store.setting("seconds_ahead", 0) + 9 * DAY)
            run_until(account, None, account.now())
    for row in account.store.rows("SELECT kind, body FROM objects"):
        body = json.loads(row["body"])
        wrong += event_problems(body) if row["kind"] == "event" else problems(body)
    account.store.close()
    assert sorted(set(wrong)) == []
    assert statuses.keys() <= {200, 400, 402, 404}
    assert statuses[200] > REQUESTS / 4, statuses


def begin(api: Api, headers: dict[str, str]) -> None:
    """Something of most kinds, so that there is something to name."""

    def ask(path: str, text: str) -> str:
        answer = api.answer(Request("POST", f"/v1/{path}", "", headers, text.encode()))
        body = json.loads(answer.body)
        assert answer.status == 200, body
        return str(body.get("id"))

    prices = []
    for interval in ("month", "year"):
        product = ask("products", f"name={interval}")
        prices.append(ask("prices", f"product={product}&currency=eur&unit_amount=2900&recurring[interval]={interval}"))
    card = "payment_method=pm_card_visa&invoice_settings[default_payment_method]=pm_card_visa"
    people = [ask("customers", f"email={name}@x.example&{card}") for name in ("ada", "ben", "cleo")]
    for person in people:
        for _time in range(3):
            ask("subscriptions", f"customer={person}&items[0][price]={prices[0]}&items[0][quantity]=3")
        ask("invoiceitems", f"customer={person}&amount=700&currency=eur")
        ask("invoices", f"customer={person}")
        ask("payment_intents", f"customer={person}&amount=900&currency=eur&payment_method=pm_card_visa&confirm=true")
        ask("payment_intents", f"customer={person}&amount=900&currency=eur&payment_method=pm_card_visa")
    coupon = ask("coupons", "percent_off=20&duration=forever")
    ask("promotion_codes", f"promotion[type]=coupon&promotion[coupon]={coupon}")
    ask("billing/meters", "display_name=Minutes&event_name=minutes&default_aggregation[formula]=sum")
    ask("test_helpers/test_clocks", "frozen_time=1900000000")


def pattern_key(pattern: str) -> str:
    return re.sub(r"{[^}]*}", "{}", pattern)


def kind_of(pattern: str, word: str) -> str:
    """The kind of object that a part of an address names."""
    named = {
        "schedule": "subscription_schedule", "clock": "test_helpers.test_clock", "session": "checkout.session",
        "meter": "billing.meter", "endpoint": "webhook_endpoint", "configuration": "billing_portal.configuration",
        "entry": "balance_transaction", "transaction": "customer_balance_transaction", "payment": "invoice_payment",
        "plan": "price",
    }  # fmt: skip
    if word == "intent":
        return "setup_intent" if "setup" in pattern else "payment_intent"
    if word == "item":
        return "subscription_item" if "subscription" in pattern else "invoiceitem"
    return named.get(word, word)
