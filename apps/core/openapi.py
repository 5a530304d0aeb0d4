"""What the API schema says beyond what can be read from the views."""

from http import HTTPStatus
from typing import Any

from django.urls import get_script_prefix
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema

from apps.core.going_away import end_of

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
_PROBLEM_NAME = "#/components/schemas/Problem"
_ALWAYS = {"401": "Not signed in.", "402": "No license, or a limit of the plan.", "403": "Not allowed."}
_ALWAYS |= {"404": "Nothing there.", "406": "Not acceptable.", "429": "Too many requests."}
_WITH_INPUT = {"400": "Bad input."}
_WITH_BODY = {"413": "Too large.", "415": "This content type is not read.", "422": "Understood, but not possible."}
_WRITING = {"409": "In conflict with what is there."}
_READING = frozenset({"get", "head"})


class RostrumSchema(AutoSchema):
    """Tags an operation by the app that it belongs to, and marks what will end."""

    def get_tags(self) -> list[str]:
        parts = [part for part in self.path.split("/") if part]
        return [parts[2]] if len(parts) > 2 else ["api"]  # noqa: PLR2004 -- /api/v1/<tag>/

    def is_deprecated(self) -> bool:
        return end_of(type(self.view)) is not None or bool(super().is_deprecated())


class SentFile(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]  # a package without types
    """A field of files is one that is sent: what answers say of a file is no address of it."""

    target_class = "rest_framework.serializers.FileField"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        return {"type": "string", "format": "binary"}


def only_version_one(endpoints: list[Any], **_: Any) -> list[Any]:
    """The same API under /api/ is for older clients and not described twice."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]


def add_servers_and_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """The tenant's own prefix, and the one shape that all errors have."""
    result["servers"] = [{"url": get_script_prefix().rstrip("/") or "/"}]
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = _PROBLEM
    for operations in result["paths"].values():
        for method, operation in operations.items():
            responses = operation["responses"]
            for status, description in _errors_of(method, operation).items():
                responses.setdefault(status, {"description": description})
            for status, response in responses.items():
                if int(status) >= HTTPStatus.BAD_REQUEST:
                    response["content"] = {"application/problem+json": {"schema": {"$ref": _PROBLEM_NAME}}}
    return result


def _errors_of(method: str, operation: dict[str, Any]) -> dict[str, str]:
    """The problems that an operation of this shape can answer with; views add what is theirs alone."""
    reads_query = any(parameter["in"] == "query" for parameter in operation.get("parameters", ()))
    has_body = "requestBody" in operation
    found = dict(_ALWAYS)
    # What is deleted may be asked for a password, which descriptions of DELETE leave out.
    if reads_query or has_body or method == "delete":
        found |= _WITH_INPUT
    if has_body:
        found |= _WITH_BODY
    if method not in _READING:
        found |= _WRITING
    return found
