"""What is sent along: bodies as the description or the page's form has them, with another's ids in every place."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models

from tests.isolation.asking import Question
from tests.isolation.worlds import World
from tests.people import PASSWORD

Schema = Mapping[str, Any]
METHODS_WITH_BODY = frozenset({"post", "put", "patch", "delete"})
# Said by an operation's own fields only, whatever else they could mean.
BODIES: dict[tuple[str, str], Mapping[str, Any]] = {
    # Anybody may be invited, and then has one mail more.
    ("post", "api/v1/auth/invitations/"): {"email": "nobody@else.example", "role": "guest"},
    # Shared ones are for those who edit them.
    ("post", "api/v1/interviews/question-sets/"): {"is_shared": False},
}
# Headers by which a front or an older client may have said which workspace is meant.
NAMING_HEADERS = ("X-Tenant", "X-Tenant-Slug", "X-Workspace", "X-Schema-Name", "X-DTS-SCHEMA")


class Bodies:
    """Knows what every operation takes, and fills it with what is the victim's."""

    def __init__(self, description: Schema, attacker: World, victim: World, forms: Mapping[str, Mapping[str, Any]]):
        self._description, self.attacker, self.victim, self._forms = description, attacker, victim, forms
        self._operations = {
            (method, _plain(path)): operation
            for path, operations in description["paths"].items()
            for method, operation in operations.items()
        }
        self._rows = {model._meta.model_name or "": str(row.pk) for model, row in victim.rows.items()}
        self._twins = {str(row.pk): victim.pk(model) for model, row in attacker.rows.items() if model in victim.rows}
        self._twins |= {attacker.tenant.slug or "": victim.tenant.slug or ""}

    def between(self, attacker: World, victim: World) -> "Bodies":
        """The same of other people."""
        return Bodies(self._description, attacker, victim, self._forms)

    def question(self, method: str, address: str, template: str, headers: tuple[tuple[str, str], ...] = ()) -> Question:
        """What the route is meant to be asked, with the victim's ids."""
        is_api = template.startswith("api/")
        if method not in METHODS_WITH_BODY:
            return Question(method, address, headers=headers)
        if not is_api:
            return Question(method, address, self._of_form(template), headers=headers)
        body, as_json = self._of_operation(method, template)
        return Question(method, address, body, as_json, headers)

    def loaded(self, question: Question) -> Question:
        """The same with the victim named in every other place too."""
        query = "&".join(f"{name}={value}" for name, value in self._everything() if not isinstance(value, list))
        address = f"{question.address}{'&' if '?' in question.address else '?'}{query}"
        body = question.body
        if isinstance(body, dict):
            body = dict(self._everything()) | body
        tenant = self.victim.tenant
        said = dict.fromkeys(NAMING_HEADERS, tenant.slug or "")
        said |= {"X-Tenant-Id": str(tenant.pk), "X-Schema-Name": tenant.schema_name}
        said |= {"X-Forwarded-Host": f"{tenant.slug}.localhost", "X-Forwarded-Prefix": f"/t/{tenant.slug}"}
        said |= {"X-Script-Name": f"/t/{tenant.slug}", "X-Original-URL": f"/t/{tenant.slug}/"}
        said |= {"X-Rewrite-URL": f"/t/{tenant.slug}/"}
        return Question(question.method, address, body, question.as_json, (*question.headers, *said.items()))

    def _everything(self) -> Iterator[tuple[str, Any]]:
        tenant = self.victim.tenant
        for name, pk in self._rows.items():
            yield name, pk
            yield f"{name}_id", pk
        yield from (("workspace", tenant.slug), ("slug", tenant.slug), ("schema", tenant.schema_name))
        yield from (("id", self._rows["cv"]), ("pk", self._rows["cv"]), ("owner", str(self.victim.owner.pk)))
        yield from (("email", self.victim.owner.user.email), ("ids", list(self._rows.values())))

    def _of_form(self, template: str) -> dict[str, Any]:
        return {name: self.twin(value) for name, value in self._forms.get(template, {}).items()}

    def twin(self, value: Any) -> Any:
        """What stands in the attacker's form, as it would be in the victim's."""
        if isinstance(value, list):
            return [self.twin(one) for one in value]
        if isinstance(value, str):
            for mine, theirs in self._twins.items():
                value = theirs if value == mine else value.replace(mine, theirs) if len(mine) > 20 else value
        return value

    def _of_operation(self, method: str, template: str) -> tuple[Any, bool]:
        operation = self._operations.get((method, _plain(f"/{template}")), {})
        content = operation.get("requestBody", {}).get("content", {})
        if said := BODIES.get((method, template)):
            return dict(said), True
        if "application/json" in content:
            return _without_files(self._value(content["application/json"]["schema"], "")), True
        if "multipart/form-data" in content and method == "post":
            return self._value(content["multipart/form-data"]["schema"], ""), False
        return {}, True

    def _value(self, schema: Schema, name: str) -> Any:  # noqa: PLR0911 -- one line per kind of value
        if "$ref" in schema:
            return self._value(self._description["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], name)
        for key in ("allOf", "oneOf", "anyOf"):
            if key in schema:
                return self._value(next(one for one in schema[key] if one.get("type") != "null"), name)
        if "enum" in schema:
            return next(value for value in schema["enum"] if value)
        kinds = schema.get("type", "object")
        kind = kinds if isinstance(kinds, str) else next(one for one in kinds if one != "null")
        if kind == "object":
            return {field: self._value(of, field) for field, of in schema.get("properties", {}).items()}
        if kind == "array":
            return [self._value(schema["items"], name)]
        if kind == "string":
            return self._text(schema, name)
        return {"integer": schema.get("minimum", 1), "number": schema.get("minimum", 1), "boolean": True}.get(kind)

    def _text(self, schema: Schema, name: str) -> Any:
        if schema.get("format") == "binary":
            return SimpleUploadedFile("mine.txt", b"mine")
        tenant = self.victim.tenant
        plain = {"tenant": tenant.slug, "workspace": tenant.slug, "slug": tenant.slug, "email": self._email}
        plain |= {"password": PASSWORD, "old_password": PASSWORD, "new_password": "another long one of nobody"}
        short = name.removesuffix("s").removesuffix("_id").removesuffix("_uuid").replace("_", "")
        formats = {"date": "2026-06-01", "date-time": "2026-06-01T00:00:00Z", "uri": "https://example.com/"}
        for found in (plain.get(name), self._rows.get(short), formats.get(schema.get("format", ""))):
            if found:
                return found
        if schema.get("format") == "email":
            return self._email
        # An id of something unknown: that of the workspace itself, which is as much another's as any.
        return str(self.victim.owner.pk) if schema.get("format") == "uuid" or name in {"id", "ids"} else "typed"

    @property
    def _email(self) -> str:
        return self.victim.owner.user.email


def _without_files(body: Any) -> Any:
    """What JSON can say of a body that may also come as a form."""
    if not isinstance(body, dict):
        return body
    return {name: value for name, value in body.items() if not isinstance(value, SimpleUploadedFile)}


def _plain(path: str) -> str:
    """A path without the names of its parameters."""
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def leaves(value: Any) -> Iterator[str]:
    """Every text in what was sent."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from leaves(one)
    elif isinstance(value, str | models.Model):
        yield str(value)
