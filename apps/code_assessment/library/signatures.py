"""The typed signature of a function that a candidate writes, and how each language names it."""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

# A Java `int`; `long` goes as far as JavaScript's numbers are exact.
GREATEST = {"int": 2**31 - 1, "long": 2**53 - 1}
SCALARS = ("int", "long", "float", "bool", "str")
# `busiest_hour(visits: list[int], limit: int) -> int`
WRITTEN = re.compile(r"(\w+)\s*+\((.*)\)\s*->(.+)", re.DOTALL)
CONTAINERS = re.compile(r"(list|optional|dict)\[(?:str,\s*)?(.+)\]")
SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
JAVA = {"int": "int", "long": "long", "float": "double", "bool": "boolean", "str": "String"}
JAVA_BOXED = {"int": "Integer", "long": "Long", "float": "Double", "bool": "Boolean"}
JAVASCRIPT = {"int": "number", "long": "number", "float": "number", "bool": "boolean", "str": "string"}
CPP = {"int": "int", "long": "long long", "float": "double", "bool": "bool", "str": "std::string"}
GO = {"int": "int", "long": "int64", "float": "float64", "bool": "bool", "str": "string"}
PYTHON = {"int": "int", "long": "int", "float": "float", "bool": "bool", "str": "str"}


class SignatureError(ValueError):
    """A type or a name that no signature can have; names it."""


