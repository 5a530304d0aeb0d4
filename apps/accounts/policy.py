"""What a workspace asks of whoever wants to come in, asked before every view."""

import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from apps.accounts.acting import address_of
from apps.accounts.closed import refusal_while_closed
from apps.accounts.impersonation import acts_here
from apps.accounts.sign_in_guard import BEGAN
from apps.accounts.tokens import HOUR_SECONDS, InvalidTokenError, longest_hours
from apps.core.problems import NotSignedInError, ProblemError, problem_response, wants_problem_json
from apps.tenants.api_calls import note_call
from apps.tenants.models import Tenant
from apps.tenants.plan_use import PlanLimitError
from apps.tenants.policies import require_network

if TYPE_CHECKING:
    # The middleware asks for the policy.
    from apps.accounts.middleware import PersonRequest


def refusal_of(request: "PersonRequest", view: Any, *, back: str) -> HttpResponse | None:
    """The answer to whoever the workspace does not let in, as it is closed or by its policy; None for all others."""
    if (closed := refusal_while_closed(request, view)) is not None:
        return closed
    membership = request.membership
    # Staff who look after a workspace come from their own network, for an hour at most.
    if membership is None or acts_here(request):
        return _refusal_by_age(request, None, back=back)
    tenant = membership.tenant
    if not membership.is_candidate:
        try:
            require_network(tenant, address_of(request) if tenant.allowed_networks else "")
        except ProblemError as problem:
            return problem_response(request, problem)
    if (over := _refusal_by_age(request, tenant, back=back)) is not None:
        return over
    return _refusal_by_plan(request)


def _refusal_by_age(request: "PersonRequest", tenant: Tenant | None, *, back: str) -> HttpResponse | None:
    """Sessions and tokens last as long as platform and workspace wish; keys have an end of their own."""
    hours = longest_hours(tenant)
    if request.claims is not None:
        return problem_response(request, InvalidTokenError()) if request.claims.is_older_than(hours) else None
    if request.api_key is not None or not request.user.is_authenticated or not _is_over(request, hours):
        return None
    logout(request)
    if wants_problem_json(request):
        return problem_response(request, NotSignedInError())
    if tenant is not None and tenant.session_hours == hours:
        messages.info(request, _("Your session is over, as this workspace wishes. Sign in again."))
    else:
        messages.info(request, _("You signed in long ago. Sign in again."))
    return redirect_to_login(back, resolve_url(settings.LOGIN_URL))


def _refusal_by_plan(request: "PersonRequest") -> HttpResponse | None:
    """Count a program's call against the plan; pages, and the API used by a page's session, count for nothing."""
    membership = request.membership
    if membership is None or (request.claims is None and request.api_key is None):
        return None
    try:
        note_call(membership.tenant)
    except PlanLimitError as problem:
        return problem_response(request, problem)
    return None


def _is_over(request: "PersonRequest", hours: int) -> bool:
    """Whether the session is older than that; one that is not known yet begins now."""
    began = request.session.get(BEGAN)
    if began is None:
        request.session[BEGAN] = int(time.time())
        return False
    return time.time() - float(began) > hours * HOUR_SECONDS
