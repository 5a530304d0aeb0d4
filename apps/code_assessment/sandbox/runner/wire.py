"""Submissions and results as JSON: nothing that is read back can be more than data."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from apps.code_assessment.sandbox.contract import (
    Checking,
    Compiled,
    Limits,
    Program,
    SourceFile,
    Submission,
    Test,
    TestResult,
    Verdict,
)


def _packed(content: bytes) -> str:
    return b64encode(content).decode("ascii")


def _program(program: Program | None) -> dict[str, Any] | None:
    if program is None:
        return None
    return {"language": program.language, "files": [[file.name, _packed(file.content)] for file in program.files]}


def _read_program(row: dict[str, Any]) -> Program:
    return Program(row["language"], tuple(SourceFile(name, b64decode(content)) for name, content in row["files"]))


def _read_program_or_none(row: dict[str, Any] | None) -> Program | None:
    return _read_program(row) if row else None


def encode_submission(submission: Submission, ids: Mapping[str, str] | None = None) -> bytes:
    """With the ids of whoever asks, for the log."""
    checking = submission.checking
    return json.dumps(
        {
            "program": _program(submission.program),
            "tests": [
                [_packed(one.stdin), _packed(one.expected), one.batch, one.points, one.shown_bytes]
                for one in submission.tests
            ],
            "limits": asdict(submission.limits),
            "checking": [checking.kind, checking.tolerance, _program(checking.program)],
            "interactor": _program(submission.interactor),
            "stop_at_first_failure": submission.stop_at_first_failure,
            "ids": dict(ids or {}),
        }
    ).encode()


def decode_submission(sent: bytes) -> Submission:
    return decode_order(sent)[0]


def decode_order(sent: bytes) -> tuple[Submission, dict[str, str]]:
    """The submission, and the ids of whoever asks."""
    row = json.loads(sent)
    kind, tolerance, checker = row["checking"]
    submission = Submission(
        program=_read_program(row["program"]),
        tests=tuple(Test(b64decode(stdin), b64decode(expected), *more) for stdin, expected, *more in row["tests"]),
        limits=Limits(**row["limits"]),
        checking=Checking(kind, tolerance, _read_program_or_none(checker)),
        interactor=_read_program_or_none(row["interactor"]),
        stop_at_first_failure=row["stop_at_first_failure"],
    )
    return submission, row["ids"]


def result_row(result: TestResult) -> dict[str, Any]:
    return {**asdict(result), "stdout": _packed(result.stdout), "stderr": _packed(result.stderr)}


def read_result(row: dict[str, Any]) -> TestResult:
    words = {"verdict": Verdict(row["verdict"]), "stdout": b64decode(row["stdout"]), "stderr": b64decode(row["stderr"])}
    return TestResult(**{**row, **words})


def compiled_row(compiled: Compiled) -> list[Any]:
    return [compiled.ok, compiled.output]


def read_compiled(row: list[Any]) -> Compiled:
    return Compiled(*row)
