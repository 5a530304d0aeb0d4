"""What a problem of the library is, and what must hold for it. Pure functions, no database."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from .drivers import LANGUAGES, PROGRAM_FILES, REFERENCE_LANGUAGES, starter
from .signatures import Signature, SignatureError, canonical

# Slug -> the category as the library names it; pages translate these names.
CATEGORIES = {
    "arrays": "Arrays",
    "strings": "Strings",
    "hashing": "Hashing",
    "two-pointers": "Two pointers",
    "sorting": "Sorting",
    "searching": "Searching",
    "stacks-and-queues": "Stacks and queues",
    "linked-structures": "Linked structures",
    "trees": "Trees",
    "graphs": "Graphs",
    "dynamic-programming": "Dynamic programming",
    "greedy": "Greedy",
    "maths": "Maths",
    "recursion-and-backtracking": "Recursion and backtracking",
    "simulation": "Simulation",
    "practical": "Practical",
    "databases": "Databases",
}
DIFFICULTIES = ("easy", "medium", "hard")
PROGRAM, FUNCTION = "program", "function"
SAMPLES, EDGES = "samples", "edges"
CHECKERS = ("exact", "tokens", "unordered-lines")
# What a wrong solution can get.
VERDICTS = ("WA", "TLE", "MLE", "RE", "OLE")

FEWEST_TESTS, FEWEST_SAMPLES, ALL_POINTS = 10, 2, 100
FEWEST_WRONG = 2
FEWEST_OF_A_PARTIAL_GROUP, GUESS_REACHES_A = 3, 3
FEWEST_HINTS, MOST_HINTS = 2, 3
FEWEST_CONSTRAINTS = 2
MOST_SKILLS = 5
SHORTEST_MINUTES, LONGEST_MINUTES = 5, 90
FEWEST_WORDS_OF_A_STATEMENT, FEWEST_WORDS_OF_AN_EDITORIAL = 40, 30
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TAG = re.compile(r"</?[a-zA-Z][^>]*>|<!--")
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


class LibraryError(ValueError):
    """A problem that breaks a rule; names the problem and the rule."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one test may use: three times what the reference needs is always within."""

    cpu_ms: int
    wall_ms: int
    memory_mib: int


@dataclass(frozen=True, slots=True)
class Checker:
    """How an answer is compared: `exact`, `tokens`, `unordered-lines`, `float` or a `program` of the problem."""

    kind: str
    tolerance: float | None = None
    program: str | None = None

    @classmethod
    def of(cls, given: object) -> Self:
        """`"exact"`, `{"float": 1e-6}`, `{"program": "checker.py"}`; raises LibraryError."""
        if isinstance(given, str) and given in CHECKERS:
            return cls(given)
        if isinstance(given, dict) and list(given) == ["float"]:
            return cls("float", tolerance=float(given["float"]))
        if isinstance(given, dict) and list(given) == ["program"]:
            return cls("program", program=str(given["program"]))
        raise LibraryError(f"{given!r} is no checker")


@dataclass(frozen=True, slots=True)
class Test:
    """An input with its answer; a sample is shown to the candidate and gives no points."""

    __test__ = False  # pytest would take the class for tests

    name: str
    group: str
    points: int
    is_sample: bool
    stdin: str
    expected: str


