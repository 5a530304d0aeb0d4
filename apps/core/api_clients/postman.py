"""The API as a collection of Postman, format 2.1."""

import json
import re
from collections import defaultdict
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from apps.core.api_clients.described import Description, Operation
from apps.core.api_clients.examples import example_of

_FORMAT = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
_ABOUT = (
    "Set `host`, `workspace` (as in its address: acme), `email` and `password` under Variables, then send auth, login: "
    "it keeps its tokens for all other requests. A program rather puts an API key of the workspace into `token`."
)
_VARIABLES = {
    "host": "http://localhost:8000",
    "workspace": "acme",
    "email": "ada@acme.example",
    "password": "",
    "token": "",
    "refresh": "",
}
# Whoever signs in, registers or renews gets tokens.
_KEEP_TOKENS = (
    "const said = pm.response.code < 300 ? pm.response.json() : {};",
    "if (said.access) {",
    "  pm.collectionVariables.set('token', said.access);",
    "  pm.collectionVariables.set('refresh', said.refresh);",
    "}",
)


def collection(description: Description) -> str:
    """The whole collection: a folder for each app, and in it one for each thing that it is about."""
    folders = []
    for tag in description.tags:
        inner: dict[str, list[Any]] = defaultdict(list)
        for operation in description.of_tag(tag):
            inner[operation.resource].append(_request(description, operation))
        items = inner.pop("", [])
        folders.append({"name": tag, "item": [{"name": name, "item": inner[name]} for name in inner] + items})
    whole = {
        "info": {
            "name": "Rostrum",
            "_postman_id": str(uuid5(NAMESPACE_URL, "rostrum")),
            "description": _ABOUT,
            "version": description.version,
            "schema": _FORMAT,
        },
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}", "type": "string"}]},
        "variable": [{"key": name, "value": value, "type": "string"} for name, value in _VARIABLES.items()],
        "item": folders,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _request(description: Description, operation: Operation) -> dict[str, Any]:
    request: dict[str, Any] = {
        "method": operation.method,
        "header": [{"key": "Accept", "value": "application/json, application/problem+json"}]
        if operation.answers_json or not operation.answer
        else [],
        "url": _url(operation),
        "description": operation.description,
    }
    if not operation.needs_sign_in:
        request["auth"] = {"type": "noauth"}
    if operation.body:
        request["body"] = _body(description, operation)
    item: dict[str, Any] = {"name": operation.name.replace("_", " "), "request": request, "response": []}
    if "access" in description.shape(operation.answer or {}).get("properties", {}):
        item["event"] = [{"listen": "test", "script": {"type": "text/javascript", "exec": list(_KEEP_TOKENS)}}]
    return item


def _url(operation: Operation) -> dict[str, Any]:
    path = ["api", "v1", *re.sub(r"{(\w+)}", r":\1", operation.path).strip("/").split("/"), ""]
    url: dict[str, Any] = {"raw": "{{host}}/" + "/".join(path), "host": ["{{host}}"], "path": path}
    if operation.path_names:
        url["variable"] = [{"key": name, "value": ""} for name in operation.path_names]
    if operation.query:
        # Each can be switched on; none is sent unless it has to be.
        url["query"] = [
            {
                "key": one["name"],
                "value": str(one["schema"].get("enum", [""])[0]),
                "description": one.get("description", ""),
                "disabled": not one.get("required", False),
            }
            for one in operation.query
        ]
    return url


def _body(description: Description, operation: Operation) -> dict[str, Any]:
    """JSON with what is required, or a form where a file has to be sent."""
    shape = description.shape(operation.body or {})
    files = [name for name, value in shape.get("properties", {}).items() if value.get("format") == "binary"]
    if set(files) & set(shape.get("required", [])):
        fields = [
            {"key": name, "type": "file", "src": []}
            if name in files
            else {"key": name, "type": "text", "value": "", "disabled": name not in shape.get("required", [])}
            for name in shape["properties"]
        ]
        return {"mode": "formdata", "formdata": fields}
    example = example_of(description, operation.body or {})
    # Where nothing is required, an empty request would say nothing of what can be changed.
    example = example or example_of(description, operation.body or {}, is_whole=True)
    raw = json.dumps(example, indent=2, ensure_ascii=False)
    return {"mode": "raw", "raw": raw, "options": {"raw": {"language": "json"}}}
