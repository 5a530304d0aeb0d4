"""Asking the DNS for the record by which a company shows that a host name is its own."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from apps.tenants.models import DomainClaim

if TYPE_CHECKING:
    from dns.resolver import Resolver

SECONDS = 6.0
Problem = DomainClaim.Problem


@dataclass(frozen=True, slots=True)
class Found:
    """The texts at a name, or why there are none."""

    texts: tuple[str, ...] = ()
    problem: str = ""


def texts_at(name: str, *, host: str) -> Found:
    """The TXT records at the name. Where there are none, `host` says whether anything is there at all."""
    from dns.exception import DNSException  # noqa: PLC0415 -- only checks of host names need it
    from dns.resolver import NXDOMAIN, NoAnswer  # noqa: PLC0415 -- as above

    resolver = _resolver()
    try:
        answer = resolver.resolve(name, "TXT", search=False)
    except (NXDOMAIN, NoAnswer):
        try:
            resolver.resolve(host, "A", search=False, raise_on_no_answer=False)
        except NXDOMAIN:
            return Found(problem=Problem.NO_NAME)
        except DNSException:
            return Found(problem=Problem.NO_ANSWER)
        return Found(problem=Problem.NO_RECORD)
    except DNSException:
        return Found(problem=Problem.NO_ANSWER)
    return Found(tuple(b"".join(record.strings).decode("utf-8", "replace") for record in answer))


def _resolver() -> "Resolver":
    """The machine's own name servers, or those of DNS_SERVERS."""
    from dns.nameserver import Do53Nameserver  # noqa: PLC0415 -- as above
    from dns.resolver import Resolver as Asking  # noqa: PLC0415 -- as above

    resolver = Asking(configure=not settings.DNS_SERVERS)
    if settings.DNS_SERVERS:
        resolver.nameservers = [Do53Nameserver(address, port) for address, port in settings.DNS_SERVERS]
    resolver.lifetime = SECONDS
    return resolver
