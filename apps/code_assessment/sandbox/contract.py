"""What is judged, under which limits, and what comes of it; every engine keeps to this."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Protocol


class Verdict(StrEnum):
    """What became of a test, or of a whole submission."""

    AC = "AC"
    WA = "WA"
    RE = "RE"
    MLE = "MLE"
    TLE = "TLE"
    OLE = "OLE"
    CE = "CE"
    IE = "IE"


class SandboxRefusedError(RuntimeError):
    """Nothing is judged on this machine; the message says why."""


class InvalidSubmissionError(ValueError):
    """What was sent cannot be judged; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """For each test. The processor's time decides; the clock on the wall only ends what waits."""

    cpu_ms: int = 2000
    wall_ms: int = 6000
    memory_mib: int = 256
    output_kib: int = 1024
    processes: int = 32
    tmp_mib: int = 16


# Name of a limit -> the least and the most that is taken.
BOUNDS = {
    "cpu_ms": (10, 60_000),
    "wall_ms": (10, 180_000),
    "memory_mib": (16, 4096),
    "output_kib": (1, 65_536),
    "processes": (1, 256),
    "tmp_mib": (1, 256),
}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a submission; the name is relative to the folder of the submission."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Program:
    """Files in one language; the first is where it begins unless one has the language's usual name."""

    language: str
    files: tuple[SourceFile, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """What the program reads and what it should write. Tests of one batch count only together."""

    # For pytest: these are not its tests.
    __test__: ClassVar[bool] = False

    stdin: bytes
    expected: bytes
    batch: str = ""
    points: float = 0.0
    # So much of what the program writes is told, of each stream; everything where nothing is said.
    shown_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Checking:
    """How answers are compared: `lines`, `exact`, `tokens`, `floats`, `unordered`, or `program` for one of its own."""

    kind: str = "lines"
    tolerance: float = 1e-6
    program: Program | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """A program, its tests, and the rules. An interactor talks with the program instead of a file of input."""

    program: Program
    tests: tuple[Test, ...]
    limits: Limits = field(default_factory=Limits)
    checking: Checking = field(default_factory=Checking)
    interactor: Program | None = None
    stop_at_first_failure: bool = False


@dataclass(frozen=True, slots=True)
class TestResult:
    """How the program did on one test; what it wrote is cut at the limit of output, and at what is shown."""

    __test__: ClassVar[bool] = False

    verdict: Verdict
    cpu_ms: float = 0.0
    wall_ms: float = 0.0
    memory_kib: int = 0
    stdout: bytes = b""
    stderr: bytes = b""
    reason: str = ""
    # Between 0 and 1, as a checker of the problem's own may give a part.
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Compiled:
    """Whether there is something to run, and what the compiler said."""

    ok: bool
    output: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict of the first failing test, or AC, with everything it rests on."""

    verdict: Verdict
    compiled: Compiled
    tests: tuple[TestResult, ...]
    reason: str = ""

    @property
    def first_failing(self) -> int | None:
        """Index of the test that decided."""
        return next((number for number, test in enumerate(self.tests) if test.verdict != Verdict.AC), None)


Listener = Callable[[int, TestResult], None]


class Engine(Protocol):
    """Judges programs; refuses when it cannot hold them."""

    def judge(self, submission: Submission, listener: Listener | None = None) -> Judged:
        """All tests of a submission; the listener hears of each as it is done."""

    def refusal(self) -> str:
        """Why nothing is judged on this machine; empty when all is well."""

    def languages(self) -> dict[str, str]:
        """Languages that work here, each with the version of its compiler or interpreter."""

    def close(self) -> None:
        """End what the engine started."""