@dataclass(frozen=True, slots=True)
class Type:
    """A scalar, or `list`, `optional` or `dict` (keys are texts) of another type."""

    name: str
    inner: "Type | None" = None

    @classmethod
    def of(cls, text: str) -> Self:
        """`list[list[int]]`, `optional[str]`, `dict[str,int]`; raises SignatureError."""
        text = text.strip()
        if text in SCALARS:
            return cls(text)
        match = CONTAINERS.fullmatch(text)
        if match is None or text.startswith("dict") != bool(re.match(r"dict\[str,", text)):
            raise SignatureError(f"{text!r} is no type")
        inner = cls.of(match[2])
        if match[1] == "optional" and inner.name == "optional":
            raise SignatureError(f"{text!r} is optional twice")
        return cls(match[1], inner)

    def __str__(self) -> str:
        if self.inner is None:
            return self.name
        return f"dict[str,{self.inner}]" if self.name == "dict" else f"{self.name}[{self.inner}]"

    def has(self, name: str) -> bool:
        """Whether the type is, or holds, one of that name."""
        return self.name == name or (self.inner is not None and self.inner.has(name))

    def fits(self, value: object) -> bool:
        """Whether a value read from JSON is of this type."""
        if self.inner is None:
            return SCALAR_CHECKS[self.name](value)
        inner = self.inner
        if self.name == "optional":
            return value is None or inner.fits(value)
        if self.name == "list":
            return isinstance(value, list) and all(inner.fits(one) for one in value)
        return isinstance(value, dict) and all(isinstance(key, str) and inner.fits(one) for key, one in value.items())

    @property
    def python(self) -> str:
        if self.inner is None:
            return PYTHON[self.name]
        if self.name == "optional":
            return f"{self.inner.python} | None"
        return f"list[{self.inner.python}]" if self.name == "list" else f"dict[str, {self.inner.python}]"

    @property
    def javascript(self) -> str:
        """As JSDoc writes it."""
        if self.inner is None:
            return JAVASCRIPT[self.name]
        name = self.inner.javascript
        if self.name == "optional":
            return f"{name}|null"
        if self.name == "dict":
            return f"Object<string, {name}>"
        return f"({name})[]" if "|" in name else f"{name}[]"

    @property
    def typescript(self) -> str:
        if self.inner is None:
            return JAVASCRIPT[self.name]
        name = self.inner.typescript
        if self.name == "optional":
            return f"{name} | null"
        if self.name == "dict":
            return f"Record<string, {name}>"
        return f"({name})[]" if "|" in name else f"{name}[]"

    @property
    def cpp(self) -> str:
        if self.inner is None:
            return CPP[self.name]
        if self.name == "dict":
            return f"std::map<std::string, {self.inner.cpp}>"
        return f"std::{'vector' if self.name == 'list' else 'optional'}<{self.inner.cpp}>"

    @property
    def go(self) -> str:
        if self.inner is None:
            return GO[self.name]
        if self.name == "dict":
            return f"map[string]{self.inner.go}"
        return f"{'[]' if self.name == 'list' else '*'}{self.inner.go}"

    @property
    def java(self) -> str:
        if self.inner is None:
            return JAVA[self.name]
        if self.name == "optional":
            return self.inner.java_boxed
        if self.name == "dict":
            return f"Map<String, {self.inner.java_boxed}>"
        # Java makes no arrays of generic types.
        return f"List<{self.inner.java_boxed}>" if self.inner.has("dict") else f"{self.inner.java}[]"

    @property
    def java_boxed(self) -> str:
        return JAVA_BOXED.get(self.name, self.java)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A name in snake case, and its type."""

    name: str
    type: Type


@dataclass(frozen=True, slots=True)
class Signature:
    """What the candidate's function is called, takes and gives back."""

    name: str
    parameters: tuple[Parameter, ...]
    returns: Type

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """Read and checked; raises SignatureError."""
        found = cls(
            given["name"],
            tuple(Parameter(one["name"], Type.of(one["type"])) for one in given["parameters"]),
            Type.of(given["returns"]),
        )
        names = [found.name, *(one.name for one in found.parameters)]
        for name in names:
            if not SNAKE.fullmatch(name):
                raise SignatureError(f"{name!r} is not in snake case")
        if len(set(names)) != len(names) or not found.parameters:
            raise SignatureError("the names must differ, and there must be a parameter")
        return found

    @classmethod
    def read(cls, text: str) -> Self:
        """What somebody wrote in one line, as Python has it; raises SignatureError."""
        match = WRITTEN.fullmatch(text.strip())
        if match is None:
            raise SignatureError(f"{text.strip()[:80]!r} is not written as name(parameter: type, …) -> type")
        pairs = [part.partition(":") for part in _parts(match[2])]
        parameters = [{"name": name.strip(), "type": kind} for name, _sign, kind in pairs]
        return cls.of(
            {"name": match[1], "parameters": parameters, "returns": match[3].rstrip().removesuffix(":").strip()}
        )

    def __str__(self) -> str:
        parameters = ", ".join(f"{one.name}: {one.type}" for one in self.parameters)
        return f"{self.name}({parameters}) -> {self.returns}"

    def to_json(self) -> dict[str, Any]:
        """What `of` reads."""
        parameters = [{"name": one.name, "type": str(one.type)} for one in self.parameters]
        return {"name": self.name, "parameters": parameters, "returns": str(self.returns)}

    def fits(self, arguments: object) -> bool:
        """Whether these are arguments that the function can be called with."""
        return (
            isinstance(arguments, list)
            and len(arguments) == len(self.parameters)
            and all(one.type.fits(value) for one, value in zip(self.parameters, arguments, strict=True))
        )

    def shown(self, arguments: Sequence[object]) -> str:
        """The arguments as an example shows them: a line for each."""
        pairs = zip(self.parameters, arguments, strict=True)
        return "\n".join(f"{one.name} = {json.dumps(value, ensure_ascii=False)}" for one, value in pairs)


def _parts(text: str) -> list[str]:
    """What stands between commas, but for those in brackets."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign == "[") - (sign == "]")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part for part in parts if part.strip()]


def camel(name: str) -> str:
    """`busiest_hour` as JavaScript and Java write it: `busiestHour`."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def canonical(value: object) -> str:
    """The one way in which every driver writes a value, so that equal values are equal texts."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _is_whole(name: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and abs(value) <= GREATEST[name]


SCALAR_CHECKS: Mapping[str, Callable[[object], bool]] = {
    "int": _is_whole("int"),
    "long": _is_whole("long"),
    "float": lambda value: isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value),
    "bool": lambda value: isinstance(value, bool),
    "str": lambda value: isinstance(value, str),
}
