"""Webhooks: signed as the library checks them, again until they are taken, and every trouble that can be ordered."""

import time
from typing import Any

import pytest
import stripe

from stripe_simulator.signing import signature_header
from stripe_simulator.tests import shop
from stripe_simulator.tests.running import SECRET, Running, listening, wait_for
from stripe_simulator.tests.visiting import visit


def events_of(simulator: Running, count: int) -> list[str]:
    """So many products are made, each with its event; the events' ids."""
    client = simulator.client()
    made = [client.v1.products.create({"name": str(number)}).id for number in range(count)]
    known = {
        one.data.object["id"]: one.id for one in client.v1.events.list({"type": "product.created", "limit": 100}).data
    }
    return [known[name] for name in made]


def got(simulator: Running) -> list[str]:
    return [one.event["id"] for one in simulator.listener.got]


def test_the_signature_is_the_one_that_the_library_makes() -> None:
    body, moment = b'{"id": "evt_1"}', 1_800_000_000
    theirs = stripe.WebhookSignature.generate_signature_header(body.decode(), SECRET, timestamp=moment)
    assert signature_header(body, SECRET, moment) == theirs


def test_the_library_takes_what_is_delivered(fresh: Running) -> None:
    made = fresh.client().v1.customers.create({"email": "ada@acme.example"})
    fresh.listener.wait("customer.created")
    delivery = fresh.listener.got[0]
    event = stripe.Webhook.construct_event(delivery.body, delivery.signature, SECRET)
    assert (event.type, event.data.object["id"], event.api_version) == ("customer.created", made.id, stripe.api_version)
    assert event.request is not None
    assert event.request.id is not None
    assert event.livemode is False


def test_updates_say_what_was_before(fresh: Running) -> None:
    client = fresh.client()
    made = client.v1.customers.create({"name": "Ada", "metadata": {"a": "1"}})
    client.v1.customers.update(made.id, {"name": "Ada L."})
    client.v1.customers.update(made.id, {"name": "Ada L."})
    event = fresh.listener.wait("customer.updated")
    assert event["data"]["previous_attributes"] == {"name": "Ada"}
    assert len(client.v1.events.list({"type": "customer.updated"}).data) == 1


def test_what_is_not_taken_comes_again(fresh: Running) -> None:
    fresh.listener.answers += [500, 404]
    (event,) = events_of(fresh, 1)
    wait_for(lambda: got(fresh) == [event] * 3)
    log = wait_for(
        lambda: (found := fresh.ask(f"/_control/log?event={event}")) and found[0]["state"] == "delivered" and found
    )
    assert (log[0]["attempts"], log[0]["status"]) == (3, 200)
    assert fresh.client().v1.events.retrieve(event).pending_webhooks == 0


def test_what_was_not_taken_can_be_listed(fresh: Running) -> None:
    fresh.control("deliveries", mode="drop")
    lost = events_of(fresh, 2)
    fresh.control("deliveries", mode="")
    fine = events_of(fresh, 1)
    wait_for(lambda: got(fresh) == fine)
    client = fresh.client()
    listed = {
        answer: [one.id for one in client.v1.events.list({"delivery_success": answer}).data] for answer in (True, False)
    }
    assert wait_for(lambda: client.v1.events.retrieve(fine[0]).pending_webhooks == 0)
    assert listed == {True: fine, False: lost[::-1]}
    assert client.v1.events.retrieve(lost[0]).pending_webhooks == 1


def test_events_are_listed_by_type(fresh: Running) -> None:
    client = fresh.client()
    shop.price(client)
    client.v1.customers.create()
    kinds = [one.type for one in client.v1.events.list({"types": ["price.created", "customer.created"]}).data]
    wild = [one.type for one in client.v1.events.list({"type": "product.*"}).data]
    assert (kinds, wild) == (["customer.created", "price.created"], ["product.created"])


def test_what_is_held_goes_out_in_any_order(fresh: Running) -> None:
    fresh.control("deliveries", mode="hold")
    held = events_of(fresh, 4)
    time.sleep(0.3)
    before = got(fresh)
    order = [held[2], held[0], held[3]]
    fresh.control("release", events=order)
    wait_for(lambda: len(got(fresh)) == 3)
    fresh.control("release")
    wait_for(lambda: len(got(fresh)) == 4)
    assert (before, got(fresh)) == ([], [*order, held[1]])


