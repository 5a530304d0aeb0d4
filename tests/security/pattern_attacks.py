"""Texts that a regular expression may take for ever over, made from the expression itself."""

import re
from collections.abc import Iterator
from re import _parser
from typing import Any

# A character that next to no expression asks for, so that a match which came far fails after all.
NOTHING_MATCHES = "\x00"
OF_CATEGORY = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a", "CATEGORY_NOT_SPACE": "x"}
OF_CATEGORY |= {"CATEGORY_NOT_DIGIT": "x", "CATEGORY_NOT_WORD": "-"}
CANDIDATES = "a1 -.,:/@\n\tZ#(<[{\"'_+é"
MANY = 2


def attacks_on(pattern: re.Pattern[str], *, length: int) -> Iterator[str]:
    """For everything in it that may repeat: what comes before, then the repeated part many times, then what fails."""
    parsed = _parser.parse(pattern.pattern, pattern.flags)
    seen = set()
    for before, body in _repeats(list(parsed), ""):
        for unit in {body, body[:1], f"{body} ", body + before} - {""}:
            text = before + unit * (length // len(unit)) + NOTHING_MATCHES
            if text not in seen:
                seen.add(text)
                yield text


def _repeats(items: list[tuple[Any, Any]], before: str) -> Iterator[tuple[str, str]]:
    """A text that leads to each repeat, and one that its body matches."""
    for op, argument in items:
        name = str(op)
        if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            _least, most, body = argument
            if most > MANY:
                yield before, _sample(list(body))
            yield from _repeats(list(body), before)
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from _repeats(list(branch), before)
        elif name == "SUBPATTERN":
            yield from _repeats(list(argument[3]), before)
        elif name in {"ASSERT", "ASSERT_NOT"}:
            yield from _repeats(list(argument[1]), before)
        before += _sample([(op, argument)])


def _sample(items: list[tuple[Any, Any]]) -> str:
    """A short text that these match, as far as they are looked at one by one."""
    return "".join(_one(str(op), argument) for op, argument in items)


def _one(name: str, argument: Any) -> str:
    match name:
        case "LITERAL":
            text = chr(argument)
        case "NOT_LITERAL":
            text = "b" if argument == ord("a") else "a"
        case "ANY":
            text = "a"
        case "IN":
            text = _member(argument)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, body = argument
            text = _sample(list(body)) * (least or min(1, most))
        case "SUBPATTERN":
            text = _sample(list(argument[3]))
        case "BRANCH":
            text = _sample(list(argument[1][0]))
        case "ATOMIC_GROUP":
            text = _sample(list(argument))
        case _:
            text = ""
    return text


def _member(allowed: list[tuple[Any, Any]]) -> str:
    """A character of the set."""
    if str(allowed[0][0]) == "NEGATE":
        return next((one for one in CANDIDATES if not _is_named(one, allowed[1:])), "a")
    kind, value = str(allowed[0][0]), allowed[0][1]
    if kind == "RANGE":
        return chr(value[0])
    return OF_CATEGORY.get(str(value), "a") if kind == "CATEGORY" else chr(value)


def _is_named(one: str, allowed: list[tuple[Any, Any]]) -> bool:
    for op, value in allowed:
        kind = str(op)
        if kind == "LITERAL" and chr(value) == one:
            return True
        if kind == "RANGE" and value[0] <= ord(one) <= value[1]:
            return True
        if kind == "CATEGORY" and OF_CATEGORY.get(str(value)) == one:
            return True
    return False
