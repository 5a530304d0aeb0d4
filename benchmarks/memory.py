"""The memory of all processes of the running product; a page that several share counts once."""

import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks import Figure
from benchmarks.running import supervisor_pid

PROC = Path("/proc")
KIB_PER_MB = 1_000_000 / 1024
RUNNER = "apps.code_assessment.sandbox.runner"


def children_by_parent() -> dict[int, list[int]]:
    children: dict[int, list[int]] = {}
    for status in PROC.glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(status.parent.name))
    return children


def family(pid: int) -> list[int]:
    """The process and all below it."""
    children, found = children_by_parent(), [pid]
    for member in found:
        found += children.get(member, [])
    return found


def pss_mb(pid: int) -> float:
    """Its proportional share of memory; 0 for one that has just ended."""
    try:
        said = (PROC / str(pid) / "smaps_rollup").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    found = re.search(r"^Pss:\s+(\d+) kB", said, re.MULTILINE)
    return int(found[1]) / KIB_PER_MB if found else 0.0


def program_of(pid: int) -> str:
    """Which engine or part of the product a child of the supervisor is."""
    try:
        words = (PROC / str(pid) / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return "supervisor"
    names = {"gunicorn": "web", "celery": "worker", "config.beat": "beat", RUNNER: "runner"}
    if found := next((names[word] for word in words if word in names), ""):
        return found
    program = Path(words[0].split()[0]).name
    return {"valkey-server": "valkey", "postgres": "postgres"}.get(program, "supervisor")


def run() -> Iterator[Figure]:
    supervisor = supervisor_pid()
    children = children_by_parent()
    parts: dict[str, float] = {"supervisor": pss_mb(supervisor)}
    for child in children.get(supervisor, []):
        name = program_of(child)
        parts[name] = parts.get(name, 0.0) + sum(pss_mb(pid) for pid in family(child))
    yield Figure("memory of all processes", round(sum(parts.values())), "MB PSS")
    for name, megabytes in sorted(parts.items()):
        yield Figure(f"memory of {name}", round(megabytes), "MB PSS")
