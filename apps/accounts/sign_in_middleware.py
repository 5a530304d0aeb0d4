"""What is looked at on every request of somebody who is signed in."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_htmx.http import HttpResponseClientRedirect

from apps.accounts.middleware import PersonRequest
from apps.accounts.second_factor import has_second_factor
from apps.accounts.services import see_session
from apps.accounts.services.sign_in import start_session
from apps.accounts.sign_in_guard import SEEN, SESSION_ROW, way_of
from apps.accounts.visits import visit_of
from apps.core.problems import NotAllowedError, problem_response, wants_problem_json
from apps.tenants.middleware import GetResponse

SEEN_EVERY_SECONDS = 300
# A person's own pages: among them those that set a second step up.
OWN_PAGES = "/accounts/"


class SecondFactorMissingError(NotAllowedError):
    code = "mfa-required"
    title = gettext_lazy("This workspace asks for a second step at sign-in.")


class BrowserMiddleware:
    """Notes every few minutes that a signed-in browser is used, and from where."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: PersonRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        by_browser = request.claims is None and request.api_key is None
        if by_browser and request.user.is_authenticated and request.session.session_key:
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


class SecondFactorMiddleware:
    """Leads whoever needs a second step and has none to setting it up, before anything of the place is shown."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: PersonRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not self._is_asked_for(request, view) or has_second_factor(request.user):
            return None
        if wants_problem_json(request):
            return problem_response(
                request,
                SecondFactorMissingError(_("Sign in with a browser and set it up: Settings, Two-step sign-in.")),
            )
        if request.htmx:
            return HttpResponseClientRedirect(reverse("mfa_index"))
        return redirect("mfa_index")

    @staticmethod
    def _is_asked_for(request: PersonRequest, view: Callable[..., HttpResponse]) -> bool:
        """By the workspace of its members, by the platform of its staff in the administration."""
        # Keys of programs have no second step, and while staff act as a member the member's does not matter.
        if request.api_key is not None or request.visit or not request.user.is_authenticated:
            return False
        if is_open(request, view):
            return False
        if request.membership is not None and request.tenant.mfa_required:
            return True
        match = request.resolver_match
        in_administration = match is not None and "admin" in match.app_names
        return in_administration and request.user.is_staff and settings.STAFF_MFA_REQUIRED


def is_open(request: PersonRequest, view: Callable[..., HttpResponse]) -> bool:
    """What is for strangers, and a person's own pages."""
    is_own_page = not wants_problem_json(request) and request.path_info.startswith(OWN_PAGES)
    return is_for_strangers(request, view) or is_own_page


def is_for_strangers(request: PersonRequest, view: Callable[..., HttpResponse]) -> bool:
    """Whether nobody needs to sign in for this page or address of the API."""
    if wants_problem_json(request):
        return not getattr(getattr(view, "cls", None), "authentication_classes", True)
    return not getattr(view, "login_required", True)
