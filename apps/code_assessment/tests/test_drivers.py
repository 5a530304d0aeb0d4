"""Signatures, starter code, and the drivers that call a function of ours in every language."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from apps.code_assessment.library import LANGUAGES, Signature, Type, starter, submission
from apps.code_assessment.library.signatures import SignatureError, camel, canonical

ROOT = Path(__file__).resolve().parents[3]
SIGNATURE = Signature.of(
    {
        "name": "turn_round",
        "parameters": [
            {"name": "a_text", "type": "str"},
            {"name": "rows", "type": "list[list[int]]"},
            {"name": "amounts", "type": "dict[str,long]"},
            {"name": "note", "type": "optional[str]"},
            {"name": "flags", "type": "list[bool]"},
        ],
        "returns": "dict[str,list[str]]",
    }
)
ARGUMENTS = [
    'Zoë says "no"\n\t\\ \u0007 \U0001f600',
    [[1, -2], [], [2147483647]],
    {"z": 9007199254740991, "a": -1},
    None,
    [True, False],
]
ANSWER = {
    "text": [ARGUMENTS[0]],
    "rows": ["1,-2", "", "2147483647"],
    "amounts": ["a=-1", "z=9007199254740991"],
    "note": ["none"],
    "flags": ["true", "false"],
}
SOURCES = {
    "python": """
print("printed while importing")

def turn_round(a_text, rows, amounts, note, flags):
    print("printed by the function")
    return {
        "text": [a_text],
        "rows": [",".join(map(str, row)) for row in rows],
        "note": ["none" if note is None else note],
        "flags": [str(flag).lower() for flag in flags],
        "amounts": [f"{name}={amounts[name]}" for name in sorted(amounts)],
    }
""",
    "javascript": """
console.log("printed while importing");

function turnRound(aText, rows, amounts, note, flags) {
  console.log("printed by the function");
  return {
    text: [aText],
    rows: rows.map((row) => row.join(",")),
    note: [note === null ? "none" : note],
    flags: flags.map(String),
    amounts: Object.keys(amounts).sort().map((name) => `${name}=${amounts[name]}`),
  };
}

module.exports = { turnRound };
""",
    "java": """
import java.util.*;

public class Solution {
    public Map<String, List<String>> turnRound(
            String aText, int[][] rows, Map<String, Long> amounts, String note, boolean[] flags) {
        System.out.println("printed by the function");
        List<String> joined = new ArrayList<>();
        for (int[] row : rows) {
            StringJoiner line = new StringJoiner(",");
            for (int one : row) line.add(String.valueOf(one));
            joined.add(line.toString());
        }
        List<String> sorted = new ArrayList<>();
        new TreeMap<>(amounts).forEach((name, amount) -> sorted.add(name + "=" + amount));
        List<String> shown = new ArrayList<>();
        for (boolean flag : flags) shown.add(String.valueOf(flag));
        return Map.of("text", List.of(aText), "rows", joined, "amounts", sorted,
                "note", List.of(note == null ? "none" : note), "flags", shown);
    }
}
""",
}
SOURCES["typescript"] = """
console.log("printed while importing");

export function turnRound(
  aText: string, rows: number[][], amounts: Record<string, number>, note: string | null, flags: boolean[],
): Record<string, string[]> {
  console.log("printed by the function");
  return {
    text: [aText],
    rows: rows.map((row) => row.join(",")),
    note: [note === null ? "none" : note],
    flags: flags.map(String),
    amounts: Object.keys(amounts).sort().map((name) => `${name}=${amounts[name]}`),
  };
}
"""
SOURCES["cpp"] = """
#include <bits/stdc++.h>
using namespace std;

unordered_map<string, vector<string>> turnRound(
        const string& aText, vector<vector<int>>& rows, map<string, long long> amounts, optional<string> note,
        const vector<bool>& flags) {
    cout << "printed by the function" << endl;
    unordered_map<string, vector<string>> found;
    found["text"] = {aText};
    found["note"] = {note.value_or("none")};
    for (auto& row : rows) {
        string line;
        for (int one : row) line += (line.empty() ? "" : ",") + to_string(one);
        found["rows"].push_back(line);
    }
    for (auto& [name, amount] : amounts) found["amounts"].push_back(name + "=" + to_string(amount));
    for (bool flag : flags) found["flags"].push_back(flag ? "true" : "false");
    return found;
}
"""
SOURCES["go"] = """package main

