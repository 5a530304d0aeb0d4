"""Limits of memory and processes by control groups, where the worker may make them: they hold for all of a box.

Both hierarchies are known; a worker that is not root goes without, and the box's own init measures instead.
"""

import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

MIB = 1024 * 1024
# What the sandbox's own processes in the box may have, and how many they are.
OWN_BYTES = 24 * MIB
OWN_PROCESSES = 8


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """The folder in which groups for boxes are made, and the names that files have there."""

    parent: Path
    memory: str = ""
    usage: str = ""
    events: str = ""
    processes: str = ""


def mounted() -> list[tuple[str, Path, str, set[str]]]:
    """Kind, place, root within the hierarchy and controllers of each mounted hierarchy."""
    found = []
    for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines():
        before, _, after = line.partition(" - ")
        words, (kind, _source, options) = before.split(), after.split(maxsplit=2)
        if kind.startswith("cgroup"):
            found.append((kind, Path(words[4]), words[3], set(options.split(","))))
    return found


def own_groups() -> dict[str, str]:
    """Controller -> the path of the group that this process is in."""
    own = {}
    for line in Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines():
        _, controllers, path = line.split(":", 2)
        for name in controllers.split(","):
            own[name] = path
    return own


def hierarchies() -> list[Hierarchy]:
    """Where this worker can limit memory and processes of its boxes; empty when it cannot."""
    if os.geteuid() != 0:
        return []
    own, found = own_groups(), []
    for kind, place, root, options in mounted():
        if kind == "cgroup2":
            if hierarchy := unified(place):
                found.append(hierarchy)
            continue
        for controller in ("memory", "pids"):
            if controller in options:
                path = own.get(controller, "/")
                parent = place / path.removeprefix(root).lstrip("/")
                parent = parent if parent.is_dir() else place
                found.append(
                    Hierarchy(parent, "memory.limit_in_bytes", "memory.usage_in_bytes", "memory.oom_control")
                    if controller == "memory"
                    else Hierarchy(parent, processes="pids.max")
                )
    return [hierarchy for hierarchy in found if works(hierarchy)]


def unified(place: Path) -> Hierarchy | None:
    """The second version, if its root passes both controllers on to its groups."""
    control = place / "cgroup.subtree_control"
    with suppress(OSError):
        if not {"memory", "pids"} <= set(control.read_text(encoding="ascii").split()):
            control.write_text("+memory +pids", encoding="ascii")
        return Hierarchy(place, "memory.max", "memory.current", "memory.events", "pids.max")
    return None


def works(hierarchy: Hierarchy) -> bool:
    """Try it: make a group, set its limit, take it away."""
    trial = hierarchy.parent / f"rostrum-trial-{os.getpid()}"
    with suppress(OSError):
        trial.mkdir()
        try:
            (trial / (hierarchy.memory or hierarchy.processes)).write_text(str(512 * MIB), encoding="ascii")
            return True
        finally:
            trial.rmdir()
    return False


@dataclass(slots=True)
class Group:
    """The groups of one box, one in each hierarchy."""

    folders: list[tuple[Hierarchy, Path]] = field(default_factory=list)

    @classmethod
    def make(cls, within: list[Hierarchy], name: str) -> "Group":
        group = cls.made(within, name)
        for _, folder in group.folders:
            folder.mkdir(exist_ok=True)
        return group

    @classmethod
    def made(cls, within: list[Hierarchy], name: str) -> "Group":
        """Those of that name, which somebody else made."""
        return cls([(hierarchy, hierarchy.parent / f"rostrum-box-{name}") for hierarchy in within])

    def lend(self, user: int) -> None:
        """Let this user set the limits; who is in the group stays root's to say."""
        for hierarchy, folder in self.folders:
            for name in filter(None, (hierarchy.memory, hierarchy.processes)):
                os.chown(folder / name, user, -1)

    @property
    def joins(self) -> list[str]:
        """The files that a process writes itself into."""
        return [str(folder / "cgroup.procs") for _, folder in self.folders]

    @property
    def limits_memory(self) -> bool:
        return any(hierarchy.memory for hierarchy, _ in self.folders)

    def limit(self, memory_mib: int, processes: int) -> None:
        """What a program may use, on top of what lies in the box already."""
        for hierarchy, folder in self.folders:
            with suppress(OSError):
                if hierarchy.memory:
                    used = min(int((folder / hierarchy.usage).read_text(encoding="ascii")), OWN_BYTES)
                    allowed = memory_mib * MIB + used + OWN_BYTES // 3
                    (folder / hierarchy.memory).write_text(str(allowed), encoding="ascii")
                if hierarchy.processes:
                    (folder / hierarchy.processes).write_text(str(processes + OWN_PROCESSES), encoding="ascii")

    def kills(self) -> int:
        """How often the kernel has ended a process because the memory was used up."""
        for hierarchy, folder in self.folders:
            if hierarchy.events:
                for line in (folder / hierarchy.events).read_text(encoding="ascii").splitlines():
                    name, _, count = line.partition(" ")
                    if name == "oom_kill":
                        return int(count)
        return 0

    def remove(self) -> None:
        for _, folder in self.folders:
            with suppress(OSError):
                folder.rmdir()
