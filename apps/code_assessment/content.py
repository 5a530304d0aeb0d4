"""Content: a problem as it is shown and judged, whether the library brings it or the workspace wrote it."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from apps.code_assessment.library import (
    LANGUAGES,
    REFERENCE_LANGUAGES,
    Example,
    GeneratedTest,
    Limits,
    Problem,
    Signature,
    Test,
    program_starter,
    starter,
    submission,
)
from apps.code_assessment.sandbox.contract import BOUNDS
from apps.code_assessment.sandbox.languages import LANGUAGES as KNOWN
from apps.code_assessment.sandbox.languages import language_called

SAMPLES = "samples"
REFERENCE_LANGUAGE = "python"
VERSION_LETTERS = 12
# What it reads are tables: only problems that name it are solved in it.
SQL = "sql"
# What a problem need not say; left out where it says nothing, so that its version is as it was before there were these.
OPTIONAL: Mapping[str, Any] = {
    "interactor": "",
    "languages": [],
    "language_limits": {},
    "reference_language": REFERENCE_LANGUAGE,
    "partial_groups": [],
}


def is_allowed(language: str, named: Sequence[str], *, is_function: bool) -> bool:
    """Whether a problem that names these languages, or none, can be solved in the language."""
    if is_function and language not in LANGUAGES:
        return False
    return language in named if named else language in KNOWN and language != SQL


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
    # A program in Python that talks with the candidate's.
    interactor: str = ""
    # Those it can be solved in; none named: all but SQL.
    languages: tuple[str, ...] = ()
    # Language -> `cpu_ms` and `memory_mib`, as far as they are other than usual.
    language_limits: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    reference_language: str = REFERENCE_LANGUAGE
    # Groups whose tests give their points one by one; the others give theirs only together.
    partial_groups: tuple[str, ...] = ()

    @classmethod
    def of_library(cls, problem: Problem) -> Self:
        checker = problem.checker
        names = problem.languages or tuple(LANGUAGES)
        own = {name: problem.starter(name) for name in names}
        usual = {name: starter(problem.signature, name) for name in names}
        reference_language = (problem.languages or REFERENCE_LANGUAGES)[0]
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
            reference=problem.solution(reference_language),
            signature=problem.signature.to_json() if problem.signature else None,
            starters={name: text for name, text in own.items() if text != usual[name]},
            interactor=problem.source(problem.interactor) if problem.interactor else "",
            languages=problem.languages,
            language_limits=problem.language_limits,
            reference_language=reference_language,
            partial_groups=problem.partial_groups,
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
            for name in ("languages", "partial_groups"):
                known[name] = tuple(known.get(name, ()))
            return cls(**known)
        except (KeyError, TypeError) as error:
            raise ContentError(str(error)) from error

    @classmethod
    def from_file(cls, text: str | bytes) -> Self:
        """What somebody sent as a problem, every value of its type; ContentError with what is not."""
        try:
            said: Self = TypeAdapter(cls).validate_json(text, strict=True)
            made = cls.from_json(said.to_json())
            # Read here, so that nothing later stumbles over it.
            made.is_function and made.typed_signature  # noqa: B018 -- raises
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False)[0]
            place = ".".join(map(str, first["loc"]))
            raise ContentError(f"{place}: {first['msg']}") from error
        except (KeyError, TypeError, ValueError) as error:
            raise ContentError(str(error)) from error
        if "\0" in "".join(_texts(said.to_json())):
            raise ContentError("a text has a NUL in it")
        return made

    def to_json(self) -> dict[str, Any]:
        """With lists where it has tuples, as it comes back from the database."""
        said: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return {name: value for name, value in said.items() if name not in OPTIONAL or value != OPTIONAL[name]}

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
    def is_interactive(self) -> bool:
        """Whether the problem's own program asks and answers, instead of an input."""
        return bool(self.interactor)

    def allows(self, language: str) -> bool:
        """Whether it can be solved in the language, as far as the problem is concerned."""
        return is_allowed(language, self.languages, is_function=self.is_function)

    def limits_for(self, language: str) -> Limits:
        """What a program in the language may use: what the problem says of it, else what is usual."""
        usual, own, known = self.limits, self.language_limits.get(language, {}), language_called(language)
        cpu_ms = own.get("cpu_ms", round(usual.cpu_ms * known.cpu_factor) + known.start_ms)
        wall_ms = max(usual.wall_ms, round(usual.wall_ms * cpu_ms / usual.cpu_ms))
        return Limits(
            cpu_ms=min(cpu_ms, BOUNDS["cpu_ms"][1]),
            wall_ms=min(wall_ms, BOUNDS["wall_ms"][1]),
            memory_mib=own.get("memory_mib", usual.memory_mib),
        )

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
        """What the editor shows first."""
        if language in self.starters:
            return self.starters[language]
        if self.is_function and language in LANGUAGES:
            return starter(self.typed_signature, language)
        return program_starter(KNOWN[language].main, talks=self.is_interactive) if language in KNOWN else ""

    def files(self, language: str, source: str) -> dict[str, str]:
        """The files to be judged by name: what was written, and the program that calls a function."""
        if self.is_function:
            return submission(self.typed_signature, language, source)
        return {language_called(language).main: source}


def _texts(said: Any) -> Iterator[str]:
    """Every text in what came from JSON, names too."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping):
        yield from said
        said = said.values()
    if isinstance(said, Iterable) and not isinstance(said, str):
        for one in said:
            yield from _texts(one)
