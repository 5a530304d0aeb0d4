"""Booking: each effect once, by its source's key; entries sum to 0 in every unit, or the database refuses them."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from apps.billing.models import Account, LedgerEntry, LedgerTransaction


@transaction.atomic
def book(
    account: Account,
    *,
    source_key: str,
    kind: str,
    entries: Mapping[tuple[str, str], int],
    happened_at: datetime,
    note: str = "",
) -> bool:
    """Write the entries, (book, unit) -> amount, down; False when this source was booked before."""
    sums: dict[str, int] = {}
    for (_book, unit), amount in entries.items():
        sums[unit] = sums.get(unit, 0) + amount
    if any(sums.values()):
        raise ValueError(f"{source_key}: the entries do not sum to 0: {dict(entries)}")
    row, is_new = LedgerTransaction.objects.get_or_create(
        source_key=source_key,
        defaults={"account": account, "kind": kind, "happened_at": happened_at, "note": note[:300]},
    )
    if is_new:
        LedgerEntry.objects.bulk_create(
            LedgerEntry(transaction=row, book=book_, unit=unit, amount=amount)
            for (book_, unit), amount in entries.items()
            if amount
        )
    return is_new
