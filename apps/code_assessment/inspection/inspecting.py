"""Has a program looked at in a box, and believes nothing of what comes back before it is checked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from apps.code_assessment.engine import engine
from apps.code_assessment.inspection.notes import Note, notes_of
from apps.code_assessment.sandbox import contract
from apps.code_assessment.sandbox.instruments import INSPECTION
from apps.code_assessment.sandbox.languages import LANGUAGES
from apps.code_assessment.similarity import Token
from apps.code_assessment.similarity.winnowing import mark_given

LIMITS = contract.Limits(cpu_ms=8_000, wall_ms=24_000, memory_mib=512, output_kib=4_096)
# Languages whose programs resemble each other because one has grown out of the other.
FAMILIES = {"typescript": "javascript", "cpp": "c"}
COMPARABLE = frozenset("python javascript typescript java c cpp go rust ruby bash".split())
MEASURED = frozenset("python javascript typescript java c cpp go rust ruby".split())
LONGEST_KIND = 60
LONGEST_REASON = 300
TOKENS, RUFF, LIZARD = "tokens", "ruff", "lizard"


class BadAnswerError(ValueError):
    """The box said something that it would not have said by itself."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was found; where a tool did not come to an end, why."""

    tokens: list[Token] | None = None
    notes: list[Note] = field(default_factory=list)
    tools: list[str] = field(default_factory=list)
    failed: Mapping[str, str] = field(default_factory=dict)

    @property
    def why_no_notes(self) -> str:
        return next((self.failed[name] for name in (RUFF, LIZARD) if name in self.failed), "")


def family_of(language: str) -> str:
    """Programs of one family are compared with each other; empty where none are."""
    return FAMILIES.get(language, language) if language in COMPARABLE else ""


def inspect(language: str, source: str, given: str = "", *, whole: str = "") -> Inspected:
    """Look at the program; `given` is the starter code, which is nobody's own.

    Notes are about its first file. `whole` has all of them where there are more, and is what tokens are of.

    SandboxRefusedError and InvalidSubmissionError where there is no box that could look.
    """
    questions = _questions(language)
    if not questions:
        return Inspected()
    files = (
        contract.SourceFile("main.py", (Path(__file__).parent / "in_box.py").read_bytes()),
        contract.SourceFile("main", source.encode()),
        contract.SourceFile("program", (whole or source).encode()),
        contract.SourceFile("given", given.encode()),
    )
    tests = tuple(contract.Test(json.dumps(question).encode(), b"") for question in questions.values())
    judged = engine().judge(contract.Submission(contract.Program(INSPECTION, files), tests, LIMITS))
    if not judged.compiled.ok:
        raise contract.SandboxRefusedError(judged.compiled.output[:LONGEST_REASON])
    found = Inspected()
    for name, result in zip(questions, judged.tests, strict=True):
        found = _with(found, name, result, (whole or source, given))
    return found


def _questions(language: str) -> dict[str, dict[str, str]]:
    asked: dict[str, dict[str, str]] = {}
    if language in COMPARABLE:
        asked[TOKENS] = {"ask": TOKENS, "language": language}
    if language == "python":
        asked[RUFF] = {"ask": RUFF}
    if language in MEASURED:
        asked[LIZARD] = {"ask": LIZARD, "ending": Path(LANGUAGES[language].main).suffix}
    return asked


def _with(found: Inspected, name: str, result: contract.TestResult, texts: tuple[str, str]) -> Inspected:
    try:
        answer = _answer(result)
        if name == TOKENS:
            source, given = texts
            own, theirs = tokens_in(answer["program"], source), tokens_in(answer["given"], given)
            return replace(found, tokens=mark_given(own, source, theirs, given))
        tool = answer["by"]
        if not isinstance(tool, str) or len(tool) > LONGEST_KIND:
            raise BadAnswerError("no name of a tool")
        notes = notes_of(answer["notes"], lines=texts[0].count("\n") + 1)
        in_order = sorted(found.notes + notes, key=lambda note: (note.line, note.tool, note.code))
        return replace(found, notes=in_order, tools=[*found.tools, tool])
    except (KeyError, TypeError, ValueError) as error:
        why = str(error)[:LONGEST_REASON] or type(error).__name__
        return replace(found, failed={**found.failed, name: f"{name}: {why}"})


def _answer(result: contract.TestResult) -> dict[str, Any]:
    """What it said, if it came to a good end; as nothing was expected, any answer counts as another one."""
    if result.verdict not in {contract.Verdict.AC, contract.Verdict.WA}:
        said = result.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise BadAnswerError(f"{result.verdict} {result.reason} {said}".strip())
    answer = json.loads(result.stdout)
    if not isinstance(answer, dict):
        raise BadAnswerError("no answer")
    return answer


def tokens_in(said: Any, text: str) -> list[Token]:
    """The tokens, one after the other within the text; BadAnswerError for anything else."""
    if not isinstance(said, list):
        raise BadAnswerError("no list of tokens")
    found: list[Token] = []
    at = 0
    for one in said:
        kind, start, end = one
        is_named = isinstance(kind, str) and 0 < len(kind) <= LONGEST_KIND
        if not is_named or type(start) is not int or type(end) is not int or not at <= start < end <= len(text):
            raise BadAnswerError("no token")
        found.append(Token(kind, start, end))
        at = end
    return found