def test_reverse_is_an_order_too(fresh: Running) -> None:
    fresh.control("deliveries", mode="hold")
    held = events_of(fresh, 3)
    fresh.control("release", order="reverse")
    wait_for(lambda: len(got(fresh)) == 3)
    assert got(fresh) == held[::-1]


def test_the_same_event_can_come_several_times(fresh: Running) -> None:
    (event,) = events_of(fresh, 1)
    fresh.control("resend", event=event, copies=4)
    wait_for(lambda: got(fresh) == [event] * 5)


def test_a_delay_delays(fresh: Running) -> None:
    fresh.control("deliveries", mode="delay", seconds=0.8)
    start = time.monotonic()
    (event,) = events_of(fresh, 1)
    wait_for(lambda: got(fresh) == [event])
    assert time.monotonic() - start >= 0.7


def test_what_is_dropped_never_comes(fresh: Running) -> None:
    fresh.control("deliveries", mode="hold")
    first, second = events_of(fresh, 2)
    fresh.control("drop", event=first)
    fresh.control("release")
    wait_for(lambda: got(fresh) == [second])
    log = fresh.ask(f"/_control/log?event={first}")
    assert [one["state"] for one in log] == ["dropped"]


@pytest.mark.parametrize("signing", ["wrong", "old"])
def test_bad_signatures_are_refused_by_the_library_and_not_repeated(fresh: Running, signing: str) -> None:
    (event,) = events_of(fresh, 1)
    wait_for(lambda: len(fresh.listener.got) == 1)
    fresh.listener.answers += [400]
    fresh.control("resign", event=event, signing=signing)
    wait_for(lambda: len(fresh.listener.got) == 2)
    bad = fresh.listener.got[1]
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(bad.body, bad.signature, SECRET)
    log = wait_for(lambda: (one := fresh.ask(f"/_control/log?event={event}")[0])["state"] == "failed" and one)
    assert (log["status"], log["attempts"]) == (400, 1)
    assert fresh.client().v1.events.retrieve(event).pending_webhooks == 0


def test_another_endpoint_has_a_secret_of_its_own_and_only_what_it_wants(fresh: Running) -> None:
    client = fresh.client()
    with listening() as other:
        endpoint = client.v1.webhook_endpoints.create({"url": other.url, "enabled_events": ["price.created"]})
        shop.price(client)
        other.wait("price.created")
        delivery = other.got[0]
        event = stripe.Webhook.construct_event(delivery.body, delivery.signature, str(endpoint.secret))
        client.v1.webhook_endpoints.update(endpoint.id, {"disabled": True})
        shop.price(client)
        fresh.listener.wait("price.created", times=2)
        assert (event.type, other.kinds()) == ("price.created", ["price.created"])
    assert client.v1.webhook_endpoints.retrieve(endpoint.id).to_dict().get("secret") is None


def test_a_hundred_events_at_once_all_arrive(fresh: Running) -> None:
    fresh.control("deliveries", mode="hold")
    client = fresh.client()
    made = {client.v1.products.create({"name": str(number)}).id for number in range(100)}
    fresh.control("release", apart=0)
    wait_for(lambda: len(fresh.listener.got) >= 100)
    assert {one.event["data"]["object"]["id"] for one in fresh.listener.got} == made


def test_the_control_page_shows_what_was_delivered_and_works_without_scripts(fresh: Running) -> None:
    (event,) = events_of(fresh, 1)
    wait_for(lambda: got(fresh) == [event])
    page = wait_for(lambda: (shown := visit(f"{fresh.url}/_control")) and "Delivered" in shown.words and shown)
    done = visit(f"{fresh.url}/_control/do/resend", {"event": event})
    wait_for(lambda: got(fresh) == [event] * 2)
    bad: Any = visit(f"{fresh.url}/_control/do/time", {"days": "-3"})
    assert (event in page.text, "product.created" in page.words, "<script" in page.text) == (True, True, False)
    assert (done.status, done.address) == (303, "/_control?done=resend")
    assert (bad.status, "days must be between" in bad.words) == (400, True)
    assert "no money moves" in page.words


def test_other_sites_cannot_move_anything(fresh: Running) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"}):
        assert visit(f"{fresh.url}/_control/do/time", {"days": "3"}, headers).status == 403
    assert fresh.ask("/_control/state")["seconds_ahead"] == 0
