"""Our prices at the provider: made there from what the modules declare, found again by their keys, never made twice."""

from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import override

from apps.billing.catalogue import Item, items
from apps.billing.models import KnownPrice
from apps.billing.provider import ProviderRefusedError, Thing, provider

SOURCE_LANGUAGE = "en"


def price_id_of(item: Item) -> str:
    """The provider's id of the price, which is made there if need be."""
    row = _known(item)
    return row.price_id if row else _make(item).price_id


def sync_prices() -> int:
    """Make everything that is for sale known to the provider; says how many were new there or changed."""
    missing = [item for item in items() if _known(item) is None]
    for item in missing:
        _make(item)
    return len(missing)


def forget_prices() -> None:
    """The provider does not know them any more, as after it was set up anew."""
    KnownPrice.objects.filter(at=provider().at).update(is_current=False)


def key_of_price(price_id: str) -> str:
    """What we call a price of the provider's; empty for one that we did not make."""
    found = KnownPrice.objects.filter(at=provider().at, price_id=price_id).values_list("key", flat=True).first()
    return found or ""


def _known(item: Item) -> KnownPrice | None:
    return KnownPrice.objects.filter(
        at=provider().at,
        key=item.key,
        is_current=True,
        unit_amount=item.unit_amount,
        currency=item.currency,
    ).first()


def _make(item: Item) -> KnownPrice:
    found = _at_provider(item)
    if found is None:
        params: dict[str, Any] = {
            "product": _product_id(item),
            "currency": item.currency.lower(),
            "unit_amount": item.unit_amount,
            "lookup_key": item.key,
            # What was called so before is not sold any more; who has it keeps it.
            "transfer_lookup_key": True,
            "metadata": {"key": item.key},
        }
        if item.is_recurring:
            params["recurring"] = {"interval": item.period}
        found = provider().create("price", params, key=_once("price", params))
    return _remember(item, found)


def _at_provider(item: Item) -> Thing | None:
    """The price that the provider has under this key, if it is the same."""
    try:
        prices = list(provider().each("price", lookup_keys=[item.key], active=True))
    except ProviderRefusedError:
        return None
    for price in prices:
        known = (price.get("lookup_key"), price.get("unit_amount"), str(price.get("currency")).upper())
        if known == (item.key, item.unit_amount, item.currency):
            return price
    return None


def _product_id(item: Item) -> str:
    """Prices of one thing share a product."""
    same = KnownPrice.objects.filter(at=provider().at, is_current=True, key__startswith=f"{item.kind}:{item.name}:")
    if (row := same.first()) is not None:
        return row.product_id
    with override(SOURCE_LANGUAGE):
        params = {"name": str(item.title), "metadata": {"key": f"{item.kind}:{item.name}"}}
    return str(provider().create("product", params, key=_once("product", params))["id"])


def _once(kind: str, params: dict[str, Any]) -> str:
    """The same for the same params, so that two who ask at once make one."""
    return sha256(f"{provider().at} {kind} {sorted(params.items())}".encode()).hexdigest()


@transaction.atomic
def _remember(item: Item, price: Thing) -> KnownPrice:
    at, price_id = provider().at, str(price["id"])
    KnownPrice.objects.filter(at=at, key=item.key, is_current=True).exclude(price_id=price_id).update(is_current=False)
    product = price.get("product")
    row, _is_new = KnownPrice.objects.update_or_create(
        at=at,
        price_id=price_id,
        defaults={
            "key": item.key,
            "product_id": str(product["id"] if isinstance(product, dict) else product),
            "unit_amount": item.unit_amount,
            "currency": item.currency,
            "is_current": True,
        },
    )
    return row
