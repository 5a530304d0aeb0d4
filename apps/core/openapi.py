"""What the API schema says beyond what can be read from the views."""

from typing import Any

from django.urls import get_script_prefix
from drf_spectacular.openapi import AutoSchema

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "errors", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {name: {"type": "string"} for name in ("field", "code", "message")},
            },
        },
        "request_id": {"type": "string"},
    },
}
_ALWAYS = {"400": "Bad input.", "401": "Not signed in.", "402": "No license.", "403": "Not allowed.", "404": "Nothing."}
_ALWAYS |= {"406": "Not acceptable.", "409": "In conflict with what is there.", "429": "Too many requests."}
_WITH_BODY = {"413": "Too large.", "415": "This content type is not read."}


class RostrumSchema(AutoSchema):
    """Tags an operation by the app that it belongs to."""

    def get_tags(self) -> list[str]:
        parts = [part for part in self.path.split("/") if part]
        return [parts[2]] if len(parts) > 2 else ["api"]  # noqa: PLR2004 -- /api/v1/<tag>/


def only_version_one(endpoints: list[Any], **_: Any) -> list[Any]:
    """The same API under /api/ is for older clients and not described twice."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]


def add_servers_and_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """The tenant's own prefix, and the one shape that all errors have."""
    result["servers"] = [{"url": get_script_prefix().rstrip("/") or "/"}]
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = _PROBLEM
    for operations in result["paths"].values():
        for method, operation in operations.items():
            errors = _ALWAYS | (_WITH_BODY if method in {"post", "put", "patch"} else {})
            for status, description in errors.items():
                content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
                operation["responses"].setdefault(status, {"description": description, "content": content})
    return result