@dataclass(frozen=True, slots=True)
class GeneratedTest:
    """An input that the problem's generator prints for these arguments; the Python reference gives the answer."""

    name: str
    group: str
    points: int
    args: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A sample as the statement shows it; a function's input is shown as its named arguments."""

    test: str
    input: str
    output: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem with everything that showing and judging it needs; programs are read from its folder when asked."""

    slug: str
    folder: Path
    title: str
    category: str
    difficulty: str
    skills: tuple[str, ...]
    expected_minutes: int
    kind: str
    signature: Signature | None
    limits: Limits
    checker: Checker
    statement: str
    editorial: str
    constraints: tuple[str, ...]
    hints: tuple[str, ...]
    tests: tuple[Test, ...]
    generated: tuple[GeneratedTest, ...]
    examples: tuple[Example, ...]
    # File in `wrong/` -> the verdict that it must get.
    wrong: Mapping[str, str]
    # Groups whose tests give their points one by one; the others give theirs only together.
    partial_groups: tuple[str, ...] = ()
    # Those it can be solved in; none named: all but SQL.
    languages: tuple[str, ...] = ()
    language_limits: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    # The program that talks with the candidate's, if there is one.
    interactor: str = ""

    @classmethod
    def of(cls, folder: Path, given: Mapping[str, Any], *, statement: str, editorial: str) -> Self:
        """Read and checked; raises LibraryError."""
        slug = folder.name
        try:
            signature = Signature.of(given["signature"]) if given["kind"] == FUNCTION else None
            tests = tuple(_test(one) for one in given["tests"])
            found = cls(
                slug=slug,
                folder=folder,
                title=given["title"],
                category=given["category"],
                difficulty=given["difficulty"],
                skills=tuple(given["skills"]),
                expected_minutes=int(given["expected_minutes"]),
                kind=given["kind"],
                signature=signature,
                limits=Limits(**given["limits"]),
                checker=Checker.of(given["checker"]),
                statement=statement,
                editorial=editorial,
                constraints=tuple(given["constraints"]),
                hints=tuple(given["hints"]),
                tests=tests,
                generated=tuple(_generated(one) for one in given.get("generated", ())),
                examples=tuple(_example(one, tests, signature) for one in given["examples"]),
                wrong=dict(given["wrong"]),
                partial_groups=tuple(given.get("partial_groups", ())),
                languages=tuple(given.get("languages", ())),
                language_limits=dict(given.get("language_limits", {})),
                interactor=given.get("interactor", ""),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            known = isinstance(error, LibraryError | SignatureError)
            words = str(error) if known else f"{error!r} is missing or of the wrong kind"
            raise LibraryError(f"{slug}: {words}") from error
        if faults := found.faults():
            raise LibraryError(f"{slug}: " + "; ".join(faults))
        return found

    def source(self, name: str) -> str:
        """The text of a program of the folder: `generator.py`, `wrong/off-by-one.py`."""
        return (self.folder / name).read_text(encoding="utf-8")

    def solution(self, language: str) -> str:
        """The reference solution in a language."""
        return self.source(f"solutions/{self.solution_file(language)}")

    def solution_file(self, language: str) -> str:
        """The name of the file that a candidate writes in a language."""
        return PROGRAM_FILES[language] if self.signature is None else LANGUAGES[language].function

    @property
    def reference_languages(self) -> tuple[str, ...]:
        """Those that the folder has a right solution in, the one that gives the answers first."""
        return self.languages or REFERENCE_LANGUAGES

    def starter(self, language: str) -> str:
        """What the editor shows first: the problem's own text, else one made of the signature."""
        own = self.folder / "starter" / self.solution_file(language)
        return own.read_text(encoding="utf-8") if own.is_file() else starter(self.signature, language)

    @property
    def samples(self) -> tuple[Test, ...]:
        return tuple(test for test in self.tests if test.is_sample)

    @property
    def all_tests(self) -> tuple[Test | GeneratedTest, ...]:
        """Written and generated tests, in the order in which they are judged."""
        return (*self.tests, *self.generated)

    def faults(self) -> list[str]:
        """Every rule that the problem breaks, in words."""
        return [
            *self._faults_of_frame(),
            *self._faults_of_texts(),
            *self._faults_of_tests(),
            *self._faults_of_groups(),
            *self._faults_of_function(),
            *self._faults_of_files(),
        ]

    def _faults_of_frame(self) -> list[str]:
        limits = self.limits
        return _broken(
            (SLUG.fullmatch(self.slug), "the folder's name must be lower case words joined by hyphens"),
            (self.category in CATEGORIES, f"{self.category} is no category"),
            (self.difficulty in DIFFICULTIES, f"{self.difficulty} is no difficulty"),
            (self.kind in {PROGRAM, FUNCTION}, f"{self.kind} is no kind"),
            (1 <= len(self.skills) <= MOST_SKILLS and all(self.skills), "give one to five skills"),
            (SHORTEST_MINUTES <= self.expected_minutes <= LONGEST_MINUTES, "the minutes are out of range"),
            (0 < limits.cpu_ms <= limits.wall_ms and limits.memory_mib > 0, "the limits contradict each other"),
            (set(self.languages) <= set(PROGRAM_FILES), "a language is none of those that problems are written for"),
            (
                all(set(one) <= {"cpu_ms", "memory_mib"} for one in self.language_limits.values()),
                "a limit of a language is neither of time nor of memory",
            ),
            (not (self.interactor and self.signature), "a function talks with nobody"),
            (len(self.wrong) >= FEWEST_WRONG, "give two wrong solutions"),
            (set(self.wrong.values()) <= set(VERDICTS), "a wrong solution has a verdict that does not exist"),
        )

    def _faults_of_texts(self) -> list[str]:
        texts = (self.title, self.statement, self.editorial, *self.constraints, *self.hints)
        return _broken(
            (self.title.strip() == self.title != "", "a title is missing"),
            (len(self.statement.split()) >= FEWEST_WORDS_OF_A_STATEMENT, "the statement is too short"),
            (len(self.editorial.split()) >= FEWEST_WORDS_OF_AN_EDITORIAL, "the editorial is too short"),
            ("O(" in self.editorial, "the editorial names no complexity"),
            (not any(TAG.search(CODE.sub("", text)) for text in texts), "a text has HTML in it"),
            (len(self.constraints) >= FEWEST_CONSTRAINTS, "give two constraints"),
            (FEWEST_HINTS <= len(self.hints) <= MOST_HINTS, "give two or three hints"),
            (all(text.endswith(".") for text in self.constraints), "a constraint is no sentence"),
            (all(text.endswith((".", "?")) for text in self.hints), "a hint is no sentence"),
        )

    def _faults_of_tests(self) -> list[str]:
        everything = self.all_tests
        names = [test.name for test in everything]
        inputs = [test.stdin for test in self.tests] + [" ".join(test.args) for test in self.generated]
        sampled = [test.name for test in self.samples]
        return _broken(
            (len(names) >= FEWEST_TESTS, "give ten tests"),
            (len(set(names)) == len(names), "the name of a test stands twice"),
            (len(set(inputs)) == len(inputs), "an input stands twice"),
            (sum(test.points for test in everything) == ALL_POINTS, "the points do not sum to 100"),
            (len(sampled) >= FEWEST_SAMPLES, "give two samples"),
            ([one.test for one in self.examples] == sampled, "the examples are not the samples in their order"),
            (all(one.explanation.endswith(".") for one in self.examples), "an example is not explained"),
            (
                all(test.is_sample == (test.group == SAMPLES) == (test.points == 0) for test in self.tests),
                "samples, and only they, are in the group of samples and give no points",
            ),
            (any(test.group == EDGES for test in self.tests), "no test is in the group of edges"),
            (
                all(test.points > 0 and test.group != SAMPLES for test in self.generated),
                "a generated test is no sample",
            ),
            (all(test.stdin[-1:] in {"", "\n"} for test in self.tests), "an input does not end its last line"),
            # A query may find no rows.
            (
                all(test.expected.endswith("\n") or (self.languages and not test.expected) for test in self.tests),
                "an answer does not end its last line",
            ),
        )

    def _faults_of_groups(self) -> list[str]:
        """Where tests give points one by one, guessing must not pay: no one answer may reach much."""
        faults = []
        for name in self.partial_groups:
            tests = [test for test in self.all_tests if test.group == name]
            points = sum(test.points for test in tests)
            by_answer: Counter[str] = Counter()
            for test in tests:
                if isinstance(test, Test):
                    by_answer[test.expected] += test.points
            most = max(by_answer.values(), default=0)
            faults += _broken(
                (len(tests) >= FEWEST_OF_A_PARTIAL_GROUP, f"the group {name} has too few tests to give a part"),
                (most * GUESS_REACHES_A <= points, f"one answer alone reaches {most} of the {points} points of {name}"),
                (not self.interactor, "a talk has no groups that give parts"),
            )
        return faults

    def _faults_of_function(self) -> list[str]:
        if self.signature is None:
            return []
        faults = []
        has_floats = self.signature.returns.has("float")
        for test in self.tests:
            try:
                arguments, expected = json.loads(test.stdin), json.loads(test.expected)
            except json.JSONDecodeError as error:
                faults.append(f"the test {test.name} is no JSON: {error}")
                continue
            faults += _broken(
                (self.signature.fits(arguments), f"the arguments of the test {test.name} do not fit the signature"),
                (self.signature.returns.fits(expected), f"the answer of the test {test.name} does not fit"),
                (test.expected == canonical(expected) + "\n", f"the answer of the test {test.name} is not canonical"),
            )
        return faults + _broken(
            (
                has_floats == (self.checker.kind == "float"),
                "functions that give fractions, and only they, compare by `float`",
            ),
            (not has_floats or self.signature.returns.name == "float", "fractions inside a list cannot be compared"),
        )

    def _faults_of_files(self) -> list[str]:
        names = [f"solutions/{self.solution_file(language)}" for language in self.reference_languages]
        names += ["validate.py", *(f"wrong/{name}" for name in self.wrong)]
        names += ["generator.py"] if self.generated else []
        names += [name for name in (self.checker.program, self.interactor) if name]
        return [f"{name} is missing" for name in names if not (self.folder / name).is_file()]


def _test(given: Mapping[str, Any]) -> Test:
    return Test(
        name=given["name"],
        group=given["group"],
        points=int(given["points"]),
        is_sample=bool(given["sample"]),
        stdin=given["stdin"],
        expected=given["expected"],
    )


def _generated(given: Mapping[str, Any]) -> GeneratedTest:
    args = tuple(str(one) for one in given["args"])
    return GeneratedTest(name=given["name"], group=given["group"], points=int(given["points"]), args=args)


def _example(given: Mapping[str, Any], tests: tuple[Test, ...], signature: Signature | None) -> Example:
    test = next((test for test in tests if test.name == given["test"]), None)
    if test is None:
        raise LibraryError(f"the example {given['test']!r} is no test")
    shown = test.stdin
    if signature is not None:
        try:
            shown = signature.shown(json.loads(test.stdin))
        except ValueError as error:
            raise LibraryError(f"the test {test.name} shows no arguments: {error}") from error
    return Example(test=test.name, input=shown, output=test.expected, explanation=given["explanation"])


def _broken(*rules: tuple[object, str]) -> list[str]:
    return [text for holds, text in rules if not holds]
