"""Short ways for tests to have a program judged."""

from pathlib import Path

from apps.code_assessment.sandbox.contract import Checking, Judged, Limits, Program, SourceFile, Submission, Test
from apps.code_assessment.sandbox.judge import BubblewrapEngine
from apps.code_assessment.sandbox.languages import LANGUAGES

QUICK = Limits(cpu_ms=500, wall_ms=2500, memory_mib=128, output_kib=64, processes=16, tmp_mib=16)


def program(language: str, source: str | bytes) -> Program:
    content = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
    return Program(language, (SourceFile(LANGUAGES[language].main, content),))


def judge(
    engine: BubblewrapEngine,
    language: str,
    source: str | bytes,
    *tests: tuple[str, str],
    limits: Limits = QUICK,
    checking: Checking | None = None,
) -> Judged:
    """The verdicts on a program of one file."""
    return engine.judge(
        Submission(
            program=program(language, source),
            tests=tuple(Test(stdin.encode(), expected.encode()) for stdin, expected in tests or [("", "")]),
            limits=limits,
            checking=checking or Checking(),
        )
    )


def parents() -> dict[int, int]:
    """Process -> parent, of all processes that there are."""
    found = {}
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                found[int(place.name)] = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    return found


def descendants(pid: int) -> list[int]:
    """Everything that the process, or what it started, has started."""
    family, found = parents(), [pid]
    for one in found:
        found += [child for child, parent in family.items() if parent == one]
    return found[1:]
