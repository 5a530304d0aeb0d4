"""Which servers may be asked: what a tenant names must not lead into the platform's own network."""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import httpx2

TLS_PORT = 443
# Python calls them global: what stands for no host in particular, and how networks were named before fc00::/7.
NOBODYS = tuple(ip_network(one) for one in ("192.0.0.0/24", "192.88.99.0/24", "fec0::/10"))


class PrivateAddressError(OSError):
    """The name leads to an address that is not of the public internet, or to none."""


def public_addresses(host: str, port: int) -> list[str]:
    """The addresses of the host, all of them public; raises PrivateAddressError otherwise."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise PrivateAddressError(f"{host} is not known") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(_is_public(address) for address in addresses):
        raise PrivateAddressError(f"{host} does not lead to a public address")
    return addresses


def _is_public(text: str) -> bool:
    address: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    address = inner or address
    if any(address in network for network in NOBODYS):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def check_public(url: str) -> None:
    """Raises PrivateAddressError for an address that a tenant may not have asked."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password:
        raise PrivateAddressError("only https:// addresses without a user are asked")
    public_addresses(parts.hostname, parts.port or TLS_PORT)


def any_client(seconds: float) -> "httpx2.Client":
    """Of servers that the operator chose; led on to another one it does not go, as the key would go with it."""
    import httpx2  # noqa: PLC0415 -- only workers ask, and only with a provider

    return httpx2.Client(timeout=seconds, follow_redirects=False)


def public_only_client(seconds: float) -> "httpx2.Client":
    """A client that connects to the very address it has checked, so that a name cannot change in between."""
    import httpx2  # noqa: PLC0415 -- only workers ask, and only with a provider

    class PublicOnly(httpx2.HTTPTransport):
        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            host = request.url.host
            if request.url.scheme != "https":
                raise httpx2.ConnectError("only https is asked", request=request)
            try:
                address = public_addresses(host, request.url.port or TLS_PORT)[0]
            except PrivateAddressError as error:
                raise httpx2.ConnectError(str(error), request=request) from error
            request.extensions = {**request.extensions, "sni_hostname": host}
            request.url = request.url.copy_with(host=address)
            return super().handle_request(request)

    return httpx2.Client(transport=PublicOnly(), timeout=seconds, follow_redirects=False, trust_env=False)
