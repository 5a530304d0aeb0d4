"""The description of what may be sent is that of the library that is installed."""

import json

from stripe_simulator.parameters import DESCRIBED
from stripe_simulator.resources import ROUTES
from stripe_simulator.tests.parameters import expected, lines

# Not in the library: of earlier versions, and what the command line does on the payment page.
ELSEWHERE = {
    "GET /v1/customers/{customer}/subscriptions", "GET /v1/payment_pages/{session}",
    "POST /v1/payment_pages/{session}/confirm",
}  # fmt: skip


def test_the_description_is_up_to_date() -> None:
    """`python -m stripe_simulator.tests.parameters` writes it anew."""
    assert DESCRIBED.read_text(encoding="utf-8") == "{\n" + "".join(lines(expected())) + "}\n"


def test_every_route_is_one_that_the_library_knows() -> None:
    known = json.loads(DESCRIBED.read_text(encoding="utf-8"))
    unknown = {f"{method} {pattern}" for method, pattern in ROUTES} - ELSEWHERE
    assert len(known) == len(unknown)
