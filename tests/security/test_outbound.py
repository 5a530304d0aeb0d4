"""Where the product may be led to ask: an address that a workspace names leads into no network of ours."""

import socket
from typing import Any

import httpx2
import pytest

from apps.ai.network import PrivateAddressError, any_client, check_public, public_only_client

INNER = {
    "loopback": "127.0.0.1",
    "loopback, short": "127.1",
    "loopback, decimal": "2130706433",
    "loopback, octal": "0177.0.0.1",
    "loopback, hexadecimal": "0x7f000001",
    "any": "0.0.0.0",  # noqa: S104 -- asked, not bound
    "private": "10.0.0.1",
    "private, 172": "172.16.0.1",
    "private, 192": "192.168.1.1",
    "carrier": "100.64.0.1",
    "metadata": "169.254.169.254",
    "benchmark": "198.18.0.1",
    "nobody's": "192.0.0.8",
    "relays": "192.88.99.1",
    "multicast": "224.0.0.1",
    "broadcast": "255.255.255.255",
    "loopback of IPv6": "[::1]",
    "any of IPv6": "[::]",
    "mapped": "[::ffff:127.0.0.1]",
    "mapped, in words": "[::ffff:7f00:1]",
    "compatible": "[::127.0.0.1]",
    "translated": "[64:ff9b::7f00:1]",
    "6to4": "[2002:7f00:1::]",
    "Teredo": "[2001:0:7f00:1::1]",
    "local": "[fc00::1]",
    "link": "[fe80::1]",
    "site": "[fec0::1]",
    "documentation": "[2001:db8::1]",
}


@pytest.mark.parametrize("host", INNER.values(), ids=INNER)
def test_no_spelling_of_an_inner_address_is_taken(host: str) -> None:
    with pytest.raises(PrivateAddressError):
        check_public(f"https://{host}/v1")
    with public_only_client(2) as client, pytest.raises((httpx2.TransportError, httpx2.InvalidURL)):
        client.get(f"https://{host}/v1")


@pytest.mark.parametrize(
    "url",
    [
        "http://1.1.1.1/",
        "ftp://1.1.1.1/",
        "file:///etc/passwd",
        "gopher://1.1.1.1/",
        "https://a:b@1.1.1.1/",
        "https://1.1.1.1@127.0.0.1/",
        "https:///v1",
        "https://127.0.0.1%2f@1.1.1.1/",
        "//1.1.1.1/",
        "",
    ],
)
def test_no_other_scheme_and_nobody_before_the_host(url: str) -> None:
    with pytest.raises(PrivateAddressError):
        check_public(url)


def test_a_name_that_leads_to_both_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answering(["1.1.1.1", "127.0.0.1"]))

    with pytest.raises(PrivateAddressError):
        check_public("https://both.example/")


def test_a_name_that_changes_after_the_check_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first answer is public and the second is not, as somebody's own name server can have it."""
    answers = iter([["1.1.1.1"], ["127.0.0.1"]])

    def getaddrinfo(host: str, port: int, **named: Any) -> Any:
        return answering(next(answers))(host, port, **named)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    check_public("https://rebinds.example/")
    with public_only_client(2) as client, pytest.raises(httpx2.ConnectError, match="does not lead to a public address"):
        client.get("https://rebinds.example/")


def test_the_checked_address_is_the_one_that_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is looked up once; the connection is made to what was found, under the name that was asked for."""
    monkeypatch.setattr(socket, "getaddrinfo", answering(["1.1.1.1"]))
    asked: list[httpx2.Request] = []

    def handle(_transport: httpx2.HTTPTransport, request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        return httpx2.Response(302, headers={"Location": "https://127.0.0.1/"}, request=request)

    monkeypatch.setattr(httpx2.HTTPTransport, "handle_request", handle)
    with public_only_client(2) as client:
        answer = client.get("https://name.example/v1")

    assert (answer.status_code, [request.url.host for request in asked]) == (302, ["1.1.1.1"])
    assert (asked[0].extensions["sni_hostname"], asked[0].headers["Host"]) == ("name.example", "name.example")


def test_nobody_is_led_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither client follows a redirect, and the one for foreign addresses takes no proxy of the environment."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with public_only_client(2) as foreign, any_client(2) as own:
        assert (foreign.follow_redirects, own.follow_redirects, foreign.trust_env) == (False, False, False)


def answering(addresses: list[str]) -> Any:
    """A name server that says so."""

    def getaddrinfo(_host: str, port: int, **_named: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    return getaddrinfo
