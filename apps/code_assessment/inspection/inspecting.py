"""Has a program looked at in a box, and believes nothing of what comes back before it is checked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
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
    # Nobody could look, or the judge broke: another time it may be otherwise.
    is_for_now: bool = False

    @property
    def why_no_notes(self) -> str:
        return next((self.failed[name] for name in (RUFF, LIZARD) if name in self.failed), "")


def family_of(language: str) -> str:
    """Programs of one family are compared with each other; empty where none are."""
    return FAMILIES.get(language, language) if language in COMPARABLE else ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at: the program, files beside it by name, all of them as one text, and what was given."""

    source: str
    beside: Mapping[str, str]
    whole: str
    given: str

    def endings(self, language: str) -> list[str]:
        """Of the program and each file, in their order."""
        return [PurePath(name).suffix for name in (LANGUAGES[language].main, *self.beside)]

    def files(self) -> tuple[contract.SourceFile, ...]:
        """As they lie in the box, under names of ours."""
        texts = {f"file-{number}": text for number, text in enumerate((self.source, *self.beside.values()))}
        texts |= {"program": self.whole, "given": self.given}
        return tuple(contract.SourceFile(name, text.encode()) for name, text in texts.items())


def inspect(
    language: str, source: str, given: str = "", *, beside: Mapping[str, str] | None = None, whole: str = ""
) -> Inspected:
    """Look at the program; `given` is the starter code, which is nobody's own.

    Notes are about it and the files beside it, each by itself. `whole` has all of them where there are more, and is
    what tokens are of.

    SandboxRefusedError and InvalidSubmissionError where there is no box that could look.
    """
    looked = Looked(source, beside or {}, whole or source, given)
    questions = _questions(language, looked)
    if not questions:
        return Inspected()
    files = (contract.SourceFile("main.py", (Path(__file__).parent / "in_box.py").read_bytes()), *looked.files())
    tests = tuple(contract.Test(json.dumps(question).encode(), b"") for question in questions.values())
    judged = engine().judge(contract.Submission(contract.Program(INSPECTION, files), tests, LIMITS))
    if not judged.compiled.ok:
        raise contract.SandboxRefusedError(judged.compiled.output[:LONGEST_REASON])
    found = Inspected()
    for name, result in zip(questions, judged.tests, strict=True):
        found = _with(found, name, result, looked)
    return found


def _questions(language: str, looked: Looked) -> dict[str, dict[str, Any]]:
    asked: dict[str, dict[str, Any]] = {}
    if language in COMPARABLE:
        asked[TOKENS] = {"ask": TOKENS, "language": language}
    if language == "python":
        asked[RUFF] = {"ask": RUFF, "endings": looked.endings(language)}
    if language in MEASURED:
        asked[LIZARD] = {"ask": LIZARD, "endings": looked.endings(language)}
    return asked


def _with(found: Inspected, name: str, result: contract.TestResult, looked: Looked) -> Inspected:
    try:
        answer = _answer(result)
        if name == TOKENS:
            own, theirs = tokens_in(answer["program"], looked.whole), tokens_in(answer["given"], looked.given)
            return replace(found, tokens=mark_given(own, looked.whole, theirs, looked.given))
        tool = answer["by"]
        if not isinstance(tool, str) or len(tool) > LONGEST_KIND:
            raise BadAnswerError("no name of a tool")
        texts = {"": looked.source, **looked.beside}
        notes = [
            note
            for (file, text), said in zip(texts.items(), answer["notes"], strict=True)
            for note in notes_of(said, lines=text.count("\n") + 1, file=file)
        ]
        places = list(texts)
        in_order = sorted(
            found.notes + notes, key=lambda note: (places.index(note.file), note.line, note.tool, note.code)
        )
        return replace(found, notes=in_order, tools=[*found.tools, tool])
    except (KeyError, TypeError, ValueError) as error:
        why = str(error)[:LONGEST_REASON] or type(error).__name__
        is_for_now = found.is_for_now or result.verdict == contract.Verdict.IE
        return replace(found, failed={**found.failed, name: f"{name}: {why}"}, is_for_now=is_for_now)


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
