"""The operations of the API as methods of Python, one class for each app."""

import keyword
import textwrap

from apps.core.api_clients.described import Description, Operation, item_of_list
from apps.core.api_clients.python_types import Shapes, query_name, query_of

_HEAD = '''"""Calls of {tag}. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Any, Literal, Unpack

from rostrum_client import types as t
from rostrum_client.connection import Connection
from rostrum_client.pages import Pages


class {name}:
    """What can be asked below {tag}/."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
'''
_ALL = '''"""Every part of the API. Written by `manage.py api_clients`."""

{imports}from rostrum_client.connection import Connection


class Api:
    """The parts of the API, each under its name."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
{parts}'''


def call_files(description: Description, shapes: Shapes) -> dict[str, str]:
    """The text of each file, by the name of its module."""
    files = {}
    imports, parts = "", ""
    for tag in description.tags:
        module, name = tag.replace("-", "_"), "".join(word.title() for word in tag.split("-"))
        methods = [text for operation in description.of_tag(tag) for text in _methods(description, shapes, operation)]
        text = _HEAD.format(tag=tag, name=name) + "".join(methods)
        files[module] = _without_unused(text)
        imports += f"from rostrum_client.api.{module} import {name}\n"
        parts += f"        self.{module} = {name}(connection)\n"
    return {**files, "__init__": _ALL.format(imports=imports, parts=parts)}


def _without_unused(text: str) -> str:
    head, body = text.split("\n\nclass ", 1)
    for name in ("Any, ", "Literal, "):
        if name.rstrip(", ") not in body:
            head = head.replace(name, "")
    if "Unpack" not in body:
        head = head.replace(", Unpack", "").replace("from typing import Unpack\n\n", "")
    if "Pages[" not in body:
        head = head.replace("from rostrum_client.pages import Pages\n", "")
    return f"{head}\n\nclass {body}"


def _methods(description: Description, shapes: Shapes, operation: Operation) -> list[str]:
    """The method of an operation, and a second one where its answer can also be a file."""
    found = [_method(description, shapes, operation)] if operation.answers_json or not operation.answer else []
    if operation.formats or not found:
        found.append(_method_for_a_file(shapes, operation))
    return found


def _method(description: Description, shapes: Shapes, operation: Operation) -> str:
    item = item_of_list(description, operation.answer)
    arguments = [f"{name}: str" for name in operation.path_names]
    handed = [_address(operation)]
    if operation.body:
        arguments.append(f"body: {shapes.expression(operation.body, is_sent=True, within='t.')}")
        handed.append("body=body")
    if query_of(operation, is_file=False):
        arguments.append(f"**query: Unpack[t.{query_name(operation)}]")
        handed.append("query=query")
    if item:
        answer = f"Pages[{shapes.expression(item, is_sent=False, within='t.')}]"
        call = f"return Pages(self._connection, {', '.join(handed)})"
    elif operation.answer:
        answer = shapes.expression(operation.answer, is_sent=False, within="t.")
        call = f'return self._connection.ask("{operation.method}", {", ".join(handed)})'
    else:
        answer = "None"
        call = f'self._connection.ask("{operation.method}", {", ".join(handed)})'
    return _text(_name(operation.name), arguments, answer, operation.description, call)


def _method_for_a_file(shapes: Shapes, operation: Operation) -> str:
    """Its answer is what the file holds."""
    arguments = [f"{name}: str" for name in operation.path_names]
    query = query_of(operation, is_file=True)
    options = [f"{one['name']}: {shapes.expression(one['schema'], is_sent=True)} | None = None" for one in query]
    if operation.formats:
        options.insert(0, f"format: Literal[{', '.join(repr(name) for name in operation.formats)}]")
    names = [one["name"] for one in query] + (["format"] if operation.formats else [])
    handed = [_address(operation)]
    if names:
        handed.append("query={" + ", ".join(f'"{name}": {name}' for name in names) + "}")
        arguments += ["*", *options]
    ending = "_as_file" if operation.answers_json else ""
    call = f'return self._connection.file("{operation.method}", {", ".join(handed)})'
    return _text(_name(operation.name) + ending, arguments, "bytes", operation.description, call)


def _text(name: str, arguments: list[str], answer: str, about: str, call: str) -> str:
    said = about.partition("\n\n")[0].replace("\n", " ").replace('"', "'") or "As its name says."
    wrapped = textwrap.wrap(said, 105)
    docstring = wrapped[0] if len(wrapped) == 1 else "\n        ".join([*wrapped, ""])
    signature = ", ".join(["self", *arguments])
    return f'\n    def {name}({signature}) -> {answer}:\n        """{docstring}"""\n        {call}\n'


def _address(operation: Operation) -> str:
    mark = "f" if operation.path_names else ""
    return f'{mark}"{operation.path}"'


def _name(name: str) -> str:
    """A method's name, which must not hide `list` from the types beside it."""
    return f"{name}_all" if name == "list" or keyword.iskeyword(name) else name
