"""Where a request comes from: its network address and what kind of browser or program it is."""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest

from apps.accounts.models import SignIn
from apps.core.problems import wants_problem_json

# Of IPv6 a house gets a whole network of this length.
IPV6_HOUSE_BITS = 64
LONGEST_NAME = 80
LONGEST_HEADER = 400


@dataclass(frozen=True, slots=True)
class Visit:
    """What is kept of a request beside who signed in."""

    address: str | None
    browser: str
    through: str

    @property
    def network(self) -> str:
        """What failed tries are counted by."""
        return network_of(self.address)


def visit_of(request: HttpRequest) -> Visit:
    """The request's address (behind as many proxies as the settings trust) and its browser in words."""
    through = SignIn.Through.API if wants_problem_json(request) else SignIn.Through.PAGE
    return Visit(address_of(request), browser_of(request.headers.get("User-Agent", "")), through)


def address_of(request: HttpRequest) -> str | None:
    """The network address, or None when the request has none that can be read."""
    try:
        return str(ip_address((get_client_ip(request) or "").strip()))
    except ValueError:
        return None


def network_of(address: str | None) -> str:
    if not address:
        return ""
    found = ip_address(address)
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network(f"{address}/{IPV6_HOUSE_BITS}", strict=False).network_address)


def browser_of(user_agent: str) -> str:
    """Such as "Firefox/Ubuntu" or "curl"; empty for a program that does not say what it is."""
    from ua_parser import parse  # noqa: PLC0415 -- compiles a thousand patterns, and only signing in needs it

    found = parse(user_agent[:LONGEST_HEADER])
    browser = found.user_agent.family if found.user_agent else ""
    system = found.os.family if found.os else ""
    # Names of products and systems: nobody translates them, so the sentence is put together where it is shown.
    return f"{browser}/{system}"[:LONGEST_NAME].strip("/")
