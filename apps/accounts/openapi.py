"""How tokens are sent, for the API schema."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class RequestAuthenticationScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # untyped upstream
    """A bearer token, an API key in the same place, or the browser's session."""

    target_class = "apps.accounts.authentication.RequestAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "An access token of `auth/login/`, or an API key (`rk_…`) of the workspace.",
        }
