"""Puts a problem and a program into the words of the sandbox, and what the sandbox says into those of the module."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.code_assessment import scoring
from apps.code_assessment.author_programs import checking_of, interactor_of
from apps.code_assessment.content import Content
from apps.code_assessment.engine import engine
from apps.code_assessment.generating import all_tests
from apps.code_assessment.library import Test
from apps.code_assessment.sandbox import contract
from apps.code_assessment.verdict_counts import count_verdict

# So much of what a program wrote is kept, of samples and own inputs only.
LONGEST_SHOWN = 4_000
# At least one character more, so that one sees where something was cut off.
SHOWN_BYTES = 4 * (LONGEST_SHOWN + 1)
LONGEST_COMPILE_OUTPUT = 8_000
KIB = 1024
# Peaks are told coarsely: they are also those of hidden tests.
CPU_STEP_MS, MEMORY_STEP_KIB = 10, 256
# The group of the only test of an own input.
OWN = "own"
# A right answer always fits, with as much again for what is printed beside it.
LEAST_OUTPUT_KIB = contract.Limits().output_kib


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a submission keeps."""

    verdict: str
    points: int | None
    tests: list[dict[str, Any]]
    compile_output: str
    cpu_ms: int
    memory_kib: int


def broken() -> Outcome:
    """The problem's own programs or this machine failed, not what was handed in."""
    return Outcome(str(contract.Verdict.IE), None, [], "", 0, 0)


# Hears how many tests there are, and what is known of those that are done: number, group and verdict.
Told = Callable[[int, list[dict[str, Any]]], None]


def program_of(content: Content, language: str, source: str, more: Mapping[str, str] | None = None) -> contract.Program:
    """What was written, with what calls it and the files beside it."""
    files = {**(more or {}), **content.files(language, source)}
    return contract.Program(language, tuple(contract.SourceFile(name, text.encode()) for name, text in files.items()))


def limits_of(content: Content, language: str, tests: Sequence[Test] = ()) -> contract.Limits:
    limits = content.limits_for(language)
    largest = max((len(one.expected) for one in tests), default=0)
    return contract.Limits(
        cpu_ms=limits.cpu_ms,
        wall_ms=limits.wall_ms,
        memory_mib=limits.memory_mib,
        output_kib=max(LEAST_OUTPUT_KIB, 2 * largest // KIB),
    )


def submission_of(content: Content, program: contract.Program, tests: Sequence[Test]) -> contract.Submission:
    """The program with these tests, by the rules of the problem."""
    return contract.Submission(
        program,
        tuple(as_test(content, one) for one in tests),
        limits_of(content, program.language, tests),
        checking_of(content),
        interactor_of(content),
    )


def as_test(content: Content, test: Test) -> contract.Test:
    """What a program writes on a hidden test is compared where it runs, and comes back to nobody."""
    batch = "" if test.group in content.partial_groups else test.group
    return contract.Test(
        test.stdin.encode(),
        test.expected.encode(),
        batch=batch,
        points=test.points,
        shown_bytes=SHOWN_BYTES if test.is_sample else 0,
    )


def judge(content: Content, program: contract.Program, *, told: Told, scope_name: str = "") -> Outcome:
    """All tests of the problem; `told` hears of each that is done."""
    return _judged(content, program, all_tests(content, scope_name), told, gives_points=True)


def run_samples(content: Content, program: contract.Program, *, told: Told) -> Outcome:
    return _judged(content, program, content.samples, told, gives_points=False)


def run_input(content: Content, program: contract.Program, own_input: str) -> Outcome:
    """What the program makes of an input that nobody knows the answer to."""
    text = own_input if own_input.endswith("\n") else f"{own_input}\n"
    test = contract.Test(text.encode(), b"", shown_bytes=SHOWN_BYTES)
    interactor = interactor_of(content)
    limits = limits_of(content, program.language)
    asked = contract.Submission(program, (test,), limits, interactor=interactor)
    found = engine().judge(asked)
    outcome = _outcome(found, None)
    # Whoever talks with the program knows what is right; else nobody does.
    is_known = interactor is not None or found.verdict not in {contract.Verdict.AC, contract.Verdict.WA}
    verdict = str(found.verdict) if is_known else ""
    tests = [
        {
            "number": 1,
            "group": OWN,
            "is_sample": True,
            "verdict": verdict,
            "stdin": _cut(text),
            **_shown(one, wrote=interactor is None),
        }
        for one in found.tests
    ]
    return Outcome(verdict, None, tests, outcome.compile_output, outcome.cpu_ms, outcome.memory_kib)


def _judged(
    content: Content, program: contract.Program, tests: Sequence[Test], told: Told, *, gives_points: bool
) -> Outcome:
    asked = submission_of(content, program, tests)
    done: list[dict[str, Any]] = []

    def heard(number: int, result: contract.TestResult) -> None:
        done.append(_line(number + 1, tests[number], result))
        told(len(tests), done)

    found = engine().judge(asked, heard)
    count_verdict(str(found.verdict))
    outcome = _outcome(found, scoring.points(asked.tests, found.tests) if gives_points else None)
    outcome.tests.extend(
        _row(number, test, result, is_talk=content.is_interactive)
        for number, (test, result) in enumerate(zip(tests, found.tests, strict=False), 1)
    )
    return outcome


def _outcome(found: contract.Judged, points: int | None) -> Outcome:
    cpu = max((one.cpu_ms for one in found.tests), default=0.0)
    memory = max((one.memory_kib for one in found.tests), default=0)
    return Outcome(
        verdict=str(found.verdict),
        points=points,
        tests=[],
        compile_output=_clean(found.compiled.output)[:LONGEST_COMPILE_OUTPUT],
        cpu_ms=_step(cpu, CPU_STEP_MS),
        memory_kib=_step(memory, MEMORY_STEP_KIB),
    )


def _step(value: float, step: int) -> int:
    return -(-int(value) // step) * step


def _line(number: int, test: Test, result: contract.TestResult) -> dict[str, Any]:
    return {"number": number, "group": test.group, "is_sample": test.is_sample, "verdict": str(result.verdict)}


def _row(number: int, test: Test, result: contract.TestResult, *, is_talk: bool) -> dict[str, Any]:
    """A sample with everything; of a hidden test its number, its group and the verdict. What is said is not kept."""
    row = _line(number, test, result)
    if not test.is_sample:
        return row
    expected = {} if is_talk else {"expected": _cut(test.expected)}
    return {**row, **_shown(result, wrote=not is_talk), "stdin": _cut(test.stdin), **expected}


def _shown(result: contract.TestResult, *, wrote: bool) -> dict[str, Any]:
    return {
        **({"got": _text(result.stdout)} if wrote else {}),
        "stderr": _text(result.stderr),
        "reason": _clean(result.reason),
        "cpu_ms": round(result.cpu_ms),
        "memory_kib": result.memory_kib,
    }


def _text(raw: bytes) -> str:
    return _cut(_clean(raw.decode("utf-8", "replace")))


def _clean(text: str) -> str:
    # PostgreSQL keeps no NUL.
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
