"""What a part of the run cost, as a line of the table that is printed."""

import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.load.generator import Load, percentile

HEADS = (
    *("Part", "requests/s", "p50 ms", "p95 ms", "p99 ms", "page p95 ms", "faults", "CPU ms/request"),
    *("of it web", "database", "worker", "rest", "SQL/request"),
)
PAGE = "page: "


@dataclass(frozen=True, slots=True)
class Part:
    """The answers of one part of the run, with what the product's processes used meanwhile."""

    name: str
    load: Load
    processor: Mapping[str, float]
    statements: float
    demands: Mapping[str, bool] = field(default_factory=dict)

    @property
    def cpu_ms(self) -> float:
        return self._per_request(sum(self.processor.values()))

    def _per_request(self, seconds: float) -> float:
        return seconds * 1000 / max(1, len(self.load.answers))

    @property
    def page_p95_ms(self) -> float:
        return percentile([one.seconds for one in self.load.answers if one.name.startswith(PAGE)], 0.95) * 1000

    @property
    def faults(self) -> int:
        return sum(one.is_fault for one in self.load.answers)

    def cells(self) -> tuple[str, ...]:
        seconds = [one.seconds for one in self.load.answers]
        times = [f"{percentile(seconds, share) * 1000:.0f}" for share in (0.5, 0.95, 0.99)]
        known = ("web", "postgres", "worker")
        rest = sum(value for name, value in self.processor.items() if name not in known)
        spent = [*(self.processor.get(name, 0.0) for name in known), rest]
        return (
            self.name,
            f"{len(self.load.answers) / max(0.001, self.load.seconds):.1f}",
            *times,
            f"{self.page_p95_ms:.0f}" if self.page_p95_ms else "",
            str(self.faults),
            f"{self.cpu_ms:.1f}",
            *(f"{self._per_request(one):.1f}" for one in spent),
            f"{self.statements:.1f}",
        )


def rows_of(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    """Lines of a Markdown table."""
    lines = [heads, tuple("-" * len(head) for head in heads), *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
    padded = ([cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines)
    return [f"| {' | '.join(cells)} |" for cells in padded]


def by_name(part: Part, statements: Mapping[str, int]) -> list[str]:
    """The same part, one line for each thing that was asked."""
    heads = ("What was asked", "times", "p50 ms", "p95 ms", "SQL statements")
    rows = []
    for name in sorted({one.name for one in part.load.answers}):
        seconds = [one.seconds for one in part.load.answers if one.name == name]
        times = (f"{percentile(seconds, share) * 1000:.0f}" for share in (0.5, 0.95))
        rows.append((name, str(len(seconds)), *times, str(statements.get(name, ""))))
    return rows_of(heads, rows)


def faults_of(parts: list[Part]) -> list[str]:
    """What went wrong, how often, with an example of what was said."""
    found: Counter[tuple[str, int]] = Counter()
    said: dict[tuple[str, int], str] = {}
    for one in (answer for part in parts for answer in part.load.answers if answer.is_fault):
        found[one.name, one.status] += 1
        said.setdefault((one.name, one.status), one.said.decode(errors="replace")[:200])
    return [f"{count} times {name}: {status} {said[name, status]}" for (name, status), count in found.most_common()]


def say(*lines: str) -> None:
    """At once, so that what was measured is there whatever comes after it."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()
