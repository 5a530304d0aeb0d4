"""Seals anew what waits in the database for years: afterwards older secret keys and older forms may go.

An app that keeps sealed values of long life names a function in `sealed_values` of its AppConfig. It is given a
`Resealing`, hands it every such value of `each_held`, and keeps what comes back.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string

from apps.core.modules import declaring
from apps.core.sealing import is_newest, seal, unseal

Row = TypeVar("Row", bound=Model)


@dataclass(slots=True)
class Resealing:
    """Values by their purpose: all, those that are not as they would be sealed today, and those that nothing opens."""

    only_counts: bool = False
    found: Counter[str] = field(default_factory=Counter)
    older: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)

    def anew(self, purpose: str, sealed: bytes) -> bytes:
        """What to keep instead: the very same where nothing is to be done or can be."""
        from cryptography.fernet import InvalidToken  # noqa: PLC0415 -- one command needs it

        self.found[purpose] += 1
        if is_newest(purpose, sealed):
            return sealed
        try:
            plain = unseal(purpose, sealed)
        except InvalidToken:
            self.lost[purpose] += 1
            return sealed
        self.older[purpose] += 1
        return sealed if self.only_counts else seal(purpose, plain)


def each_held(rows: QuerySet[Row]) -> Iterator[Row]:
    """One after the other, each in a transaction that holds it until the next is asked for; who is gone is left out."""
    for pk in rows.values_list("pk", flat=True):
        with transaction.atomic():
            row = rows.select_for_update().filter(pk=pk).first()
            if row is not None:
                yield row


def reseal(*, only_counts: bool = False) -> Resealing:
    """Renew, or only count, every sealed value of long life of all apps that have some."""
    resealing = Resealing(only_counts)
    for config in declaring("sealed_values"):
        import_string(config.sealed_values)(resealing)
    return resealing
