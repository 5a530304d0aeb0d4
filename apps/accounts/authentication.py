"""DRF's view of who the middleware found."""

from typing import Any

from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class RequestAuthentication(SessionAuthentication):
    """A checked token or key, else the session with its CSRF check; a token that was refused answers why."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        django_request: Any = request._request
        if problem := getattr(django_request, "token_problem", None):
            raise problem
        if claims := getattr(django_request, "claims", None):
            return django_request.user, claims
        if key := getattr(django_request, "api_key", None):
            return django_request.user, key
        return super().authenticate(request)

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'
