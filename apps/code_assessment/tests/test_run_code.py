"""The command that judges lines from standard input, as other programs use it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from apps.code_assessment.sandbox.languages import LANGUAGES

PROJECT = Path(__file__).resolve().parents[3]
TESTS = [{"stdin": "21\n", "expected": "42\n"}, {"stdin": "1\n", "expected": "2\n"}]
RIGHT = {"id": "right", "language": "python", "source": "print(2 * int(input()))", "tests": TESTS}


def run_code(*lines: object) -> list[dict[str, Any]]:
    """What the command answers; no database can be reached."""
    said = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    done = subprocess.run(
        [sys.executable, "manage.py", "run_code"],
        cwd=PROJECT,
        env={"DATABASE_URL": "postgresql://nobody:nothing@127.0.0.1:1/none", "PATH": "/usr/local/bin:/usr/bin:/bin"},
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_lines_are_answered_in_their_order_and_a_bad_one_ends_nothing() -> None:
    limits = {"cpu_ms": 500, "wall_ms": 2000, "memory_mib": 64, "output_kib": 4, "processes": 8, "tmp_mib": 4}
    bad = [
        "{not json",
        "[1, 2]",
        "",
        {"id": "no language", "source": "", "tests": TESTS},
        {"id": "no such language", "language": "cobol", "source": "", "tests": TESTS},
        {"id": "no source", "language": "python", "tests": TESTS},
        {"id": "no tests", "language": "python", "source": "print(1)", "tests": []},
        {"id": "tests", "language": "python", "source": "print(1)", "tests": [1]},
        {"id": "stdin", "language": "python", "source": "print(1)", "tests": [{"stdin": 5, "expected": ""}]},
        {"id": "limit", "language": "python", "source": "print(1)", "tests": TESTS, "limits": {"cpu_ms": "much"}},
        {"id": "limits", "language": "python", "source": "print(1)", "tests": TESTS, "limits": {"speed": 1}},
        {"id": "range", "language": "python", "source": "print(1)", "tests": TESTS, "limits": {"cpu_ms": 0}},
        {"id": "name", "language": "python", "files": {"../x.py": ""}, "tests": TESTS},
        {"id": "files", "language": "python", "files": 5, "tests": TESTS},
        {"id": "deep", "language": "python", "source": "x", "tests": "[" * 50},
        "[" * 100_000,
    ]
    flood = {**RIGHT, "id": "flood", "source": "while True: print('x' * 99)", "limits": limits}

    answers = run_code(RIGHT, *bad, flood, {**RIGHT, "id": 7, "limits": limits})

    first, *mistakes, flooded, last = answers
    assert (first["id"], first["verdict"]) == ("right", "AC")
    assert first["compile"] == {"ok": True, "output": ""}
    assert [(test["verdict"], test["stdout"], test["stderr"]) for test in first["tests"]] == [
        ("AC", "42\n", ""),
        ("AC", "2\n", ""),
    ]
    assert all(test["cpu_ms"] > 0 and test["wall_ms"] > 0 and test["memory_kib"] > 0 for test in first["tests"])
    assert len(mistakes) == len(bad) - 1
    assert {(answer["verdict"], answer["compile"]["ok"], len(answer["tests"])) for answer in mistakes} == {
        ("IE", False, 0)
    }
    assert all(answer["error"].startswith("Line ") for answer in mistakes)
    assert mistakes[3]["error"] == f'Line 6: "cobol" is no language; there are {", ".join(sorted(LANGUAGES))}'
    assert (flooded["verdict"], len(flooded["tests"][0]["stdout"])) == ("OLE", 4096)
    assert (last["id"], last["verdict"]) == (7, "AC")


def test_files_and_other_names_of_languages_are_understood() -> None:
    tests = [{"stdin": "", "expected": "42"}]
    files = {"main.py": "from six import six\nprint(six() * 7)", "six.py": "def six(): return 6"}
    listed = [{"name": name, "content": content} for name, content in files.items()]

    answers = run_code(
        {"id": 1, "language": "python3", "files": files, "tests": tests},
        {"id": 2, "language": "PY", "files": listed, "tests": tests},
        {"id": 3, "language": "js", "source": "console.log(42)", "tests": tests},
        {"id": 4, "language": "python", "source": "def", "tests": tests},
        {"id": 5, "language": "python", "source": "\ud83d\ude00 = 1", "tests": tests},
    )

    assert [answer["verdict"] for answer in answers] == ["AC", "AC", "AC", "CE", "CE"]
    assert "SyntaxError" in answers[3]["compile"]["output"]
    assert answers[3]["tests"] == []
