"""Which page answers which address, and which requests a page refuses."""

import re
from collections.abc import Callable
from contextlib import nullcontext
from urllib.parse import urlsplit

from stripe_simulator.account import Account
from stripe_simulator.api import Request, Response
from stripe_simulator.errors import StripeFaultError
from stripe_simulator.forms import nested
from stripe_simulator.pages.html import page, redirect, style_sheet, tag

View = Callable[["Visit"], Response]
_views: list[tuple[re.Pattern[str], View, bool]] = []


class Visit:
    """A request for a page."""

    def __init__(self, account: Account, request: Request, names: dict[str, str]) -> None:
        self.account = account
        self.request = request
        self.names = names
        self.query = nested(request.query)
        is_form = request.method == "POST" and "json" not in request.headers.get("content-type", "")
        self.sent = nested(request.body.decode("utf-8", "replace")) if is_form else {}

    @property
    def is_post(self) -> bool:
        return self.request.method == "POST"

    def __getitem__(self, name: str) -> str:
        return self.names[name]

    def word(self, name: str, usual: str = "") -> str:
        """One field of a form."""
        value = self.sent.get(name, usual)
        return value.strip() if isinstance(value, str) else usual

    def number(self, name: str, usual: int) -> int:
        word = self.word(name)
        return int(word) if re.fullmatch(r"-?\d{1,9}", word) else usual


def view(pattern: str, *, whole: bool = True) -> Callable[[View], View]:
    """A page; all that it does happens or nothing, unless it says that it sees to that itself."""

    def note(function: View) -> View:
        expression = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", pattern)
        _views.append((re.compile(f"^{expression}/?$"), function, whole))
        return function

    return note


def is_from_elsewhere(account: Account, request: Request) -> bool:
    """Whether another site sent this form, or calls us by a name that is not ours."""
    ours = {urlsplit(account.public_url).hostname, "localhost", "127.0.0.1", "[::1]", "::1"}
    host = request.headers.get("host", "").rsplit(":", 1)[0]
    if host and host not in ours:
        return True
    if request.method != "POST":
        return False
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).hostname not in ours


def answer(account: Account, request: Request) -> Response:
    """The page, or one that says that there is none."""
    if request.path == "/_style.css":
        return style_sheet()
    if request.path == "/":
        return redirect("/_control")
    if is_from_elsewhere(account, request):
        return page("Refused", tag("h1", "This request came from another site"), status=403)
    for pattern, function, whole in _views:
        if match := pattern.match(request.path):
            try:
                with account.store.transaction() if whole else nullcontext():
                    return function(Visit(account, request, match.groupdict()))
            except StripeFaultError as fault:
                words = fault.error["message"]
                return page("Not possible", tag("h1", "That is not possible"), tag("p", words), status=fault.status)
    return page("Not found", tag("h1", "There is no such page"), tag("p", "The address may have expired."), status=404)
