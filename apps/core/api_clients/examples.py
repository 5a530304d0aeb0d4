"""Examples of what is sent, made of what the description says of each value."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from apps.core.api_clients.described import Description, Schema, name_of

_BY_FORMAT = {
    "uuid": str(UUID(int=0)),
    "date": datetime(2026, 1, 31, tzinfo=UTC).date().isoformat(),
    "date-time": datetime(2026, 1, 31, 9, tzinfo=UTC).isoformat(),
    "email": "ada@acme.example",
    "uri": "https://example.com/",
    "decimal": "1",
}
# Values of a collection's variables, and words that a rule of their own asks for.
_BY_NAME = {"email": "{{email}}", "password": "{{password}}", "tenant": "{{workspace}}", "refresh": "{{refresh}}"}


def example_of(description: Description, schema: Schema, *, is_whole: bool = False) -> Any:
    """A value of this schema as one would send it: what is required, or with `is_whole` everything."""
    return _Examples(description, is_whole=is_whole).of(schema)


class _Examples:
    def __init__(self, description: Description, *, is_whole: bool) -> None:
        self.description = description
        self.is_whole = is_whole
        self._within: list[str] = []

    def of(self, schema: Schema, name: str = "") -> Any:
        if "$ref" in schema:
            return self._referred(schema, name)
        for key in ("example", "default"):
            if key in schema:
                return schema[key]
        if schema.get("enum"):
            return schema["enum"][0]
        for several in ("oneOf", "anyOf", "allOf"):
            if several in schema:
                return self.of(schema[several][0], name)
        kind = schema.get("type", "object")
        return self._simple(kind if isinstance(kind, str) else kind[0], schema, name)

    def _referred(self, schema: Schema, name: str) -> Any:
        shape = name_of(schema)
        if shape in self._within:
            return {}
        self._within.append(shape)
        found = self.of(self.description.shapes[shape], name)
        self._within.pop()
        return found

    def _simple(self, kind: str, schema: Schema, name: str) -> Any:
        if kind == "object":
            required = schema.get("required", [])
            return {
                key: self.of(value, key)
                for key, value in schema.get("properties", {}).items()
                if not value.get("readOnly") and (self.is_whole or key in required or key == "tenant")
            }
        if kind == "array":
            return [self.of(schema.get("items", {}), name)]
        if kind == "string":
            return _BY_NAME.get(name) or _BY_FORMAT.get(schema.get("format", ""), _words(schema, name))
        return {"integer": schema.get("minimum", 1), "number": schema.get("minimum", 1), "boolean": True}.get(kind)


def _words(schema: Schema, name: str) -> str:
    """Some text; one of those that a pattern such as ^(junior|mid)$ allows."""
    pattern: str = schema.get("pattern", "")
    if pattern.startswith("^(") and pattern.endswith(")$"):
        return pattern[2:-2].partition("|")[0]
    return name.replace("_", "-") or "text"
