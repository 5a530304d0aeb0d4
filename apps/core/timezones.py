"""Time zones by their names in the IANA database."""

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.utils import timezone

# Where the browser says which one it is in; a script of the pages sets it.
TIME_ZONE_COOKIE = "timezone"
REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def time_zone_names() -> frozenset[str]:
    """Places and UTC; without the short names of old, which stand for no place."""
    return frozenset(name for name in available_timezones() if name.partition("/")[0] in REGIONS) | {"UTC"}


def use_time_zone(name: str) -> None:
    """From here on times are shown as they are there; a name that nobody knows, or none, means UTC."""
    if not name or name == "UTC":
        timezone.deactivate()
        return
    try:
        timezone.activate(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        timezone.deactivate()
