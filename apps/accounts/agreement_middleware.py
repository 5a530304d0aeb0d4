"""Leads whoever has not agreed to the terms and the privacy notice in force to agreeing, before the next page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect

from apps.accounts.impersonation import acts_here
from apps.accounts.legal import CurrentTexts, missing_for, texts_in_force
from apps.accounts.middleware import PersonRequest, way_back
from apps.accounts.sign_in_middleware import is_for_strangers
from apps.core.problems import NotAllowedError, problem_response, wants_problem_json
from apps.tenants.middleware import GetResponse

View = TypeVar("View", bound=Callable[..., Any])
# What people were filling in when a text was published is taken for so long.
FORMS_KEPT = timedelta(hours=12)
# Pages of others that the way out needs: deleting the account asks for a proof of who it is.
OPEN = frozenset({"account_logout", "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
# What is fetched by the page itself, and not opened by somebody.
PARTS = frozenset({"empty", "image", "style", "script", "font", "manifest", "worker", "serviceworker"})


class TermsNotAcceptedError(NotAllowedError):
    code = "terms-not-accepted"
    title = _("You have not agreed to the terms or the privacy notice that are in force now.")

    def __init__(self) -> None:
        super().__init__(
            _("Read them with GET /api/v1/auth/legal/, then agree with POST /api/v1/auth/agreement/, and call again.")
        )


def works_without_agreement(view: View) -> View:
    """Mark a view that people need who do not agree: to read, to take their data along, to leave."""
    view.works_without_agreement = True  # type: ignore[attr-defined]  # our own mark
    return view


class AgreementMiddleware:
    """Asks nothing where nothing is published, of strangers, of API keys, and of staff who act as a member."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: PersonRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not texts_in_force() or _is_open(request, view) or not request.user.is_authenticated:
            return None
        missing = missing_for(request.user)
        if not missing or _may_finish(request, missing):
            return None
        if wants_problem_json(request):
            return problem_response(request, TermsNotAcceptedError())
        if request.htmx:
            return HttpResponseClientRedirect(_agreement_page(request.htmx.current_url_abs_path or way_back(request)))
        return redirect(_agreement_page(way_back(request)))


def _agreement_page(then: str) -> str:
    return f"{reverse('agreement')}?{urlencode({'next': then})}"


def _is_open(request: PersonRequest, view: Any) -> bool:
    match = request.resolver_match
    target = getattr(view, "cls", None) or getattr(view, "view_class", None) or view
    if getattr(target, "works_without_agreement", False) or is_for_strangers(request, view):
        return True
    # Programs are no persons, and nobody agrees in another's name.
    if request.api_key is not None or acts_here(request):
        return True
    # Whoever published a wrong text can withdraw it without agreeing to it.
    is_platforms_admin = not request.tenant and match is not None and "admin" in match.app_names
    return is_platforms_admin or (match is not None and match.view_name in OPEN)


def _may_finish(request: PersonRequest, missing: CurrentTexts) -> bool:
    """Whether a page that was open when the text came sends or fetches something: nothing typed may be lost."""
    since = max(text.published_at for text in missing)
    if request.claims is not None or request.user.date_joined > since:  # type: ignore[union-attr]  # somebody is signed in
        return False
    if timezone.now() - since > FORMS_KEPT:
        return False
    is_sent = request.method not in {"GET", "HEAD"}
    is_part = bool(request.htmx) or request.headers.get("Sec-Fetch-Dest") in PARTS or wants_problem_json(request)
    return is_sent or is_part
