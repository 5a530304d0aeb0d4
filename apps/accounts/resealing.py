"""Secrets of second factors, sealed anew; allauth keeps them within the JSON of its table."""

from typing import Any

from allauth.mfa.models import Authenticator

from apps.accounts.second_factor import SEALED_FOR
from apps.core.resealing import Resealing, each_held

# Of an authenticator app, of recovery codes, and of those that came from another system.
ONE_VALUE, SEVERAL_VALUES = ("secret", "seed"), "migrated_codes"


def reseal_second_factors(resealing: Resealing) -> None:
    """Called by `manage.py reseal`."""
    for row in each_held(Authenticator.objects.all()):
        renewed = _renewed(row.data, resealing)
        if renewed != row.data:
            row.data = renewed
            row.save(update_fields=["data"])


def _renewed(data: dict[str, Any], resealing: Resealing) -> dict[str, Any]:
    def anew(text: str) -> str:
        return resealing.anew(SEALED_FOR, text.encode()).decode()

    renewed = data | {name: anew(data[name]) for name in ONE_VALUE if name in data}
    if SEVERAL_VALUES in data:
        renewed[SEVERAL_VALUES] = [anew(code) for code in data[SEVERAL_VALUES]]
    return renewed
