"""Closed by default: no view of a module runs without a license and a seat."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from apps.accounts.middleware import NotMemberError, PersonRequest
from apps.core.modules import TRY, ModuleConfig, module_of_match
from apps.core.problems import NotSignedInError, ProblemError, problem_response
from apps.marketplace.access import (
    is_guest_demo,
    is_open_by_link,
    require_access,
    require_guest_access,
    require_tenant_access,
)
from apps.tenants.middleware import GetResponse

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def _refusal(request: PersonRequest) -> ProblemError:
    """Why somebody without a membership may not go on."""
    if request.user.is_authenticated:
        return NotMemberError(request)
    return NotSignedInError()


def _is_open_to_guests(request: PersonRequest, view: Callable[..., HttpResponse], module: ModuleConfig) -> bool:
    """Whether the view is marked for guests and stands where guests may be: the platform's /try/<slug>/."""
    match = request.resolver_match
    mounted = match is not None and match.route.startswith(f"{TRY}{module.slug}/")
    on_platform = not request.tenant and request.urlconf == settings.PUBLIC_SCHEMA_URLCONF
    return mounted and on_platform and is_guest_demo(view)


class LicenseMiddleware:
    """Looks at the view that was found; the answer is returned, as an exception here would reach nobody."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: PersonRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        module = module_of_match(request.resolver_match, view)
        if module is None:
            return None
        try:
            if _is_open_to_guests(request, view, module):
                require_guest_access(module.label)
                return None
            if request.tenant and is_open_by_link(view):
                require_tenant_access(module.label, request.tenant)
                return None
            if request.membership is None:
                raise request.token_problem or _refusal(request)
            require_access(module.label, request.membership, writing=request.method not in SAFE_METHODS)
        except ProblemError as problem:
            return problem_response(request, problem)
        return None
