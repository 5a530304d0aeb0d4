"""Scripts never let what came from outside name a property: nothing reaches the prototypes that all objects share."""

import re
from pathlib import Path

import pytest

SCRIPTS = sorted((Path(__file__).resolve().parents[2] / "static" / "src").rglob("*.js"))
RULES = {
    "prototypes": re.compile(r"__proto__|\.prototype\b|setPrototypeOf|Reflect\.(?:set|defineProperty)|\.constructor\["),
    # Of `name[key] = …`: what a text between quotation marks, a number or `dataset` names cannot be one.
    "chosen names": re.compile(
        r"(?<=[\w)\]])(?<!dataset)\[(?!\s*[\"'`\d\]])([^\[\]]*)\]\s*(?:\?\?|\|\||&&|[-+*/])?=(?![=>])"
    ),
    "merging": re.compile(r"Object\.assign\((?:[^(),]|\([^()]*\))+,(?!\s*\{)|structuredClone|defineProperty|\bmerge\("),
    "code of text": re.compile(
        r"\beval\(|new Function\(|setTimeout\(\s*[\"'`]|\.innerHTML\s*=|insertAdjacentHTML|document\.write"
    ),
}
# Script -> rule -> how often, and why that is none.
ALLOWED = {
    # Pieces of pages that our own server has made and escaped.
    ("palette.js", "code of text"): 1,
    ("upload.js", "code of text"): 1,
    # `checked` or `value`, and places in a list.
    ("autosave.js", "chosen names"): 1,
    # The four names of a list in the same file.
    ("passkeys.js", "chosen names"): 1,
}


def found() -> dict[tuple[str, str], int]:
    counted = {}
    for script in SCRIPTS:
        text = re.sub(r"^\s*//.*$", "", script.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for name, rule in RULES.items():
            if matches := rule.findall(text):
                counted[script.name, name] = len(matches)
    return counted


def test_no_script_breaks_a_rule() -> None:
    assert len(SCRIPTS) > 30
    assert found() == ALLOWED


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("prototypes", "target.__proto__.isAdmin = true;"),
        ("chosen names", "settings[key] = value;"),
        ("chosen names", "settings[parts[0]][parts.at(-1)] ??= value;"),
        ("merging", "Object.assign(settings, JSON.parse(text));"),
        ("merging", "Object.assign(stateOf(form), said);"),
        ("code of text", "place.innerHTML = said.text;"),
    ],
)
def test_what_would_let_it_in_is_noticed(name: str, line: str) -> None:
    assert RULES[name].search(line)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("chosen names", 'const { at } = kept["draft"]; list[0] = at; element.dataset[name] = "x"; let [a, b] = c;'),
        ("chosen names", "for (const [key, value] of pairs) if (seen[key] === value) go();"),
        ("merging", 'Object.assign(stateOf(form), { tries: 0 }); Object.assign(button, { type: "button" });'),
    ],
)
def test_what_cannot_is_left(name: str, line: str) -> None:
    assert not RULES[name].search(line)