import "fmt"
import "sort"
import "strings"

var _ = fmt.Sprint(hello())

func hello() int {
	fmt.Println("printed while importing")
	return 1
}

func turnRound(aText string, rows [][]int, amounts map[string]int64, note *string, flags []bool) map[string][]string {
	fmt.Println("printed by the function")
	found := map[string][]string{"text": {aText}, "note": {"none"}}
	if note != nil {
		found["note"] = []string{*note}
	}
	for _, row := range rows {
		line := strings.Trim(strings.ReplaceAll(fmt.Sprint(row), " ", ","), "[]")
		found["rows"] = append(found["rows"], line)
	}
	for name, amount := range amounts {
		found["amounts"] = append(found["amounts"], fmt.Sprintf("%s=%d", name, amount))
	}
	sort.Strings(found["amounts"])
	for _, flag := range flags {
		found["flags"] = append(found["flags"], fmt.Sprint(flag))
	}
	return found
}
"""
# What a language compiles first, and with what.
COMPILERS = {
    "java": ["javac", "-encoding", "UTF-8", "Main.java", "Solution.java"],
    "cpp": ["g++", "-std=gnu++20", "-o", "program", "main.cpp"],
    "go": ["go", "build", "-o", "program", "main.go", "solution.go"],
    "typescript": [
        *(str(ROOT / "node_modules/.bin/esbuild"), "main.ts", "--bundle", "--platform=node", "--format=cjs"),
        *("--log-level=warning", "--outfile=program.cjs"),
    ],
}
COMMANDS = {"python": ["python3", "main.py"], "javascript": ["node", "main.js"], "java": ["java", "Main"]}
# A panic of Go ends with a status of its own.
FAILED = {"go": 2}
COMMANDS |= {"cpp": ["./program"], "go": ["./program"], "typescript": ["node", "program.cjs"]}


def answered(folder: Path, language: str, source: str, stdin: str) -> "subprocess.CompletedProcess[str]":
    """What the driver does with a function that this test has written."""
    for name, text in submission(SIGNATURE, language, source).items():
        (folder / name).write_text(text, encoding="utf-8")
    if language in COMPILERS:
        command = COMPILERS[language]
        compiled = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
        if compiled.returncode:
            return compiled
    return subprocess.run(
        COMMANDS[language], cwd=folder, input=stdin, capture_output=True, encoding="utf-8", check=False
    )


@pytest.fixture(params=list(LANGUAGES))
def language(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    if name in COMPILERS and shutil.which(COMPILERS[name][0]) is None:
        pytest.skip(f"this machine does not compile {name}")
    return name


def test_driver_hands_over_every_type_and_prints_the_answer_only(language: str, tmp_path: Path) -> None:
    done = answered(tmp_path, language, SOURCES[language], json.dumps(ARGUMENTS))

    assert (done.returncode, done.stdout) == (0, canonical(ANSWER) + "\n"), done.stderr
    assert "printed by the function" in done.stderr


def test_driver_reads_text_as_utf8_and_blanks_anywhere(language: str, tmp_path: Path) -> None:
    done = answered(tmp_path, language, SOURCES[language], json.dumps(ARGUMENTS, ensure_ascii=False, indent=2))

    assert (done.returncode, done.stdout) == (0, canonical(ANSWER) + "\n"), done.stderr


def test_starter_runs_and_says_that_nothing_is_written(language: str, tmp_path: Path) -> None:
    done = answered(tmp_path, language, starter(SIGNATURE, language), json.dumps(ARGUMENTS))

    assert (done.returncode, done.stdout) == (FAILED.get(language, 1), "")
    assert "Write the function here." in done.stderr


def test_a_function_of_another_name_is_named(language: str, tmp_path: Path) -> None:
    source = SOURCES[language].replace("turn_round", "spin").replace("turnRound", "spin")
    done = answered(tmp_path, language, source, json.dumps(ARGUMENTS))

    assert (done.returncode, done.stdout) == (1, "")
    assert ("turn_round" if language == "python" else "turnRound") in done.stderr


def test_starters_show_the_types_as_each_language_writes_them() -> None:
    assert starter(SIGNATURE, "python").splitlines()[0] == (
        "def turn_round(a_text: str, rows: list[list[int]], amounts: dict[str, int], note: str | None, "
        "flags: list[bool]) -> dict[str, list[str]]:"
    )
    assert " * @param {Object<string, number>} amounts\n * @param {string|null} note\n" in starter(
        SIGNATURE, "javascript"
    )
    assert (
        "public Map<String, String[]> turnRound(String aText, int[][] rows, Map<String, Long> amounts, String note, "
        "boolean[] flags)"
    ) in starter(SIGNATURE, "java")
    assert (
        "std::map<std::string, std::vector<std::string>> turnRound("
        "std::string aText, std::vector<std::vector<int>> rows, "
        "std::map<std::string, long long> amounts, std::optional<std::string> note, std::vector<bool> flags) {"
    ) in starter(SIGNATURE, "cpp")
    assert starter(SIGNATURE, "go").splitlines()[2] == (
        "func turnRound(aText string, rows [][]int, amounts map[string]int64, note *string, flags []bool) "
        "map[string][]string {"
    )
    assert starter(SIGNATURE, "typescript").splitlines()[0] == (
        "export function turnRound(aText: string, rows: number[][], amounts: Record<string, number>, "
        "note: string | null, flags: boolean[]): Record<string, string[]> {"
    )


@pytest.mark.parametrize(
    ("text", "python", "javascript", "java"),
    [
        ("long", "int", "number", "long"),
        ("optional[long]", "int | None", "number|null", "Long"),
        ("list[optional[int]]", "list[int | None]", "(number|null)[]", "Integer[]"),
        ("list[dict[str,int]]", "list[dict[str, int]]", "Object<string, number>[]", "List<Map<String, Integer>>"),
        ("dict[str, list[float]]", "dict[str, list[float]]", "Object<string, number[]>", "Map<String, double[]>"),
    ],
)
def test_types_are_written_in_each_language(text: str, python: str, javascript: str, java: str) -> None:
    found = Type.of(text)

    assert (found.python, found.javascript, found.java) == (python, javascript, java)
    assert Type.of(str(found)) == found


@pytest.mark.parametrize(
    "text", ["", "integer", "list", "list[]", "dict[int,str]", "dict[str]", "optional[optional[int]]"]
)
def test_what_is_no_type_is_refused(text: str) -> None:
    with pytest.raises(SignatureError):
        Type.of(text)


@pytest.mark.parametrize(
    ("text", "value", "is_fit"),
    [
        ("int", 2**31 - 1, True),
        ("int", 2**31, False),
        ("int", True, False),
        ("long", 2**53 - 1, True),
        ("long", 2**53, False),
        ("float", 1, True),
        ("float", float("nan"), False),
        ("bool", 1, False),
        ("str", None, False),
        ("optional[str]", None, True),
        ("list[list[int]]", [[1], []], True),
        ("list[list[int]]", [[1], None], False),
        ("dict[str,int]", {"a": 1}, True),
        ("dict[str,int]", {"a": "1"}, False),
    ],
)
def test_values_fit_their_types(text: str, value: Any, *, is_fit: bool) -> None:
    assert Type.of(text).fits(value) is is_fit


def test_words_of_go_are_no_names_of_parameters() -> None:
    parameters = [{"name": name, "type": "int"} for name in ("range", "type", "slice")]
    signature = Signature.of({"name": "pick", "parameters": parameters, "returns": "list[int]"})

    assert "func pick(range_ int, type_ int, slice int) []int {" in starter(signature, "go")


def test_names_turn_into_camel_case() -> None:
    assert [camel(name) for name in ("x", "two_words", "a_2_b")] == ["x", "twoWords", "a2B"]


@pytest.mark.parametrize(
    "given", [{"name": "x", "parameters": []}, {"name": "x", "parameters": [{"name": "x", "type": "int"}]}]
)
def test_signatures_without_parameters_or_with_equal_names_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(SignatureError, match="names must differ"):
        Signature.of({**given, "returns": "int"})
