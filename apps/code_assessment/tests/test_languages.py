"""For every language right and wrong programs, and the verdict that each has earned; `programs/` holds them."""

import time
from pathlib import Path

import pytest

from apps.code_assessment.sandbox.contract import (
    InvalidSubmissionError,
    Limits,
    Program,
    SourceFile,
    Submission,
    Test,
    Verdict,
)
from apps.code_assessment.sandbox.instruments import INSTRUMENTS
from apps.code_assessment.sandbox.java_names import java_entry
from apps.code_assessment.sandbox.judge import BubblewrapEngine
from apps.code_assessment.sandbox.languages import LANGUAGES
from apps.code_assessment.sandbox.proofs import PROOFS
from apps.code_assessment.tests.judging import judge

FOLDER = Path(__file__).parent / "programs"
PROGRAMS = sorted(FOLDER.glob("*/*.txt"))
VERDICTS = {"AC", "WA", "RE", "TLE", "MLE", "OLE", "CE"}
LIMITS = Limits(cpu_ms=1500, wall_ms=6000, memory_mib=128, output_kib=64)
TABLES = "CREATE TABLE numbers (n INTEGER); INSERT INTO numbers VALUES (21);"
# Two languages run wherever the product does; the others where their tools are, and these in our own checks.
ALWAYS = {"python", "javascript", "bash", "sql"}


def wanted(engine: BubblewrapEngine, language: str) -> None:
    """Skip a language that this machine has no tools for."""
    if not engine.version_of(language):
        assert language not in ALWAYS
        pytest.skip(f"{LANGUAGES[language].display_name} does not work on this machine")


def test_every_language_has_a_program_for_every_verdict() -> None:
    assert {path.parent.name for path in PROGRAMS} == set(LANGUAGES) == set(PROOFS) - set(INSTRUMENTS)
    for language in LANGUAGES:
        assert {path.stem for path in PROGRAMS if path.parent.name == language} == VERDICTS


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_program_gets_the_verdict_that_it_has_earned(engine: BubblewrapEngine, path: Path) -> None:
    language = path.parent.name
    wanted(engine, language)
    stdin = TABLES if language == "sql" else "21\n"

    judged = judge(engine, language, path.read_bytes(), (stdin, "42\n"), limits=LIMITS)

    assert judged.verdict == path.stem, (judged.compiled, judged.tests)


@pytest.mark.parametrize("path", [path for path in PROGRAMS if path.stem == "MLE"], ids=lambda path: path.parent.name)
def test_memory_is_held_by_measuring_alone(measuring_engine: BubblewrapEngine, path: Path) -> None:
    language = path.parent.name
    wanted(measuring_engine, language)
    stdin = TABLES if language == "sql" else "21\n"

    judged = judge(measuring_engine, language, path.read_bytes(), (stdin, "42\n"), limits=LIMITS)

    assert judged.verdict == "MLE"
    assert judged.tests[0].memory_kib <= (LIMITS.memory_mib + 96) * 1024


def several(language: str, *files: tuple[str, str]) -> Submission:
    return Submission(
        program=Program(language, tuple(SourceFile(name, text.encode()) for name, text in files)),
        tests=(Test(b"21\n", b"42\n"),),
        limits=LIMITS,
    )


DOUBLE = "def double(n): return n * 2"
SEVERAL = [
    several("python", ("double.py", DOUBLE), ("main.py", "import double\nprint(double.double(int(input())))")),
    several(
        "python",
        ("solve.py", "from tools.double import double\nprint(double(int(input())))"),
        ("tools/double.py", DOUBLE),
    ),
    several(
        "javascript",
        ("main.js", "const { double } = require('./double');\nconsole.log(double(21));"),
        ("double.js", "exports.double = n => n * 2;"),
    ),
    several(
        "java",
        (
            "Main.java",
            "public class Main { public static void main(String[] a) { System.out.println(Other.twice(21)); } }",
        ),
        ("Other.java", "public class Other { static int twice(int n) { return n * 2; } }"),
    ),
    several(
        "c",
        ("main.c", '#include <stdio.h>\n#include "double.h"\nint main(void) { printf("%d\\n", twice(21)); }'),
        ("double.h", "int twice(int n);"),
        ("double.c", "int twice(int n) { return n * 2; }"),
    ),
]


