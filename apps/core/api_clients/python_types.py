"""The shapes of the API as typed dictionaries of Python."""

from collections import defaultdict
from collections.abc import Iterable

from apps.core.api_clients.described import Description, Operation, Schema, item_of_list, name_of, parts_of

_SIMPLE = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
_HEAD = '''"""{about} Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypedDict

'''
# Lines of a file before its shapes are divided by what they are about.
_LONG_FILE = 380


class Shapes:
    """Gives shapes their names and writes them down, each in the file of what first needs it.

    What a shape only answers with is left out where it is sent: it then has a second name, ending in Input.
    """

    def __init__(self, description: Description) -> None:
        self.description = description
        self._homes: dict[tuple[str, bool], tuple[str, str]] = {}
        self._answered: set[str] = set()
        self._queries: dict[str, tuple[Operation, list[Schema]]] = {}
        for operation in description.operations:
            home = (operation.tag, operation.resource)
            if operation.body:
                self._find(operation.body, home, is_sent=True)
            answer = item_of_list(description, operation.answer) or operation.answer
            if answer and operation.answers_json:
                self._find(answer, home, is_sent=False)
            if query := query_of(operation, is_file=False):
                self._queries[query_name(operation)] = (operation, query)

    def _find(self, schema: Schema, home: tuple[str, str], *, is_sent: bool) -> None:
        if "$ref" in schema:
            if not is_sent:
                self._answered.add(name_of(schema))
            key = (name_of(schema), is_sent and self._differs(name_of(schema)))
            if key in self._homes:
                return
            self._homes[key] = home
            schema = self.description.shape(schema)
        for part in parts_of(schema):
            self._find(part, home, is_sent=is_sent)

    def _differs(self, name: str, on_the_way: tuple[str, ...] = ()) -> bool:
        """Whether something of the shape is answered with but never sent, or the other way round."""
        if name in on_the_way:
            return False
        return any(self._has_one_way(part, (*on_the_way, name)) for part in parts_of(self.description.shapes[name]))

    def _has_one_way(self, schema: Schema, on_the_way: tuple[str, ...]) -> bool:
        if schema.get("readOnly") or schema.get("writeOnly"):
            return True
        if "$ref" in schema:
            return self._differs(name_of(schema), on_the_way)
        return any(self._has_one_way(part, on_the_way) for part in parts_of(schema))

    def name(self, schema: Schema, *, is_sent: bool) -> str:
        """What the shape that a reference refers to is called."""
        name = name_of(schema)
        return f"{name}Input" if is_sent and self._differs(name) and name in self._answered else name

    def expression(self, schema: Schema, *, is_sent: bool, within: str = "") -> str:
        """The type of a value; `within` stands before the names of shapes."""
        if "$ref" in schema:
            return within + self.name(schema, is_sent=is_sent)
        if "enum" in schema:
            return f"Literal[{', '.join(repr(value) for value in schema['enum'])}]"
        for several in ("oneOf", "anyOf", "allOf"):
            if several in schema:
                return _union(self.expression(one, is_sent=is_sent, within=within) for one in schema[several])
        kinds = schema.get("type", "any")
        return _union(
            self._simple(kind, schema, is_sent=is_sent, within=within)
            for kind in (kinds if isinstance(kinds, list) else [kinds])
        )

    def _simple(self, kind: str, schema: Schema, *, is_sent: bool, within: str) -> str:
        if kind == "array":
            return f"list[{self.expression(schema.get('items', {}), is_sent=is_sent, within=within)}]"
        if kind == "object":
            values = schema.get("additionalProperties") or {}
            return f"dict[str, {self.expression(values, is_sent=is_sent, within=within) if values else 'Any'}]"
        if schema.get("format") == "binary":
            return f"{within}SentFile" if is_sent else "bytes"
        return _SIMPLE.get(kind, "Any")

    def files(self) -> dict[str, str]:
        """The text of each file, by the name of its module."""
        blocks: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for (name, is_input), home in self._homes.items():
            given, shape = self.name({"$ref": name}, is_sent=is_input), self.description.shapes[name]
            # A shape that is only sent has one name.
            is_sent = is_input or name not in self._answered
            blocks[home][given] = self._block(given, shape, is_sent=is_sent)
        for name, (operation, query) in self._queries.items():
            blocks[operation.tag, operation.resource][name] = self._query_block(name, operation, query)
        modules = _divided(blocks)
        found = {module: _file(module, texts, modules) for module, texts in modules.items()}
        return {**found, "__init__": _all_of(modules)}

    def _block(self, name: str, shape: Schema, *, is_sent: bool) -> str:
        if shape.get("type") != "object":
            return f"{name} = {self.expression(shape, is_sent=is_sent)}\n"
        left_out = "readOnly" if is_sent else "writeOnly"
        required = shape.get("required", [])
        lines = []
        for key, value in shape.get("properties", {}).items():
            if value.get(left_out):
                continue
            kind = self.expression(value, is_sent=is_sent)
            lines.append(f"    {key}: {kind if key in required else f'NotRequired[{kind}]'}")
        if not lines:
            return f"{name} = dict[str, Any]\n"
        return f"class {name}(TypedDict):\n" + "\n".join(lines) + "\n"

    def _query_block(self, name: str, operation: Operation, query: list[Schema]) -> str:
        total = "" if all(one.get("required") for one in query) else ", total=False"
        lines = [f"    {one['name']}: {self.expression(one['schema'], is_sent=True)}" for one in query]
        about = f'    """What {operation.path} can be asked with."""\n\n'
        return f"class {name}(TypedDict{total}):\n{about}" + "\n".join(lines) + "\n"


