"""What django-axes asks and tells: it stands before every check of a password, our table says yes or no."""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from axes.handlers.base import AbstractAxesHandler, AxesBaseHandler
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import SignIn, User
from apps.accounts.services.sign_in import (
    forget_session,
    note_failed_sign_in,
    note_sign_in,
    start_session,
    unlock_account,
)
from apps.accounts.services.verification import mark_verified
from apps.accounts.sign_in_limits import failures_of, seconds_to_wait
from apps.accounts.visits import visit_of
from apps.core.problems import ProblemError, problem_response

# In the session's data: which row of BrowserSession it is, when that was last written, with which key.
SESSION_ROW = "browser_session"
SEEN = "browser_seen"
# When the session was signed in; a sign-out takes it away with the session.
BEGAN = "began_at"


class TooManyTriesError(ProblemError):
    code = "too-many-tries"
    title = gettext_lazy("Too many failed tries.")
    status = 429
    action_title = gettext_lazy("Unlock by e-mail")

    def __init__(self, seconds: int) -> None:
        minutes = -(-seconds // 60)
        super().__init__(
            _("Wait %(minutes)d min, then try again; or let us send you a link that ends the wait.")
            % {"minutes": minutes},
            retry_after=seconds,
        )
        self.action_url = reverse("unlock")


class SignInGuard(AbstractAxesHandler, AxesBaseHandler):
    """django-axes' handler, with the limits of sign_in_limits.py."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return wait_of(request, (credentials or {}).get("email", "")) > 0

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        return failures_of((credentials or {}).get("email", ""))

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: Any
    ) -> None:
        email = credentials.get("email", "")
        if request is None:
            return
        if getattr(request, "axes_locked_out", False):
            # A try that was not even looked at counts for nothing, or waiting would never end.
            tell_to_wait(request, email)
            return
        refuse_if_too_many(request, email, way=SignIn.Way.PASSWORD)

    def user_logged_in(self, sender: Any, request: HttpRequest, user: Any, **_kwargs: Any) -> None:
        if not isinstance(user, User):
            return
        visit, way = visit_of(request), way_of(request, user)
        note_sign_in(user, visit, way=way)
        if way == SignIn.Way.CODE:
            # It came to the address.
            mark_verified(user)
        if key := request.session.session_key:
            request.session[BEGAN] = int(time.time())
            request.session[SESSION_ROW] = str(start_session(user, visit, way=way, session_key=key).pk)
            request.session[SEEN] = [int(time.time()), key]

    def user_logged_out(self, sender: Any, request: HttpRequest, user: Any, **_kwargs: Any) -> None:
        if key := request.session.session_key:
            forget_session(key)

    def reset_attempts(
        self, *, ip_address: str | None = None, username: str | None = None, ip_or_username: bool = False
    ) -> int:
        """What axes' own commands call."""
        if not username:
            return 0
        count = failures_of(username)
        unlock_account(username)
        return count


def wait_of(request: HttpRequest, email: str) -> int:
    return seconds_to_wait(email, visit_of(request).network)


def refuse_if_too_many(request: HttpRequest, email: str, *, way: str) -> None:
    """Note a failed try; when it was one too many, axes' middleware answers the request with `locked_out`."""
    visit = visit_of(request)
    note_failed_sign_in(email, visit, way=way)
    tell_to_wait(request, email)


def tell_to_wait(request: HttpRequest, email: str) -> bool:
    """Whether the account or the address has to wait; the answer then says so."""
    if wait_of(request, email) == 0:
        return False
    request.axes_locked_out = True  # type: ignore[attr-defined]  # read by axes' middleware
    request.axes_credentials = {"email": email}  # type: ignore[attr-defined]  # given to `locked_out`
    return True


def locked_out(request: HttpRequest, _answer: HttpResponse, credentials: dict[str, Any] | None) -> HttpResponse:
    """The page or the problem that says how long to wait."""
    email = (credentials or {}).get("email", "")
    return problem_response(request, TooManyTriesError(max(1, wait_of(request, email))))


def way_of(request: HttpRequest, user: User) -> str:
    """How the person came in, by what allauth has noted in the session."""
    for record in reversed(get_authentication_records(request, user)):
        match record.get("method"), record.get("type"), record.get("provider"):
            case "mfa", "webauthn", _ if record.get("passwordless"):
                return SignIn.Way.PASSKEY
            case "socialaccount", _, provider if provider in SignIn.Way.values:
                return str(provider)
            case ("password" | "code") as method, _, _:
                return str(method)
    return SignIn.Way.OTHER
