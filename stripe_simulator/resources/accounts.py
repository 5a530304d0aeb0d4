"""The account itself, as far as clients ask for it before they do anything."""

from stripe_simulator import JSON
from stripe_simulator.cards import BY_NAME
from stripe_simulator.errors import invalid
from stripe_simulator.resources.payment_methods import method_from
from stripe_simulator.routing import Call, route

NAME = "acct_simulated0000000"


@route("GET /v1/account")
def retrieve(call: Call) -> JSON:
    return {
        "id": NAME, "object": "account", "charges_enabled": True, "country": "DE", "default_currency": "eur",
        "details_submitted": True, "email": None, "payouts_enabled": True, "type": "standard",
        "settings": {
            "branding": {"icon": None, "logo": None, "primary_color": None, "secondary_color": None},
            "card_payments": {"statement_descriptor_prefix": None, "statement_descriptor_prefix_kana": None,
                              "statement_descriptor_prefix_kanji": None},
            "dashboard": {"display_name": "Rostrum (simulated)", "timezone": "Etc/UTC"},
            "payments": {"statement_descriptor": None, "statement_descriptor_kana": None,
                         "statement_descriptor_kanji": None},
        },
    }  # fmt: skip


@route("GET /v1/balance")
def balance(call: Call) -> JSON:
    """What payments have left, by currency."""
    sums: dict[str, int] = {}
    for entry in call.account.store.select("balance_transaction"):
        sums[entry["currency"]] = sums.get(entry["currency"], 0) + entry["net"]
    amounts = [
        {"amount": amount, "currency": currency, "source_types": {"card": amount}} for currency, amount in sums.items()
    ]
    return {"object": "balance", "livemode": False, "available": amounts,
            "pending": [{"amount": 0, "currency": "eur", "source_types": {"card": 0}}]}  # fmt: skip


@route("POST /v1/tokens")
def create_token(call: Call) -> JSON:
    """A card before it is a payment method."""
    if not call.get("card"):
        raise invalid("Missing required param: card.", param="card", code="parameter_missing")
    method = method_from(call.account, {"type": "card", "card": call.params["card"]})
    number = call.account.store.notes(method["id"])["number"]
    name = next(
        (name for name, means in BY_NAME.items() if means.number == number and name.startswith("tok_")), "tok_visa"
    )
    return {"id": name, "object": "token", "client_ip": None, "created": method["created"], "livemode": False,
            "type": "card", "used": False}  # fmt: skip
