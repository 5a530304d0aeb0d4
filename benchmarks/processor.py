"""How much of the processor each part of the running product has used."""

import os
from pathlib import Path

from benchmarks.memory import children_by_parent, family, program_of
from benchmarks.running import supervisor_pid


def processor_seconds() -> dict[str, float]:
    """What each part of the product has used so far, with the processes that have ended below it."""
    used: dict[str, float] = {}
    for child in children_by_parent().get(supervisor_pid(), []):
        name = program_of(child)
        used[name] = used.get(name, 0.0) + seconds_of_family(child)
    return used


def seconds_of_family(pid: int) -> float:
    """Of the process and all below it, those that have ended included."""
    return sum(_seconds_of(one) for one in family(pid))


def _seconds_of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
