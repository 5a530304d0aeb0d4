"""The boxes of a worker: one is always ready before it is asked for, and each is used for one submission."""

import os
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from apps.code_assessment.sandbox.box import Box, Layout
from apps.code_assessment.sandbox.cgroups import Group
from apps.code_assessment.sandbox.contract import SandboxRefusedError
from apps.code_assessment.sandbox.keeper import Keeper
from apps.code_assessment.sandbox.rights import Rights
from apps.code_assessment.sandbox.toolchains import (
    SYSTEM,
    Toolchain,
    bubblewrap,
    interpreter,
)
from apps.code_assessment.sandbox.users import Slot

START_MIB = 512
START_PROCESSES = 64
CLOSING_SECONDS = 2


def found_bubblewrap() -> tuple[Path, Path | None]:
    """The program, and the folder of its package, where it has a library of its own."""
    bwrap = bubblewrap()
    if bwrap is None:
        raise SandboxRefusedError("bubblewrap is not installed: it comes with requirements/base.txt")
    return bwrap, None if bwrap.is_relative_to(SYSTEM) else bwrap.parent.parent.parent


def paths_of(toolchains: dict[str, Toolchain]) -> list[Path]:
    """The folders outside of /usr that boxes have to see."""
    package = found_bubblewrap()[1]
    sources = {source for one in toolchains.values() for source in one.prefixes}
    apart = {source.parent for one in toolchains.values() for source in one.shown}
    return sorted({*sources, *apart, *([package] if package else [])})


def layout_of(toolchains: dict[str, Toolchain], staged: dict[Path, Path]) -> Layout:
    """What boxes look like, by where each folder is shown to them from."""
    bwrap, package = found_bubblewrap()
    if "python" not in toolchains:
        raise SandboxRefusedError(f"{interpreter()} cannot be shown to boxes: its folder holds more than Python")
    prefixes = {source: shown for one in toolchains.values() for source, shown in one.prefixes.items()}
    return Layout(
        bwrap=staged[package] / bwrap.relative_to(package) if package else bwrap,
        interpreter=Path(toolchains["python"].places.tools["python"]),
        prefixes={shown: staged[source] for source, shown in prefixes.items()},
    )


def showing(layout: Layout, staged: Mapping[Path, Path], shown: Mapping[Path, Path]) -> Layout:
    """The same with what only some boxes see."""
    more = {place: staged[source.parent] / source.name for source, place in shown.items()}
    return replace(layout, prefixes={**layout.prefixes, **more})


class Boxes:
    """Starts, hands out and takes back boxes. For one thread of one process."""

    def __init__(self, rights: Rights) -> None:
        self.rights = rights
        self.toolchains: dict[str, Toolchain] = rights.toolchains()
        self.keeper = Keeper(rights)
        self.owner = os.getpid()
        self.spare: Box | None = None
        self.idle: list[tuple[Slot, Group]] = []
        self.closing: list[tuple[Box, float]] = []
        try:
            self.layout = self.make_layout()
        except SandboxRefusedError:
            self.keeper.close()
            raise

    def is_ours(self) -> bool:
        """Whether they can be used by this process."""
        return self.owner == os.getpid() and not self.keeper.has_hung_up()

    def forget(self) -> None:
        """Give up the slots after the process that starts boxes has ended, and with it every box."""
        if self.owner != os.getpid():
            return
        boxes = [box for box, _ in self.closing]
        if self.spare:
            self.spare.close()
            boxes.append(self.spare)
        self.keeper.control.close()
        for slot, group in [*self.idle, *((box.slot, box.group) for box in boxes)]:
            group.remove()
            slot.free()

    @property
    def limits_memory(self) -> bool:
        """Whether the kernel holds boxes to their memory; otherwise their init measures it."""
        return any(hierarchy.memory for hierarchy in self.rights.hierarchies)

    def make_layout(self) -> Layout:
        self.staged = self.keeper.stage(paths_of(self.toolchains))
        return layout_of(self.toolchains, self.staged)

    def start(self, shown: Mapping[Path, Path] | None = None) -> Box:
        """A box that starts; what is shown is seen by no other one."""
        layout = showing(self.layout, self.staged, shown or {})
        slot, group = self.idle.pop() if self.idle else self.rights.slot()
        group.limit(START_MIB, START_PROCESSES)
        return Box(self.keeper, layout, slot, group)

    def take(self, shown: Mapping[Path, Path] | None = None) -> Box:
        """A box that is ready; the next one starts meanwhile. One that shows more is made when it is asked for."""
        self.collect()
        if shown:
            other = self.start(shown)
            other.wait_until_ready()
            return other
        box, self.spare = self.spare, None
        if box is None or not self.is_ready(box):
            box = self.start()
            box.wait_until_ready()
        self.spare = self.start()
        return box

    def is_ready(self, box: Box) -> bool:
        """Whether the box that waited is still there; it may have been ended from outside meanwhile."""
        try:
            box.wait_until_ready()
        except SandboxRefusedError:
            self.closing.append((box, time.monotonic()))
            return False
        if box.has_hung_up():
            self.give_back(box)
            return False
        return True

    def discard_spare(self) -> None:
        """End the box that waits; the next one who asks waits for a start."""
        if self.spare:
            self.give_back(self.spare)
            self.spare = None

    def give_back(self, box: Box) -> None:
        """It is not used again."""
        box.close()
        self.closing.append((box, time.monotonic()))

    def collect(self) -> None:
        """Slots of boxes that are gone are free again; a box that does not go is ended."""
        still = []
        for box, since in self.closing:
            if self.keeper.has_ended(box.number):
                self.idle.append((box.slot, box.group))
            else:
                if time.monotonic() - since > CLOSING_SECONDS:
                    self.keeper.kill(box.number)
                still.append((box, since))
        self.closing = still

    def close(self) -> None:
        """End all of them, unless they are another process's."""
        if self.owner != os.getpid():
            return
        boxes = [box for box, _ in self.closing]
        if self.spare:
            self.spare.close()
            boxes.append(self.spare)
            self.spare = None
        for box in boxes:
            self.keeper.has_ended(box.number, CLOSING_SECONDS)
        self.keeper.close()
        for slot, group in [*self.idle, *((box.slot, box.group) for box in boxes)]:
            group.remove()
            slot.free()
        self.idle, self.closing = [], []
