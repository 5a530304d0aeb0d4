"""Closed by default: no view of a module runs without a license and a seat."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from apps.accounts.middleware import PersonRequest
from apps.core.modules import module_of_match
from apps.core.problems import NotSignedInError, ProblemError, problem_response
from apps.marketplace.access import require_access
from apps.tenants.middleware import GetResponse

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


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
                raise request.token_problem or NotSignedInError()
            require_access(module.label, request.membership, writing=request.method not in SAFE_METHODS)
        except ProblemError as problem:
            return problem_response(request, problem)
        return None
