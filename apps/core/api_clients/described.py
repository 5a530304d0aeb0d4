"""What the API's description says, as far as clients need it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from drf_spectacular.generators import SchemaGenerator

Schema = dict[str, Any]
PREFIX = "/api/v1/"
_JSON = "application/json"
_REFERENCE = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a program can ask for."""

    identifier: str
    method: str
    # Below /api/v1/, with {names} of what varies.
    path: str
    description: str
    query: tuple[Schema, ...]
    body: Schema | None
    # None where nothing comes back.
    answer: Schema | None
    answer_types: tuple[str, ...]
    # Of the query's `format`, where the answer can also be a file.
    formats: tuple[str, ...]
    needs_sign_in: bool

    @property
    def tag(self) -> str:
        """The app that it belongs to."""
        return self.path.split("/", 1)[0]

    @property
    def resource(self) -> str:
        """What it is about, within its app."""
        second = self.path.split("/")[1]
        return "" if second.startswith("{") else second

    @property
    def name(self) -> str:
        """What it is called within its app."""
        return self.identifier.removeprefix(f"{self.tag.replace('-', '_')}_")

    @property
    def path_names(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)

    @property
    def answers_json(self) -> bool:
        return _JSON in self.answer_types[:1]

    @classmethod
    def of(cls, path: str, method: str, said: Schema) -> Self:
        """The operation that the description holds at this path."""
        parameters = said.get("parameters", [])
        content: dict[str, Schema] = next(
            (given.get("content", {}) for status, given in said["responses"].items() if status.startswith("2")), {}
        )
        formats = [one["schema"].get("enum", []) for one in parameters if one["name"] == "format"]
        return cls(
            identifier=said["operationId"],
            method=method.upper(),
            path=path.removeprefix(PREFIX),
            description=said.get("description", ""),
            query=tuple(one for one in parameters if one["in"] == "query"),
            body=next((part["schema"] for part in said.get("requestBody", {}).get("content", {}).values()), None),
            answer=next((part.get("schema", {}) for part in content.values()), None),
            answer_types=tuple(content),
            formats=tuple(
                name for name in (formats[0] if formats else []) if name != "json" or _JSON not in list(content)[:1]
            ),
            needs_sign_in=bool(said.get("security")) and {} not in said["security"],
        )


class Description:
    """The whole description: operations in the order of their addresses, and the shapes they name."""

    def __init__(self, said: Schema, only: frozenset[str] = frozenset()) -> None:
        self.version: str = said["info"]["version"]
        self.shapes: dict[str, Schema] = said["components"]["schemas"]
        everything = [
            Operation.of(path, method, one)
            for path, operations in sorted(said["paths"].items())
            for method, one in operations.items()
        ]
        self.operations = [operation for operation in everything if not only or operation.tag in only]

    @cached_property
    def tags(self) -> list[str]:
        return sorted({operation.tag for operation in self.operations})

    def of_tag(self, tag: str) -> list[Operation]:
        return [operation for operation in self.operations if operation.tag == tag]

    def shape(self, schema: Schema) -> Schema:
        """What a reference refers to; anything else as it is."""
        return self.shapes[name_of(schema)] if "$ref" in schema else schema


def described(only: frozenset[str] = frozenset()) -> Description:
    """The API of this installation with all of its modules, or only what belongs to these apps."""
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]  # a package without types
    said = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # as above
    return Description(said, only)


def name_of(reference: Schema) -> str:
    return str(reference["$ref"]).removeprefix(_REFERENCE)


def item_of_list(description: Description, schema: Schema | None) -> Schema | None:
    """What a list of pages is a list of; None for whatever is no such list."""
    if not schema or "$ref" not in schema or not name_of(schema).startswith("Paginated"):
        return None
    found: Schema = description.shape(schema)["properties"]["results"]["items"]
    return found


def parts_of(schema: Schema) -> Iterator[Schema]:
    """The schemas that a schema is directly made of."""
    yield from schema.get("properties", {}).values()
    for name in ("oneOf", "anyOf", "allOf"):
        yield from schema.get(name, ())
    for name in ("items", "additionalProperties"):
        if isinstance(schema.get(name), dict):
            yield schema[name]
