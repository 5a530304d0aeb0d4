"""A browser without a screen: fills the forms of the simulator's pages and follows where they lead."""

import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from email.message import Message
from html import unescape
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """What a visitor sees."""

    status: int
    text: str
    address: str
    headers: "Message[str, str]"

    @property
    def words(self) -> str:
        """Without markup, with single blanks."""
        return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", self.text))).strip()


class _Stay(urllib.request.HTTPRedirectHandler):
    """Redirects are for the test to see."""

    def redirect_request(self, *words: Any) -> None:
        return None


_opener = urllib.request.build_opener(_Stay)


def visit(address: str, sent: dict[str, Any] | None = None, headers: dict[str, str] | None = None) -> Page:
    """Ask for a page, or send its form; a redirect gives the address that it leads to."""
    body = None if sent is None else urllib.parse.urlencode(sent, doseq=True).encode()
    request = urllib.request.Request(address, body, headers or {})
    try:
        with _opener.open(request, timeout=30) as answer:
            return Page(answer.status, answer.read().decode("utf-8", "replace"), address, answer.headers)
    except urllib.error.HTTPError as refused:
        with refused:
            leads_to = refused.headers.get("Location", address)
            return Page(refused.code, refused.read().decode("utf-8", "replace"), leads_to, refused.headers)
