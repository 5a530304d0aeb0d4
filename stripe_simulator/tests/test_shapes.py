"""The checker that everything is held to is itself held to what Stripe publishes."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from stripe_simulator import JSON
from stripe_simulator.account import BLANKS
from stripe_simulator.tests.shapes import class_of, event_problems, fields_of, problems

PUBLISHED: JSON = json.loads((Path(__file__).parent / "files" / "fixtures.json").read_text(encoding="utf-8"))
FIXTURES = {name: body for name, body in PUBLISHED.items() if isinstance(body, dict)}
# The examples are some months older than the library's version of the API.
OF_ANOTHER_VERSION = {
    "billing_portal.configuration": ["billing_portal.configuration.features.subscription_pause: missing"],
    "dispute": ["dispute.evidence_details.submission_method: missing"],
    "invoice": ["invoice.subscription: not declared"],
    "subscription_schedule": ["subscription_schedule.pause_schedules: missing"],
}


@pytest.mark.parametrize("name", FIXTURES)
def test_what_stripe_publishes_fits(name: str) -> None:
    assert problems(FIXTURES[name]) == OF_ANOTHER_VERSION.get(name, [])


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("charge", {"amount": "100"}, "charge.amount: '100' is no int"),
        ("charge", {"amount": None}, "charge.amount: None is no int"),
        ("charge", {"colour": "red"}, "charge.colour: not declared"),
        ("charge", {"status": "lost"}, "charge.status: 'lost' is not one of ('failed', 'pending', 'succeeded')"),
        ("charge", {"paid": 1}, "charge.paid: 1 is no bool"),
        ("price", {"unit_amount_decimal": 2000}, "price.unit_amount_decimal: 2000 is no Decimal"),
        ("subscription", {"items": {"object": "list", "data": [], "has_more": False, "url": "items"}},
         "subscription.items.url: 'items' is no address"),
        ("customer", {"metadata": {"a": 1}}, "customer.metadata.a: 1 is no str"),
        ("product", {"images": ["card", 4]}, "product.images[1]: 4 is no str"),
        ("coupon", {"percent_off": "20"}, "coupon.percent_off: '20' is no float"),
    ],
)  # fmt: skip
def test_one_wrong_field_is_named(name: str, change: JSON, said: str) -> None:
    assert problems(deepcopy(FIXTURES[name]) | change) == [said]


def test_what_is_missing_or_no_object_is_named() -> None:
    charge = {name: value for name, value in FIXTURES["charge"].items() if name != "amount"}
    assert problems(charge) == ["charge.amount: missing"]
    assert problems({"object": "castle"}) == ["value: not an object of Stripe"]


def test_events_are_looked_into() -> None:
    event: Any = deepcopy(FIXTURES["event"]) | {"type": "charge.succeeded"}
    event["data"] = {"object": FIXTURES["charge"] | {"amount": "1"}}
    assert event_problems(event) == ["charge.amount: '1' is no int"]
    event["type"] = "charge.vanished"
    assert event_problems(event)[0].startswith("event.type: 'charge.vanished' is not one of")


@pytest.mark.parametrize("kind", BLANKS)
def test_no_blank_has_a_field_that_is_not_declared(kind: str) -> None:
    cls: Any = class_of(BLANKS[kind]["object"])
    assert sorted(set(BLANKS[kind]) - set(fields_of(cls))) == []
