"""What meters counted in a period, as a line of the invoice that follows it."""

from decimal import Decimal

from stripe_simulator import JSON
from stripe_simulator.account import Account
from stripe_simulator.billing.amounts import price_of
from stripe_simulator.billing.lines import line_of_item


def counted(account: Account, meter: JSON, customer: str, start: int, end: int) -> Decimal:
    """Sum, number or last of the events of a customer in a stretch of time."""
    key = meter["customer_mapping"]["event_payload_key"]
    value_key = meter["value_settings"]["event_payload_key"]
    events = [
        event
        for event in account.store.select("billing.meter_event", event_name=meter["event_name"])
        if event["payload"].get(key) == customer and start <= event["timestamp"] < end
        and not event["payload"].get("canceled")
    ]  # fmt: skip
    formula = meter["default_aggregation"]["formula"]
    if formula == "count":
        return Decimal(len(events))
    values = [
        Decimal(str(event["payload"].get(value_key, 0))) for event in sorted(events, key=lambda one: one["timestamp"])
    ]
    if formula == "last":
        return values[-1] if values else Decimal(0)
    return sum(values, Decimal(0))


def close_period(account: Account, subscription: JSON, items: list[JSON]) -> None:
    """Remember which period the next invoice bills by use."""
    periods = {item["id"]: [item["current_period_start"], item["current_period_end"]] for item in items}
    account.store.note(subscription["id"], used_periods=periods)


def line_for(account: Account, subscription: JSON, item: JSON) -> JSON | None:
    """The use of the period before; of the one that runs, for a look ahead."""
    periods = account.store.notes(subscription["id"]).get("used_periods", {})
    start, end = periods.get(item["id"], [item["current_period_start"], item["current_period_end"]])
    meter = account.maybe(item["price"]["recurring"]["meter"])
    if meter is None:
        return None
    quantity = int(counted(account, meter, subscription["customer"], start, end))
    amount = price_of(account, item["price"], quantity)
    return line_of_item(account, item, start=start, end=end, amount=amount, quantity=quantity)