def query_of(operation: Operation, *, is_file: bool) -> list[Schema]:
    """The parameters behind the question mark that a caller chooses; a file has all rows and no pages."""
    left_out = {"page", "count", "page_size", "format"} if is_file else {"format"} if operation.formats else set()
    return [one for one in operation.query if one["name"] not in left_out]


def query_name(operation: Operation) -> str:
    return "".join(word.title() for word in operation.identifier.split("_")) + "Query"


def _union(kinds: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(kinds))


def _divided(blocks: dict[tuple[str, str], dict[str, str]]) -> dict[str, dict[str, str]]:
    """The shapes of each app in one file, or in one for each of its resources where that would be long."""
    by_tag: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for (tag, resource), texts in blocks.items():
        by_tag[tag.replace("-", "_")][resource.replace("-", "_")] = texts
    modules: dict[str, dict[str, str]] = defaultdict(dict)
    for tag, resources in sorted(by_tag.items()):
        lines = sum(text.count("\n") + 2 for texts in resources.values() for text in texts.values())
        for resource, texts in sorted(resources.items()):
            modules[tag if lines < _LONG_FILE or not resource else f"{tag}_{resource}"] |= texts
    return modules


def _file(module: str, texts: dict[str, str], modules: dict[str, dict[str, str]]) -> str:
    body = "\n\n".join(texts[name] for name in sorted(texts, key=lambda name: (texts[name].startswith("class"), name)))
    words = set(body.replace("[", " ").replace("]", " ").replace(",", " ").split())
    imports = [
        f"    from rostrum_client.types.{other} import {', '.join(sorted(used))}\n"
        for other, others in modules.items()
        if other != module and (used := words & set(others))
    ]
    if "SentFile" in words:
        imports.insert(0, "    from rostrum_client.uploads import SentFile\n")
    about = f"What the API says and is told of {module.replace('_', ' ')}."
    head = _HEAD.format(about=about)
    if not imports:
        head = head.replace("TYPE_CHECKING, ", "")
    for name in ("Any", "Literal", "NotRequired"):
        if name not in words:
            head = head.replace(f"{name}, ", "")
    return head + ("if TYPE_CHECKING:\n" + "".join(imports) + "\n" if imports else "") + body


def _all_of(modules: dict[str, dict[str, str]]) -> str:
    lines = [f"from rostrum_client.types.{module} import *\n" for module in sorted(modules)]
    return '"""Every shape of the API. Written by `manage.py api_clients`."""\n\n' + "".join(lines)
