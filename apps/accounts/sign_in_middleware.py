"""What is looked at on every request of somebody who is signed in."""

import time
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from apps.accounts.middleware import PersonRequest
from apps.accounts.services import see_session
from apps.accounts.services.sign_in import start_session
from apps.accounts.sign_in_guard import SEEN, SESSION_ROW, way_of
from apps.accounts.visits import visit_of
from apps.tenants.middleware import GetResponse

SEEN_EVERY_SECONDS = 300


class BrowserMiddleware:
    """Notes every few minutes that a signed-in browser is used, and from where."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: PersonRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.claims is None and request.user.is_authenticated and request.session.session_key:
            at, key = request.session.get(SEEN, (0, ""))
            # The key changes when the password does.
            if time.time() - at > SEEN_EVERY_SECONDS or key != request.session.session_key:
                self._note(request)
        return None

    @staticmethod
    def _note(request: PersonRequest) -> None:
        # The browser is the staff's, also while they act as somebody else.
        user: Any = request.visit.staff if request.visit else request.user
        key = str(request.session.session_key)
        visit = visit_of(request)
        if row := request.session.get(SESSION_ROW):
            see_session(row, visit, session_key=key)
        else:
            session = start_session(user, visit, way=way_of(request, user), session_key=key)
            request.session[SESSION_ROW] = str(session.pk)
        request.session[SEEN] = [int(time.time()), key]
