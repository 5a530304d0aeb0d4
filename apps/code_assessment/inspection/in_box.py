"""Runs in a box, on one question per run: the tokens of two texts, or what ruff or lizard says about each of some.

It knows nothing of the product. The question stands on standard input, the texts lie beside this file, and the answer
is JSON on standard output; whoever reads it takes it for what a stranger may have made of it.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

INSTRUMENTS = "/opt/instruments"
# Language -> the package of its grammar, and the function in it that names the grammar.
GRAMMARS = {
    name: (f"tree_sitter_{name}", "language") for name in ("python", "javascript", "java", "c", "cpp", "go", "rust")
} | {
    "typescript": ("tree_sitter_typescript", "language_typescript"),
    "ruby": ("tree_sitter_ruby", "language"),
    "bash": ("tree_sitter_bash", "language"),
}
MOST_TOKENS = 20_000
MOST_NOTES = 60

NAMES = frozenset(
    """identifier type_identifier field_identifier property_identifier private_property_identifier
    shorthand_property_identifier shorthand_property_identifier_pattern shorthand_field_identifier
    statement_identifier namespace_identifier package_identifier label_name constant instance_variable
    class_variable global_variable simple_symbol variable_name word""".split()
)
NUMBERS = frozenset(
    """integer float number number_literal int_literal float_literal imaginary_literal integer_literal
    decimal_integer_literal hex_integer_literal octal_integer_literal binary_integer_literal
    decimal_floating_point_literal hex_floating_point_literal rational complex""".split()
)
# Taken whole: what stands between the quotes is one text like any other.
TEXTS = frozenset(
    """string string_literal template_string raw_string_literal interpreted_string_literal char_literal
    character_literal rune_literal concatenated_string raw_string ansi_c_string string_array symbol_array
    heredoc_body heredoc_beginning regex system_lib_string""".split()
)
TYPES = frozenset(
    "primitive_type integral_type floating_point_type boolean_type void_type sized_type_specifier "
    "predefined_type".split()
)
ALIKE = {name: kind for kind, names in (("name", NAMES), ("number", NUMBERS), ("type", TYPES)) for name in names}
# Said for people or for the compiler only, or the same in every program: nothing to know a program by.
LEFT_OUT = frozenset(
    """comment line_comment block_comment html_comment hash_bang_line
    import_statement import_from_statement future_import_statement import_declaration package_declaration
    package_clause preproc_include using_declaration use_declaration
    type_annotation type_parameters type_arguments marker_annotation accessibility_modifier modifiers
    return_type as_pattern_target""".split()
)
# Where a program has them is a matter of habit.
HABITS = frozenset((";", ",", ")", "{", "}", "]", "->", "->>", "end", "then", "do", "\n"))
# An opening bracket says only there that something is called or made.
CALLS = frozenset(("argument_list", "arguments", "parameters", "formal_parameters", "parameter_list"))
# Of Python, what a type is said with.
TYPED = frozenset(("typed_parameter", "typed_default_parameter", "assignment"))


def tokens(language: str, text: str) -> list[tuple[str, int, int]]:
    """Kind, first and last character of each token; names, numbers and texts are all alike."""
    import tree_sitter  # noqa: PLC0415 -- only this question needs it

    package, function = GRAMMARS[language]
    grammar = tree_sitter.Language(getattr(import_module(package), function)())
    source = text.encode()
    found: list[tuple[str, int, int]] = []
    # Characters are counted from token to token: the tree has bytes.
    byte = character = 0
    for kind, start, end in leaves(tree_sitter.Parser(grammar).parse(source).walk()):
        character += len(source[byte:start].decode(errors="replace"))
        length = len(source[start:end].decode(errors="replace"))
        found.append((kind, character, character + length))
        byte, character = end, character + length
        if len(found) == MOST_TOKENS:
            break
    return found


def leaves(cursor: Any) -> Iterator[tuple[str, int, int]]:
    """The leaves that count, in their order. No recursion: a program may be nested as deep as it is long."""
    above: list[str] = []
    while True:
        node = cursor.node
        kind = kind_of(node, above)
        goes_down = kind == "" and cursor.goto_first_child()
        if goes_down:
            above.append(node.type)
            continue
        if kind and node.end_byte > node.start_byte:
            yield kind, node.start_byte, node.end_byte
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return
            above.pop()


def kind_of(node: Any, above: list[str]) -> str | None:
    """The token that the node is; None leaves it out with all below it, nothing looks below it."""
    name = node.type
    parent = above[-1] if above else ""
    if name in LEFT_OUT or name in HABITS or (name == "(" and parent not in CALLS):
        return None
    if name in TEXTS:
        # A text that nothing is done with is a remark.
        return None if parent == "expression_statement" else "text"
    if alike := ALIKE.get(name):
        return alike
    if (name == "type" and parent in {*TYPED, "function_definition"}) or (name == ":" and parent in TYPED):
        return None
    return "" if node.child_count else name


def ruff(path: Path) -> list[dict[str, Any]]:
    """What ruff says of a Python program."""
    rules = "F,E7,E9,W605,B,A,C4,SIM,PERF,RET,PLR5501,PLR1714"
    words = [f"{INSTRUMENTS}/ruff", "check", "--isolated", "--no-cache", "--quiet", "--exit-zero"]
    words += ["--output-format", "json", "--target-version", "py311", "--select", rules, "--stdin-filename", "main.py"]
    with path.open("rb") as file:
        ended = subprocess.run([*words, "-"], stdin=file, capture_output=True, check=False)
    if ended.returncode:
        sys.exit(ended.stderr.decode(errors="replace")[:1000] or "ruff failed")
    return [
        {
            "tool": "ruff",
            "code": str(one["code"] or "syntax"),
            "line": one["location"]["row"],
            "end_line": one["end_location"]["row"],
            "text": one["message"],
        }
        for one in json.loads(ended.stdout)[:MOST_NOTES]
    ]


def lizard(path: Path, ending: str) -> list[dict[str, Any]]:
    """Each function as lizard measures it."""
    import lizard as measure  # type: ignore[import-untyped]  # noqa: PLC0415 -- no types, only for this question

    found = measure.analyze_file.analyze_source_code(f"main{ending}", path.read_text(encoding="utf-8"))
    return [
        {
            "tool": "lizard",
            "code": "function",
            "line": one.start_line,
            "end_line": one.end_line,
            "text": one.name,
            "paths": one.cyclomatic_complexity,
            "lines": one.nloc,
            "parameters": one.parameter_count,
        }
        for one in found.function_list[:MOST_NOTES]
    ]


def version_of(package: str) -> str:
    """As the package says it of itself; packages come here without what an installer writes down about them."""
    if package == "ruff":
        words = [f"{INSTRUMENTS}/ruff", "--version"]
        return subprocess.run(words, capture_output=True, check=True, text=True).stdout.strip()
    return f"lizard {import_module('lizard').version}"


def answer(question: dict[str, Any]) -> dict[str, Any]:
    place = Path(__file__).parent
    if question["ask"] == "tokens":
        return {name: tokens(question["language"], (place / name).read_text("utf-8")) for name in ("program", "given")}
    tool = question["ask"]
    files = [(place / f"file-{number}", ending) for number, ending in enumerate(question["endings"])]
    said = [ruff(path) if tool == "ruff" else lizard(path, ending) for path, ending in files]
    return {"notes": said, "by": version_of(tool)}


if __name__ == "__main__":
    sys.path.insert(0, INSTRUMENTS)
    sys.stdout.write(json.dumps(answer(json.loads(sys.stdin.read()))))
