"""Content: a problem as it is shown and judged, whether the library brings it or the workspace wrote it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Self

from apps.code_assessment.library import (
    LANGUAGES,
    Example,
    GeneratedTest,
    Limits,
    Problem,
    Signature,
    Test,
    starter,
    submission,
)
from apps.code_assessment.sandbox.languages import language_called

SAMPLES = "samples"
REFERENCE_LANGUAGE = "python"
VERSION_LETTERS = 12


class ContentError(ValueError):
    """What was written is no problem; the message says why, for its author."""


@dataclass(frozen=True)
class Content:
    """Everything that showing and judging a problem needs; programs are kept as their texts."""

    title: str
    category: str
    difficulty: str
    skills: tuple[str, ...]
    expected_minutes: int
    statement: str
    editorial: str
    constraints: tuple[str, ...]
    hints: tuple[str, ...]
    limits: Limits
    tests: tuple[Test, ...]
    examples: tuple[Example, ...]
    checker: str = "exact"
    tolerance: float | None = None
    checker_source: str = ""
    generated: tuple[GeneratedTest, ...] = ()
    generator: str = ""
    reference: str = ""
    signature: Mapping[str, Any] | None = None
    starters: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_library(cls, problem: Problem) -> Self:
        checker = problem.checker
        own = {name: problem.starter(name) for name in LANGUAGES}
        usual = {name: starter(problem.signature, name) for name in LANGUAGES}
        return cls(
            title=problem.title,
            category=problem.category,
            difficulty=problem.difficulty,
            skills=problem.skills,
            expected_minutes=problem.expected_minutes,
            statement=problem.statement,
            editorial=problem.editorial,
            constraints=problem.constraints,
            hints=problem.hints,
            limits=problem.limits,
            tests=problem.tests,
            examples=problem.examples,
            checker=checker.kind,
            tolerance=checker.tolerance,
            checker_source=problem.source(checker.program) if checker.program else "",
            generated=problem.generated,
            generator=problem.source("generator.py") if problem.generated else "",
            reference=problem.solution(REFERENCE_LANGUAGE),
            signature=_told(problem.signature) if problem.signature else None,
            starters={name: text for name, text in own.items() if text != usual[name]},
        )

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Self:
        """What `to_json` wrote; ContentError where something is missing or of the wrong kind."""
        known = dict(said)
        try:
            known["limits"] = Limits(**known["limits"])
            known["tests"] = tuple(Test(**one) for one in known["tests"])
            known["examples"] = tuple(Example(**one) for one in known["examples"])
            known["generated"] = tuple(
                GeneratedTest(**{**one, "args": tuple(one["args"])}) for one in known.get("generated", ())
            )
            for name in ("skills", "constraints", "hints"):
                known[name] = tuple(known[name])
            return cls(**known)
        except (KeyError, TypeError) as error:
            raise ContentError(str(error)) from error

    def to_json(self) -> dict[str, Any]:
        said = asdict(self)
        return {**said, "starters": dict(self.starters), "signature": self.signature and dict(self.signature)}

    @cached_property
    def version(self) -> str:
        """Changes with every change of the problem: verdicts are comparable within one version only."""
        text = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:VERSION_LETTERS]

    @cached_property
    def typed_signature(self) -> Signature | None:
        return Signature.of(self.signature) if self.signature else None

    @property
    def is_function(self) -> bool:
        """Whether a function is written, and a program of ours calls it."""
        return self.signature is not None

    @property
    def drivers(self) -> tuple[str, ...]:
        """Languages in which it can be solved, as far as the problem is concerned; empty: in any."""
        return tuple(LANGUAGES) if self.is_function else ()

    @property
    def samples(self) -> tuple[Test, ...]:
        return tuple(one for one in self.tests if one.is_sample)

    @property
    def everything(self) -> tuple[Test | GeneratedTest, ...]:
        """All tests, in the order in which they are judged."""
        return (*self.tests, *self.generated)

    @property
    def points(self) -> int:
        return sum(one.points for one in self.everything)

    def starter(self, language: str) -> str:
        """What the editor shows first; nothing where neither the problem nor the language has anything."""
        if language in self.starters:
            return self.starters[language]
        return starter(self.typed_signature, language) if language in LANGUAGES else ""

    def files(self, language: str, source: str) -> dict[str, str]:
        """The files to be judged by name: what was written, and the program that calls a function."""
        if language in LANGUAGES:
            return submission(self.typed_signature, language, source)
        return {language_called(language).main: source}


def _told(signature: Signature) -> dict[str, Any]:
    return {
        "name": signature.name,
        "parameters": [{"name": one.name, "type": str(one.type)} for one in signature.parameters],
        "returns": str(signature.returns),
    }
