"""Our prices at the provider: each is made once, a changed one is another, and a provider set up anew sells at once."""

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F, Value
from django.db.models.functions import Concat
from pytest_django import Settings

from apps.accounts.models import Membership
from apps.billing import gateway
from apps.billing.catalogue import CREDITS, MODULE, ONCE, Item, item_of, items
from apps.billing.models import Account, KnownPrice
from apps.billing.provider import ProviderRefusedError, Thing, _loaded, provider
from apps.billing.queries import credit_state
from apps.billing.services import ensure_customer, sync_prices
from apps.billing.services.prices import key_of_price, price_id_of
from apps.billing.tests.shop import Shop, shop_open
from apps.billing.tests.simulated import Simulator, deliver
from apps.billing.tests.stories import SEATS, buy, session_of
from apps.core.queue.worker import run_all_due

pytestmark = pytest.mark.django_db
PACK = item_of(CREDITS, "5", ONCE)


@pytest.fixture
def shop() -> Iterator[Shop]:
    with shop_open() as shop:
        yield shop


def command(name: str) -> str:
    said = StringIO()
    call_command(name, stdout=said)
    return said.getvalue()


def at_provider() -> dict[str, tuple[int, str, str | None]]:
    """Amount, currency and interval by the name that the price list has for it."""
    return {
        price["lookup_key"]: (price["unit_amount"], price["currency"], (price["recurring"] or {}).get("interval"))
        for price in provider().each("price", active=True)
        if price["lookup_key"]
    }


def known(item: Item) -> list[tuple[int, bool]]:
    """Amounts that the item has had, and which of them counts."""
    rows = KnownPrice.objects.filter(key=item.key).order_by("created_at")
    return list(rows.values_list("unit_amount", "is_current"))


def test_everything_for_sale_is_made_known_there_by_one_command(stripe: Simulator) -> None:
    said = command("sync_prices")

    wanted = {item.key: (item.unit_amount, "usd", item.period if item.is_recurring else None) for item in items()}
    assert said.startswith(f"{len(wanted)} prices and ")
    assert wanted.items() <= at_provider().items()
    assert dict(KnownPrice.objects.filter(is_current=True).values_list("key", "unit_amount")) == {
        item.key: item.unit_amount for item in items()
    }
    assert command("sync_prices") == "0 prices and 0 meters made known\n"
    assert sync_prices() == 0


def test_prices_of_one_module_share_its_product_there(stripe: Simulator) -> None:
    sync_prices()

    products: dict[str, set[str]] = {}
    for row in KnownPrice.objects.all():
        products.setdefault(row.key.rpartition(":")[0], set()).add(row.product_id)
    assert {len(ids) for ids in products.values()} == {1}
    assert len({product for ids in products.values() for product in ids}) == len(products)
    [product_id] = products[f"{MODULE}:cv_analysis"]
    assert provider().fetch("product", product_id)["name"] == "CV analysis"


@pytest.mark.parametrize("name", ["sync_prices", "reconcile_billing"])
def test_commands_say_where_payments_are_not_set_up(name: str, settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY = ""

    with pytest.raises(CommandError, match="The operator of this platform has not set up payments"):
        command(name)


def test_command_says_that_the_key_is_refused(stripe: Simulator, settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY = "sk_test_of_nobody"
    _loaded.cache_clear()

    with pytest.raises(CommandError, match="Its key was refused"):
        command("sync_prices")
    assert not KnownPrice.objects.exists()


def test_changed_amount_is_another_price_and_who_has_the_old_one_keeps_it(stripe: Simulator) -> None:
    was = replace(PACK, name=uuid4().hex)
    raised = replace(was, unit_amount=was.unit_amount + 1000)
    old, new = price_id_of(was), price_id_of(raised)

    assert (old == new, price_id_of(raised)) == (False, new)
    assert known(was) == [(was.unit_amount, False), (raised.unit_amount, True)]
    assert (key_of_price(old), key_of_price(new)) == (was.key, was.key)
    assert at_provider()[was.key] == (raised.unit_amount, "usd", None)
    there = provider().fetch("price", old)
    assert (there["active"], there["unit_amount"]) == (True, was.unit_amount)
    assert there["product"] == provider().fetch("price", new)["product"]


def test_price_that_is_there_already_is_found_by_its_name(stripe: Simulator) -> None:
    item = replace(PACK, name=uuid4().hex)
    first = price_id_of(item)
    KnownPrice.objects.all().delete()

    assert price_id_of(item) == first
    assert known(item) == [(item.unit_amount, True)]


def test_price_is_made_where_nobody_may_look_for_it_by_name(shop: Shop) -> None:
    shop.refuses.add("GET prices")

    made = price_id_of(PACK)

    assert shop.said("POST prices")["lookup_key"] == PACK.key
    assert (KnownPrice.objects.get().price_id, key_of_price(made)) == (made, PACK.key)


def test_provider_that_was_set_up_anew_sells_at_once(ada: Membership, payer: Account, stripe: Simulator) -> None:
    ensure_customer(payer, email=ada.user.email, name="Ada")
    price_id_of(PACK)
    Account.objects.filter(pk=payer.pk).update(customer_id="cus_of_before")
    KnownPrice.objects.update(price_id=Concat(Value("before_"), F("price_id")))
    before = stripe.last_event()

    order = buy(ada, stripe, PACK)
    deliver(stripe.events(before), run_all_due)

    payer.refresh_from_db()
    order.refresh_from_db()
    assert (order.state, credit_state(payer).balance) == ("paid", 5)
    assert (payer.customer_id, payer.customer_deleted_at) == (session_of(order)["customer"], None)
    assert known(PACK) == [(PACK.unit_amount, False), (PACK.unit_amount, True)]


def test_what_does_not_fit_a_page_is_read_page_by_page(
    ada: Membership, payer: Account, stripe: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = ensure_customer(payer, email=ada.user.email, name="Ada")
    price = {"items": [{"price": price_id_of(SEATS)}], "trial_period_days": 30}
    made = [provider().create("subscription", {"customer": customer, **price}, key=str(uuid4())) for _ in range(5)]
    monkeypatch.setattr(gateway, "PAGE", 2)

    found = [thing["id"] for thing in provider().each("subscription", customer=customer)]

    assert found == [thing["id"] for thing in reversed(made)]


def test_key_of_one_call_is_refused_to_another(stripe: Simulator) -> None:
    key, name = str(uuid4()), uuid4().hex

    def make(more: str) -> Thing:
        return provider().create("customer", {"name": f"{name}{more}"}, key=key)

    first = make("")
    with pytest.raises(ProviderRefusedError) as raised:
        make(" and sons")

    assert (raised.value.reason, str(raised.value.detail)) == (
        *("idempotency", "Begin again: the first try was a different one."),
    )
    assert make("")["id"] == first["id"]
    assert [one["name"] for one in provider().each("customer") if str(one["name"]).startswith(name)] == [name]
