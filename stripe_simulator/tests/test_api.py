"""What holds for every request: keys, errors, idempotency, paging, expansion, parameters."""

import threading
import time
import urllib.error
from typing import Any

import pytest
import stripe
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stripe import StripeClient

from stripe_simulator import API_VERSION
from stripe_simulator.tests import shop
from stripe_simulator.tests.running import KEY, Running, wait_for


def test_the_version_is_the_one_that_the_library_is_pinned_to(client: StripeClient) -> None:
    made = client.v1.customers.create()
    assert made.last_response is not None
    headers = made.last_response.headers
    assert stripe.api_version == API_VERSION
    assert headers["Stripe-Version"] == API_VERSION
    assert headers["Request-Id"].startswith("req_")


def test_a_wrong_key_opens_nothing(simulator: Running) -> None:
    with pytest.raises(stripe.AuthenticationError, match="Invalid API Key provided: sk_test_"):
        simulator.client("sk_test_of_somebody_else").v1.customers.list()


def test_without_a_key_there_is_no_answer(simulator: Running) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        simulator.ask("/v1/customers")
    refused.value.close()
    assert refused.value.code == 401


def test_what_is_not_there_is_missing(client: StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as fault:
        client.v1.customers.retrieve("cus_nobody")
    assert (fault.value.http_status, fault.value.code) == (404, "resource_missing")
    assert str(fault.value.user_message) == "No such customer: 'cus_nobody'"


@pytest.mark.parametrize(
    ("sent", "code", "param"),
    [
        ({"customer": "cus_nobody", "items": [{"price": "price_none"}]}, "resource_missing", "customer"),
        ({"customer": "cus_nobody", "itms": "x"}, "parameter_unknown", "itms"),
        ({"items": [{"price": "price_none"}]}, "parameter_missing", "customer"),
        ({"items": [{"price": "y", "quantity": "many"}]}, "parameter_invalid_integer", "items[0][quantity]"),
        ({"customer": "x", "items": [{"price": "y", "colour": "red"}]}, "parameter_unknown", "items[0][colour]"),
        ({"customer": "x", "collection_method": "by_force"}, None, "collection_method"),
    ],
)  # fmt: skip
def test_wrong_input_is_named(client: StripeClient, sent: Any, code: str | None, param: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as fault:
        client.v1.subscriptions.create(sent)
    assert (fault.value.http_status, fault.value.code, fault.value.param) == (400, code, param)


def test_metadata_are_merged_and_unset(client: StripeClient) -> None:
    made = client.v1.customers.create({"metadata": {"a": "1", "b": "2"}})
    merged = client.v1.customers.update(made.id, {"metadata": {"b": "", "c": "3"}})
    emptied = client.v1.customers.update(made.id, {"metadata": ""})
    assert (merged.to_dict()["metadata"], emptied.to_dict()["metadata"]) == ({"a": "1", "c": "3"}, {})


def test_the_same_key_gives_the_same_answer_and_does_nothing_twice(client: StripeClient) -> None:
    first = client.v1.customers.create({"email": "same@x.example"}, {"idempotency_key": "same"})
    second = client.v1.customers.create({"email": "same@x.example"}, {"idempotency_key": "same"})
    listed = client.v1.customers.list({"email": "same@x.example"})
    assert second.last_response is not None
    assert (second.id, len(listed.data)) == (first.id, 1)
    assert second.last_response.headers["Idempotent-Replayed"] == "true"


def test_the_same_key_with_another_body_is_refused(client: StripeClient) -> None:
    client.v1.customers.create({"email": "one@x.example"}, {"idempotency_key": "other"})
    with pytest.raises(stripe.IdempotencyError) as fault:
        client.v1.customers.create({"email": "two@x.example"}, {"idempotency_key": "other"})
    assert fault.value.http_status == 400
    assert client.v1.customers.list({"email": "two@x.example"}).data == []


def test_a_declined_payment_is_repeated_by_its_key_and_not_tried_again(client: StripeClient) -> None:
    sent: Any = {"amount": 1000, "currency": "eur", "confirm": True, "payment_method": "pm_card_visa_chargeDeclined"}
    for _try in range(2):
        with pytest.raises(stripe.CardError) as fault:
            client.v1.payment_intents.create(sent, {"idempotency_key": "declined"})
    assert (fault.value.http_status, fault.value.code) == (402, "card_declined")
    assert fault.value.error is not None
    intent = fault.value.error.payment_intent
    assert intent is not None
    assert len(client.v1.charges.list({"payment_intent": intent.id}).data) == 1


def test_two_requests_with_one_key_at_once_are_told_apart(simulator: Running) -> None:
    # A lock of the store is held by a request that waits in the control page's stead.
    results: list[object] = []
    start = threading.Barrier(8)

    def ask() -> None:
        client = simulator.client()
        start.wait()
        try:
            results.append(client.v1.customers.create({"email": "race@x.example"}, {"idempotency_key": "race"}).id)
        except stripe.StripeError as fault:
            results.append((fault.http_status, fault.error and fault.error.code))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    made = simulator.client().v1.customers.list({"email": "race@x.example"}).data
    assert len(made) == 1
    assert set(results) <= {made[0].id, (409, "idempotency_key_in_use")}


def test_expansion_goes_through_lists_and_levels(client: StripeClient) -> None:
    who, what = shop.customer(client), shop.price(client)
    made = shop.subscription(client, who, what, 2, expand=["latest_invoice.payments", "customer"])
    listed = client.v1.subscriptions.list(
        {"customer": who.id, "expand": ["data.items.data.price.product", "data.latest_invoice"]}
    )
    product = shop.item_of(listed.data[0]).price.product
    assert isinstance(made.customer, stripe.Customer)
    assert isinstance(made.latest_invoice, stripe.Invoice)
    assert made.latest_invoice.payments is not None
    assert made.latest_invoice.payments.data[0].status == "paid"
    assert isinstance(product, stripe.Product)
    assert isinstance(listed.data[0].latest_invoice, stripe.Invoice)


def test_what_cannot_be_expanded_is_named(client: StripeClient) -> None:
    who = shop.customer(client)
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        client.v1.customers.retrieve(who.id, {"expand": ["email"]})


@given(count=st.integers(0, 23), limit=st.integers(1, 9))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_list_is_paged_whole_in_both_directions(client: StripeClient, count: int, limit: int) -> None:
    mark = f"{count}-{limit}-{time.monotonic_ns()}@page.example"
    made = [client.v1.customers.create({"email": mark}).id for _ in range(count)]

    first = client.v1.customers.list({"email": mark, "limit": limit})
    onwards = [one.id for one in first.auto_paging_iter()]
    backwards: list[str] = []
    if made:
        page = client.v1.customers.list({"email": mark, "limit": limit, "ending_before": made[0]})
        backwards = [one.id for one in page.auto_paging_iter()]

    assert first.url == "/v1/customers"
    assert first.has_more == (count > limit)
    assert onwards == made[::-1]
    assert backwards == made[1:]


def test_lists_are_filtered_by_time(fresh: Running) -> None:
    client = fresh.client()
    old = client.v1.customers.create()
    fresh.later(days=2)
    new = client.v1.customers.create()
    since = client.v1.customers.list({"created": {"gt": old.created}})
    until = client.v1.customers.list({"created": {"lte": old.created}})
    assert ([one.id for one in since.data], [one.id for one in until.data]) == ([new.id], [old.id])


@pytest.mark.parametrize(("kind", "raised"), [("429", stripe.RateLimitError), ("500", stripe.APIError)])
def test_ordered_faults_hit_the_next_requests_and_no_more(
    simulator: Running, kind: str, raised: type[stripe.StripeError]
) -> None:
    client = simulator.client()
    simulator.control("faults", kind=kind, times=2, path="/v1/products", method="GET")
    client.v1.customers.list()
    for _time in range(2):
        with pytest.raises(raised):
            client.v1.products.list()
    assert client.v1.products.list().url == "/v1/products"


def test_the_library_tries_again_and_the_key_keeps_it_to_one(simulator: Running) -> None:
    simulator.control("faults", kind="after", times=1, path="/v1/customers", method="POST")
    made = simulator.client(retries=2).v1.customers.create({"email": "once@x.example"})
    assert [one.id for one in simulator.client().v1.customers.list({"email": "once@x.example"}).data] == [made.id]


def test_a_request_can_be_made_to_wait(simulator: Running) -> None:
    simulator.control("faults", kind="wait", seconds=0.4, path="/v1/coupons")
    start = time.monotonic()
    simulator.client().v1.coupons.list()
    assert time.monotonic() - start >= 0.4


def test_a_restart_forgets_nothing(tmp_path: Any) -> None:
    from stripe_simulator.tests.running import running  # noqa: PLC0415 -- started twice by this test alone

    with running(tmp_path / "state") as first:
        made = first.client().v1.customers.create({"email": "kept@x.example"}, {"idempotency_key": "kept"})
        wait_for(lambda: "customer.created" in first.listener.kinds())
    with running(tmp_path / "state") as second:
        again = second.client().v1.customers.create({"email": "kept@x.example"}, {"idempotency_key": "kept"})
        assert (again.id, second.client().v1.customers.retrieve(made.id).email) == (made.id, "kept@x.example")
        assert len(second.client().v1.events.list().data) == 1


def test_search_finds_by_fields_and_metadata(client: StripeClient) -> None:
    made = client.v1.customers.create({"email": "search@x.example", "metadata": {"workspace": "acme-42"}})
    found = client.v1.customers.search({"query": "email:'search@x.example' AND metadata['workspace']:'acme-42'"})
    assert [one.id for one in found.data] == [made.id]
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.customers.search({"query": "by heart"})


def test_the_key_of_the_tests_is_the_one_that_opens(simulator: Running) -> None:
    assert simulator.ask("/v1/balance", headers={"Authorization": f"Bearer {KEY}"})["object"] == "balance"
