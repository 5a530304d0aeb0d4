"""What the processes of a product hold in memory, over time."""

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.real_processes import descendants


@dataclass(frozen=True, slots=True)
class Look:
    """At one moment: MB of each part, and of how many processes."""

    at: float
    held: dict[str, float]
    processes: dict[str, int]


def own_mb(pid: int) -> float:
    """What it holds, of what it shares its part only; 0 for one that is gone meanwhile."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


class Memory(threading.Thread):
    """Looks every few seconds at parts, each given as what says its first process."""

    def __init__(self, parts: dict[str, Callable[[], int]], every_seconds: float) -> None:
        super().__init__(daemon=True, name="memory")
        self.parts, self.every_seconds = parts, every_seconds
        self.is_over = threading.Event()
        self.looks: list[Look] = []

    def run(self) -> None:
        while not self.is_over.wait(self.every_seconds):
            families = {name: [pid(), *descendants(pid())] for name, pid in self.parts.items()}
            held = {name: sum(own_mb(one) for one in family) for name, family in families.items()}
            self.looks.append(Look(time.monotonic(), held, {name: len(family) for name, family in families.items()}))

    def end(self) -> None:
        self.is_over.set()
        self.join()


def growth_percent(looks: list[Look], parts: Iterable[str]) -> float:
    """From the first quarter of the looks to the last."""
    names = list(parts)
    together = [sum(look.held[name] for name in names) for look in looks]
    quarter = max(1, len(together) // 4)
    before = median(together[:quarter])
    return 100 * (median(together[-quarter:]) / before - 1)


def memory_table(looks: list[Look], began: float, most_rows: int = 16) -> list[str]:
    """Lines of a Markdown table: minutes, then MB of each part with the number of its processes."""
    if not looks:
        return []
    names = list(looks[0].held)
    step = max(1, len(looks) // most_rows)
    rows = [["minute", *names, "together"], ["---"] * (len(names) + 2)]
    for look in looks[::step]:
        cells = [f"{look.held[name]:.0f} ({look.processes[name]})" for name in names]
        rows.append([f"{(look.at - began) / 60:.1f}", *cells, f"{sum(look.held.values()):.0f}"])
    return [f"| {' | '.join(row)} |" for row in rows]
