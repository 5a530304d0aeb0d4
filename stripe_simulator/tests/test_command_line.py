"""Stripe's command line plays its recipes; what counts is what the simulator then knows, not what the recipe says."""

from pathlib import Path
from typing import Any

import pytest

from stripe_simulator.tests.command_line import needed, trigger
from stripe_simulator.tests.running import Running, wait_for
from stripe_simulator.tests.shapes import event_problems

# Recipe -> a field of the object that its event is about, and what it has to be.
RECIPES: dict[str, tuple[str, Any]] = {
    "billing_portal.session.created": ("object", "billing_portal.session"),
    "charge.captured": ("captured", True),
    "charge.dispute.closed": ("status", "warning_closed"),
    "charge.dispute.created": ("object", "dispute"),
    "charge.dispute.updated": ("object", "dispute"),
    "charge.failed": ("status", "failed"),
    "charge.refund.updated": ("object", "refund"),
    "charge.refunded": ("refunded", True),
    "charge.succeeded": ("status", "succeeded"),
    "checkout.session.completed": ("payment_status", "paid"),
    "checkout.session.expired": ("status", "expired"),
    "coupon.created": ("valid", True),
    "coupon.deleted": ("object", "coupon"),
    "coupon.updated": ("object", "coupon"),
    "customer.created": ("object", "customer"),
    "customer.deleted": ("object", "customer"),
    "customer.discount.created": ("object", "discount"),
    "customer.discount.deleted": ("object", "discount"),
    "customer.discount.updated": ("object", "discount"),
    "customer.subscription.created": ("object", "subscription"),
    "customer.subscription.deleted": ("status", "canceled"),
    "customer.subscription.paused": ("status", "paused"),
    "customer.subscription.trial_will_end": ("status", "trialing"),
    "customer.subscription.updated": ("object", "subscription"),
    "customer.updated": ("object", "customer"),
    "invoice.created": ("status", "draft"),
    "invoice.deleted": ("status", "draft"),
    "invoice.finalized": ("status", "open"),
    "invoice.marked_uncollectible": ("status", "uncollectible"),
    "invoice.paid": ("status", "paid"),
    "invoice.payment_action_required": ("status", "open"),
    "invoice.payment_failed": ("attempted", True),
    "invoice.payment_succeeded": ("amount_remaining", 0),
    "invoice.sent": ("status", "open"),
    "invoice.updated": ("object", "invoice"),
    "invoice.voided": ("status", "void"),
    "invoiceitem.created": ("object", "invoiceitem"),
    "invoiceitem.deleted": ("object", "invoiceitem"),
    "payment_intent.amount_capturable_updated": ("status", "requires_capture"),
    "payment_intent.canceled": ("status", "canceled"),
    "payment_intent.created": ("object", "payment_intent"),
    "payment_intent.payment_failed": ("status", "requires_payment_method"),
    "payment_intent.processing": ("status", "processing"),
    "payment_intent.requires_action": ("status", "requires_action"),
    "payment_intent.succeeded": ("status", "succeeded"),
    "payment_method.attached": ("type", "card"),
    "payment_method.detached": ("customer", None),
    "payment_method.updated": ("type", "card"),
    "plan.created": ("object", "plan"),
    "plan.deleted": ("object", "plan"),
    "plan.updated": ("object", "plan"),
    "price.created": ("object", "price"),
    "price.updated": ("object", "price"),
    "product.created": ("object", "product"),
    "product.deleted": ("object", "product"),
    "product.updated": ("object", "product"),
    "promotion_code.created": ("active", True),
    "promotion_code.updated": ("object", "promotion_code"),
    "setup_intent.canceled": ("status", "canceled"),
    "setup_intent.created": ("object", "setup_intent"),
    "setup_intent.requires_action": ("status", "requires_action"),
    "setup_intent.setup_failed": ("status", "requires_payment_method"),
    "setup_intent.succeeded": ("status", "succeeded"),
    "subscription_schedule.canceled": ("status", "canceled"),
    "subscription_schedule.created": ("object", "subscription_schedule"),
    "subscription_schedule.released": ("status", "released"),
    "subscription_schedule.updated": ("object", "subscription_schedule"),
    "test_helpers.test_clock.ready": ("status", "ready"),
}  # fmt: skip
# These wait for a bank, which the control page speaks for: its decision, and what the session then says.
LATER = {
    "checkout.session.async_payment_failed": ("failed", "unpaid"),
    "checkout.session.async_payment_succeeded": ("succeeded", "paid"),
}


def newest(simulator: Running, event: str) -> Any:
    found = simulator.client().v1.events.list({"type": event, "limit": 1}).data
    return found[0].to_dict() if found else None


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    needed()
    return tmp_path_factory.mktemp("home")


@pytest.mark.parametrize("event", RECIPES)
def test_a_recipe_of_stripe_leads_to_its_event(simulator: Running, home: Path, event: str) -> None:
    before = newest(simulator, event)
    said = trigger(simulator, event, home)
    assert "Trigger succeeded" in said, said
    found = wait_for(lambda: (now := newest(simulator, event)) and now != before and now)
    name, value = RECIPES[event]
    assert found["data"]["object"][name] == value


@pytest.mark.parametrize("event", LATER)
def test_a_recipe_that_waits_for_a_bank_ends_as_it_should(simulator: Running, home: Path, event: str) -> None:
    said = trigger(simulator, event, home)
    assert "Trigger succeeded" in said, said
    outcome, payment_status = LATER[event]
    for intent in simulator.ask("/_control/state")["processing"]:
        simulator.control("payments/settle", payment_intent=intent["id"], outcome=outcome)
    assert newest(simulator, event)["data"]["object"]["payment_status"] == payment_status


def test_everything_that_the_recipes_left_behind_fits(simulator: Running) -> None:
    log = simulator.ask("/_control/log?limit=5000")
    assert len(log) > len(RECIPES)
    bodies = [
        simulator.ask(f"/v1/events/{name}", headers=simulator.authorization) for name in {one["event"] for one in log}
    ]
    assert [fault for body in bodies for fault in event_problems(body)] == []
