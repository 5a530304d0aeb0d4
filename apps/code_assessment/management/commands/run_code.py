"""Judges programs from standard input and writes verdicts as JSON lines; no database is touched."""

import json
import sys
from dataclasses import fields
from typing import Any

from django.core.management.base import BaseCommand

from apps.code_assessment.sandbox.contract import (
    InvalidSubmissionError,
    Judged,
    Limits,
    Program,
    SandboxRefusedError,
    SourceFile,
    Submission,
    Test,
    Verdict,
)
from apps.code_assessment.sandbox.judge import BubblewrapEngine
from apps.code_assessment.sandbox.languages import LANGUAGES

ALIASES = {
    "c++": "cpp",
    "golang": "go",
    "js": "javascript",
    "node": "javascript",
    "py": "python",
    "python3": "python",
    "rb": "ruby",
    "rs": "rust",
    "sh": "bash",
    "sqlite": "sql",
    "ts": "typescript",
}
LIMIT_NAMES = tuple(field.name for field in fields(Limits))


class Command(BaseCommand):
    help = (
        'Judges programs. Reads {"id","language","source" or "files","tests":[{"stdin","expected"}],"limits"} lines'
        ' from standard input and writes {"id","verdict","compile","tests"} lines.'
    )
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        engine = BubblewrapEngine()
        try:
            for number, line in enumerate(sys.stdin.buffer, start=1):
                if line.strip():
                    self.stdout.write(json.dumps(answer_to(engine, line, number), ensure_ascii=False))
                    self.stdout.flush()
        finally:
            engine.close()


def answer_to(engine: BubblewrapEngine, line: bytes, number: int) -> dict[str, Any]:
    """The verdict on a line, or what is wrong with the line."""
    key: object = None
    try:
        wanted = json.loads(line)
        if not isinstance(wanted, dict):
            raise InvalidSubmissionError("write an object")
        key = wanted.get("id")
        return {"id": key, **as_json(engine.judge(submission_in(wanted)))}
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, InvalidSubmissionError) else f"not JSON: {error}"
        return mistake(key, f"Line {number}: {reason}")
    except SandboxRefusedError as error:
        return mistake(key, f"The sandbox refuses: {error}")


def mistake(key: object, reason: str) -> dict[str, Any]:
    return {
        "id": key,
        "verdict": Verdict.IE,
        "error": reason,
        "compile": {"ok": False, "output": ""},
        "tests": [],
    }


def as_json(judged: Judged) -> dict[str, Any]:
    return {
        "verdict": judged.verdict,
        "compile": {"ok": judged.compiled.ok, "output": judged.compiled.output},
        "tests": [
            {
                "verdict": test.verdict,
                "cpu_ms": round(test.cpu_ms, 2),
                "wall_ms": round(test.wall_ms, 2),
                "memory_kib": test.memory_kib,
                "stdout": test.stdout.decode("utf-8", "replace"),
                "stderr": test.stderr.decode("utf-8", "replace"),
                "reason": test.reason,
            }
            for test in judged.tests
        ],
    }


def text_in(row: dict[str, Any], name: str, where: str) -> bytes:
    """A string of the line, as the bytes that the program is given."""
    value = row.get(name)
    if not isinstance(value, str):
        raise InvalidSubmissionError(f'"{name}" of {where} must be a string')
    return value.encode("utf-8", "surrogatepass")


def submission_in(wanted: dict[str, Any]) -> Submission:
    """What the line asks for."""
    language = wanted.get("language")
    if not isinstance(language, str):
        raise InvalidSubmissionError('"language" must be a string')
    name = ALIASES.get(language.lower(), language.lower())
    tests = wanted.get("tests")
    if not isinstance(tests, list) or not all(isinstance(test, dict) for test in tests):
        raise InvalidSubmissionError('"tests" must be a list of objects')
    return Submission(
        program=Program(name, files_in(wanted, name)),
        tests=tuple(
            Test(text_in(test, "stdin", f"test {number}"), text_in(test, "expected", f"test {number}"))
            for number, test in enumerate(tests, start=1)
        ),
        limits=limits_in(wanted.get("limits")),
    )


def files_in(wanted: dict[str, Any], language: str) -> tuple[SourceFile, ...]:
    """The source, or the files: an object of names and texts, or a list of {"name", "content"}."""
    files = wanted.get("files")
    if files is None:
        main = LANGUAGES[language].main if language in LANGUAGES else "main"
        return (SourceFile(main, text_in(wanted, "source", "the line")),)
    if isinstance(files, dict):
        return tuple(SourceFile(name, text_in(files, name, '"files"')) for name in files)
    if isinstance(files, list) and all(isinstance(file, dict) and isinstance(file.get("name"), str) for file in files):
        return tuple(SourceFile(file["name"], text_in(file, "content", f'"{file["name"]}"')) for file in files)
    raise InvalidSubmissionError('"files" must be an object of names and texts, or a list of {"name", "content"}')


def limits_in(wanted: object) -> Limits:
    if wanted is None:
        return Limits()
    if not isinstance(wanted, dict):
        raise InvalidSubmissionError('"limits" must be an object')
    if unknown := sorted(set(wanted) - set(LIMIT_NAMES)):
        raise InvalidSubmissionError(f'"{unknown[0]}" is no limit; there are {", ".join(LIMIT_NAMES)}')
    for name, value in wanted.items():
        if isinstance(value, bool) or not isinstance(value, int):
            raise InvalidSubmissionError(f'limit "{name}" must be a whole number')
    return Limits(**wanted)
