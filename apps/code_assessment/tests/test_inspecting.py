"""Tools that look at programs, for real and in a box; what comes back is checked before anybody believes it."""

import json

import pytest

from apps.code_assessment.inspection import inspecting
from apps.code_assessment.inspection.notes import Note, notes_of
from apps.code_assessment.sandbox import contract
from apps.code_assessment.sandbox.instruments import INSPECTION
from apps.code_assessment.sandbox.judge import BubblewrapEngine
from apps.code_assessment.tests.judging import judge

UNTIDY = """import os


def choose(a, b, c, d, e, f):
    try:
        return a == None
    except:
        pass
"""
SAMPLES = {
    "python": "def f(a):\n    return a\n",
    "javascript": "function f(a) { return a; }\n",
    "typescript": "const f = (a: number): number => a;\n",
    "java": "class Main { int f(int a) { return a; } }\n",
    "c": "int main(void) { return 0; }\n",
    "cpp": "int main() { return 0; }\n",
    "go": "package main\nfunc main() {}\n",
    "rust": "fn main() {}\n",
    "ruby": "def f(a)\n  a\nend\n",
    "bash": "echo hello\n",
}


@pytest.fixture(autouse=True)
def _with(engine: BubblewrapEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine of these tests, which is a real one."""
    monkeypatch.setattr(inspecting, "engine", lambda: engine)


def test_ruff_and_lizard_say_what_they_find_with_its_lines() -> None:
    found = inspecting.inspect("python", UNTIDY)

    assert [(one.tool, one.code, one.line) for one in found.notes] == [
        ("ruff", "F401", 1),
        ("lizard", "parameters", 4),
        ("ruff", "E711", 6),
        ("ruff", "E722", 7),
    ]
    assert [tool.split()[0] for tool in found.tools] == ["ruff", "lizard"]
    assert (found.why_no_notes, found.notes[1].count) == ("", 6)


@pytest.mark.parametrize("language", SAMPLES)
def test_every_language_that_is_compared_has_its_grammar_in_the_box(language: str) -> None:
    found = inspecting.inspect(language, SAMPLES[language])

    assert found.tokens
    assert (found.failed, len(found.tools)) == ({}, {"python": 2, "bash": 0}.get(language, 1))


def test_of_several_files_all_are_compared_and_noted_on_under_their_names() -> None:
    more = "def other(a):\n    return a == None\n"
    beside = {"other.py": more, "clean.py": "ONE = 1\n"}

    found = inspecting.inspect("python", UNTIDY, beside=beside, whole=f"{UNTIDY}\n{more}")

    assert found.tokens is not None
    assert found.tokens[-1].end == len(UNTIDY) + 1 + len(more) - 1
    assert [(one.file, one.code) for one in found.notes] == [
        *(("", code) for code in ("F401", "parameters", "E711", "E722")),
        ("other.py", "E711"),
    ]
    assert found.notes[-1].line == 2


def test_header_of_a_language_is_measured_by_its_own_ending() -> None:
    long = f"int pick(int a) {{\n{'  if (a) a--;' * 12}\n  return a;\n}}\n"

    found = inspecting.inspect("c", "int main(void) { return 0; }\n", beside={"pick.h": long})

    assert [(one.file, one.code, one.count) for one in found.notes] == [("pick.h", "paths", 13)]


def test_what_was_given_is_marked() -> None:
    given = "def solve(values: list[int]) -> int:\n    raise NotImplementedError\n"
    source = "def solve(values: list[int]) -> int:\n    return sum(values)\n"

    found = inspecting.inspect("python", source, given)

    assert found.tokens is not None
    assert [source[one.start : one.end] for one in found.tokens if not one.is_given] == ["return", "sum", "(", "values"]


def test_a_program_that_does_not_parse_is_looked_at_all_the_same() -> None:
    found = inspecting.inspect("python", "def f(:\n  return ))\n")

    assert found.tokens
    assert found.notes[0].tool == "ruff"


def test_what_takes_a_tool_too_long_fails_softly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspecting, "LIMITS", contract.Limits(cpu_ms=20, wall_ms=2_000, memory_mib=512))
    found = inspecting.inspect("python", "x = [1, 2, 3]\n" * 4_000)

    assert set(found.failed) == {"tokens", "ruff", "lizard"} or found.failed["lizard"].startswith("lizard: TLE")
    assert found.why_no_notes


def test_nothing_of_sql_is_looked_at() -> None:
    assert inspecting.inspect("sql", "SELECT 1;") == inspecting.Inspected()


def test_a_candidates_program_does_not_see_the_instruments(engine: BubblewrapEngine) -> None:
    source = "import os\nprint(os.path.exists('/opt/instruments'))\n"

    assert judge(engine, "python", source, ("", "False\n")).verdict == contract.Verdict.AC


def test_instruments_are_no_language_that_anybody_could_hand_in(engine: BubblewrapEngine) -> None:
    assert INSPECTION not in engine.languages()


@pytest.mark.parametrize(
    "said",
    [
        "x",
        [["name", 0]],
        [["name", 0, 99]],
        [["name", 3, 2]],
        [["name", 2, 3], ["name", 0, 1]],
        [["", 0, 1]],
        [["n" * 61, 0, 1]],
        [[7, 0, 1]],
        [["name", True, 2]],
        [["name", 0.0, 1]],
    ],
)
def test_tokens_that_cannot_be_are_refused(said: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        inspecting.tokens_in(json.loads(json.dumps(said)), "some text")


def test_notes_stay_within_the_program_and_are_one_line_of_text() -> None:
    said = [{"tool": "ruff", "code": "F401" * 9, "line": 0, "end_line": 999, "text": "a\nb " * 200}]

    [note] = notes_of(said, lines=3)

    assert (note.line, note.end_line, len(note.code), len(note.text)) == (1, 3, 20, 300)
    assert "\n" not in note.text
    wrongs: tuple[object, ...] = ("x", [{}], [{**said[0], "line": "1"}], [{**said[0], "line": -1}])
    for wrong in wrongs:
        with pytest.raises((ValueError, TypeError, KeyError)):
            notes_of(wrong, lines=3)


def test_lizards_numbers_are_worth_a_note_from_their_bounds_on() -> None:
    one = {"tool": "lizard", "code": "function", "line": 1, "end_line": 9, "text": "solve", "parameters": 5}

    assert notes_of([{**one, "paths": 10, "lines": 50}], lines=9) == []
    assert notes_of([{**one, "paths": 11, "lines": 51}], lines=9) == [
        Note("lizard", "paths", 1, 9, "solve", 11),
        Note("lizard", "lines", 1, 9, "solve", 51),
    ]
