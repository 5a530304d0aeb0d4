"""Who asks, and what they are in this tenant: the one central place, for tokens and sessions alike."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.contrib.messages.middleware import MessageMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import get_script_prefix
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django_htmx.middleware import HtmxDetails

from apps.accounts.acting import actor_of
from apps.accounts.api_keys import NEVER_FOR_KEYS, InvalidKeyError, living_key, sent_key
from apps.accounts.impersonation import NotWhileImpersonatingError, acts_here, is_closed_to_visits
from apps.accounts.models import ApiKey, Membership, SupportVisit, User
from apps.accounts.policy import refusal_of
from apps.accounts.queries import membership_of
from apps.accounts.services import note_use
from apps.accounts.tokens import Claims, InvalidTokenError, bearer_token, read_access_token
from apps.core.actor import acting_as
from apps.core.modules import module_of_match
from apps.core.problems import NotAllowedError, ProblemError, problem_response, wants_problem_json
from apps.tenants.middleware import GetResponse, TenantRequest, answer_in, refuse_unless_active
from apps.tenants.models import Tenant
from apps.tenants.queries import tenant_by_id


class NotMemberError(NotAllowedError):
    """Somebody signed in stands in a workspace that is not theirs; the page leads to their own."""

    title = _("You are not a member of this workspace.")
    action_title = _("Go to your workspace")

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(_("Ask an owner of it for an invitation, or go on in a workspace of your own."))
        # The start page of a workspace with a host of its own is that workspace again.
        platform = "" if request.path.startswith("/t/") else settings.BASE_URL
        self.action_url = f"{platform}/enter/"


class PersonRequest(TenantRequest):
    """A request after these middlewares."""

    user: User | AnonymousUser
    membership: Membership | None
    # Staff who act as a member, wherever they are at the moment.
    visit: SupportVisit | None
    htmx: HtmxDetails
    claims: Claims | None
    api_key: ApiKey | None
    token_problem: ProblemError | None


class BearerMiddleware:
    """Reads an API request's token or key and enters the tenant it names; path or host that say otherwise refuse it.

    A bad token is kept as `request.token_problem`: views for strangers (sign-in, refresh) answer all the same.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonRequest) -> HttpResponse:
        request.claims = request.api_key = request.token_problem = request.membership = None
        is_api = wants_problem_json(request)
        key = sent_key(request) if is_api else None
        raw = bearer_token(request) if is_api and key is None else None
        if raw is None and key is None:
            return self.get_response(request)
        # With a token in the request, a session cookie beside it counts for nothing.
        request.user = AnonymousUser()
        try:
            if raw is not None:
                claims = read_access_token(raw)
                tenant = self._tenant_of(claims.tenant_id, request)
                request.claims = claims
            else:
                found = living_key(str(key))
                tenant = self._tenant_of(found.tenant_id, request)
                request.api_key = found
        except ProblemError as problem:
            request.token_problem = problem
            return self.get_response(request)
        if request.tenant:
            return self.get_response(request)
        return answer_in(tenant, request, self.get_response, prefix=tenant.path)

    @staticmethod
    def _tenant_of(tenant_id: UUID | str, request: PersonRequest) -> Tenant:
        tenant = tenant_by_id(tenant_id)
        if tenant is None:
            raise InvalidTokenError
        if request.tenant and request.tenant.pk != tenant.pk:
            raise InvalidTokenError(_("This token belongs to another workspace than the address."))
        refuse_unless_active(tenant)
        return tenant


class PageMessageMiddleware(MessageMiddleware):
    """Django's messages, for whoever sees pages: a program with a token or a key has nowhere to show them."""

    def process_request(self, request: HttpRequest) -> None:
        person = cast("PersonRequest", request)
        if person.claims is None and person.api_key is None:
            super().process_request(request)


def way_back(request: HttpRequest) -> str:
    """Where signing in leads: to what was asked for, or, as a form's address is no page, to where the form stands."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return get_script_prefix()
    page = urlsplit(came_from)
    return f"{page.path}?{page.query}" if page.query else page.path


class MembershipMiddleware:
    """Loads the membership before every view; pages not marked as open need one (login_not_required marks)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Asked only when something is written down: who sits before a public page is nobody's business.
        with acting_as(lambda: actor_of(cast("PersonRequest", request))):
            response = self.get_response(request)
        if getattr(request, "membership", None) is not None:
            # What a member saw is kept by no proxy, and gone from a shared computer after signing out.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(
        self, request: PersonRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.tenant:
            self._load_membership(request, view)
        if is_closed_to_visits(request, view):
            return problem_response(request, NotWhileImpersonatingError())
        # Entry pages stay open, as the way out does.
        is_entry = not getattr(view, "login_required", True) and not wants_problem_json(request)
        if not is_entry and (refusal := refusal_of(request, view, back=way_back(request))):
            return refusal
        if wants_problem_json(request) or not getattr(view, "login_required", True) or self._is_admin(request):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(way_back(request), resolve_url(settings.LOGIN_URL))
        if request.tenant and request.membership is None:
            return problem_response(request, NotMemberError(request))
        return None

    @staticmethod
    def _is_admin(request: HttpRequest) -> bool:
        """Django admin asks its own AdminSite.has_permission for every page."""
        return request.resolver_match is not None and "admin" in request.resolver_match.app_names

    @staticmethod
    def _load_membership(request: PersonRequest, view: Callable[..., HttpResponse]) -> None:
        module = module_of_match(request.resolver_match, view)
        label = module.label if module else ""
        if claims := request.claims:
            membership = membership_of(claims.user_id, claims.tenant_id, module=label)
            if membership is None or not claims.fits(membership):
                request.token_problem = InvalidTokenError()
                return
            request.user = membership.user
            request.membership = membership
        elif key := request.api_key:
            maker = membership_of(key.membership.user_id, key.tenant_id, module=label)
            if maker is None or maker.pk != key.membership_id:
                request.token_problem = InvalidKeyError()
                return
            maker.key_scopes = frozenset(key.scopes) - NEVER_FOR_KEYS
            request.user, request.membership = maker.user, maker
            note_use(key)
        elif request.token_problem is None and request.user.is_authenticated:
            request.membership = membership_of(request.user.pk, request.tenant.pk, module=label)
            if request.membership is not None and acts_here(request):
                request.membership.visit = request.visit
