"""Closed by default: no view of a module runs without a license and a seat."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from apps.accounts.middleware import PersonRequest
from apps.core.modules import module_of_match
from apps.core.problems import NotAllowedError, NotSignedInError, ProblemError, problem_response
from apps.marketplace.access import require_access
from apps.tenants.middleware import GetResponse

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def _refusal(request: PersonRequest) -> ProblemError:
    """Why somebody without a membership may not go on."""
    if request.user.is_authenticated:
        return NotAllowedError(_("You are not a member of this workspace."))
    return NotSignedInError()


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
            if request.membership is None:
                raise request.token_problem or _refusal(request)
            require_access(module.label, request.membership, writing=request.method not in SAFE_METHODS)
        except ProblemError as problem:
            return problem_response(request, problem)
        return None
