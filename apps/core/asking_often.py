"""How often one address may ask for what is open to everybody."""

from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.formats import moment
from apps.core.problems import ProblemError

HOUR_SECONDS = 3600
IPV6_HOST_BITS = 64


class TooManyRequestsError(ProblemError):
    code = "too-many-requests"
    title = _("That was too often for one hour.")
    status = 429


def count_request(what: str, address: str, *, most: int) -> None:
    """One more from this address; raises TooManyRequestsError when it had its share of the hour."""
    if (again_at := over_its_share(what, address, most=most)) is not None:
        said = _("It is possible again at %(when)s.") % {"when": moment(again_at)}
        raise TooManyRequestsError(said, retry_after=max(1, round((again_at - timezone.now()).total_seconds())))


def over_its_share(what: str, address: str, *, most: int) -> datetime | None:
    """Count one more from this address; when it had its share of the hour, when the next one begins."""
    key = f"{what}-count:{sha256(f'{settings.SECRET_KEY}{network_of(address)}'.encode()).hexdigest()}"
    until = timezone.now() + timedelta(seconds=HOUR_SECONDS)
    if cache.add(f"{key}:until", until, timeout=HOUR_SECONDS):
        cache.delete(key)
    cache.add(key, 0, timeout=HOUR_SECONDS)
    try:
        count = cache.incr(key)
    except ValueError:  # its hour ended between these two lines
        return None
    return (cache.get(f"{key}:until") or until) if count > most else None


def network_of(address: str) -> str:
    """Who has an IPv6 address has a whole network of them."""
    found = ip_address(address)
    return str(int(found) >> IPV6_HOST_BITS) if found.version == 6 else str(found)  # noqa: PLR2004 -- its name