@pytest.mark.parametrize(
    "submission", SEVERAL, ids=lambda submission: f"{submission.program.language}-{submission.program.files[0].name}"
)
def test_files_of_a_program_find_each_other(engine: BubblewrapEngine, submission: Submission) -> None:
    wanted(engine, submission.program.language)

    judged = engine.judge(submission)

    assert judged.verdict == Verdict.AC, (judged.compiled, judged.tests)


@pytest.mark.parametrize(
    "name", ["../main.py", "/etc/passwd", "a//b", "a/./b", "", "-o", "x\ny", "a\\b", "x" * 300, "é" * 150, "x\0"]
)
def test_names_that_lead_elsewhere_are_refused(engine: BubblewrapEngine, name: str) -> None:
    with pytest.raises(InvalidSubmissionError):
        engine.judge(several("python", ("main.py", "print(42)"), (name, "")))


def test_java_is_named_after_its_public_class() -> None:
    def entry(text: str) -> tuple[str, str]:
        return java_entry(SourceFile("Main.java", text.encode()))

    assert entry("public class Solution { public static void main(String[] a) { } }") == ("Solution.java", "Solution")
    assert entry("class A { } class B { static public void main(String[] a) { } }") == ("Main.java", "B")
    assert entry("package x.y; public final class C { }") == ("C.java", "x.y.C")
    assert entry("// public class Wrong\nclass Right { public static void main(String... a) { } }") == (
        "Main.java",
        "Right",
    )
    assert entry("class A { public static void main(String[] a) { } } public class B { }") == ("B.java", "A")
    assert entry(
        "class A { static class Main { } char c = '}'; } interface B { static void main(String[] a) { } }"
    ) == (
        "Main.java",
        "B",
    )
    assert entry(f"public class {'A' * 300} {{ }}") == ("Main.java", "Main")


@pytest.mark.parametrize(
    "text",
    ["/*", '"', '\\"', "'\\", '"""', '"""a', "\n", "class ", "class a ", "main(", "{", "public ", "package ", " ", "/"],
)
def test_names_of_java_are_read_in_little_time(text: str) -> None:
    """Sources that are one beginning after the other, of the largest size that is taken."""
    begun = time.process_time()

    java_entry(SourceFile("Main.java", (text * 1_048_576)[:1_048_576].encode()))

    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    "submission",
    [
        several("python", ("main.py", "print(42)"), ("main.py/x.py", "")),
        several("sql", ("main.sql", "SELECT 42;"), ("sqlite3.py", "print(42)")),
    ],
    ids=["a file as a folder", "a module beside statements"],
)
def test_files_that_cannot_be_together_are_refused(engine: BubblewrapEngine, submission: Submission) -> None:
    with pytest.raises(InvalidSubmissionError):
        engine.judge(submission)


@pytest.mark.parametrize("name", ["queue", "random", "statistics", "copy", "json", "apps"])
def test_a_module_of_the_program_goes_before_one_that_was_loaded_already(engine: BubblewrapEngine, name: str) -> None:
    main = f"import {name}\nprint({name}.double(int(input())))"

    judged = engine.judge(several("python", ("main.py", main), (f"{name}.py", DOUBLE)))

    assert judged.verdict == Verdict.AC, judged.tests


def test_java_begins_in_the_file_that_has_main(engine: BubblewrapEngine) -> None:
    wanted(engine, "java")
    helper = "package x; public class Helper { public static int twice(int n) { return n * 2; } }"
    main = "public static void main(String[] a) { System.out.println(Helper.twice(21)); }"
    app = f"import x.Helper;\npublic class App {{ {main} }}"

    judged = engine.judge(several("java", ("x/Helper.java", helper), ("App.java", app)))

    assert judged.verdict == Verdict.AC, (judged.compiled, judged.tests)
