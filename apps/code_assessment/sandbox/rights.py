"""What boxes need that only some may do: a user of their own, control groups, and the process that starts them."""

import socket
import subprocess
import sys
from pathlib import Path
from typing import Protocol

from apps.code_assessment.sandbox.cgroups import Group, Hierarchy, hierarchies
from apps.code_assessment.sandbox.toolchains import Toolchain, find_toolchains
from apps.code_assessment.sandbox.users import Slot, is_root, take_slot

KEEPER = Path(__file__).parent / "launcher" / "keeping.py"


class Rights(Protocol):
    """Who does it: this process by itself, or another one for it."""

    @property
    def hierarchies(self) -> list[Hierarchy]:
        """Where memory and processes can be limited."""

    @property
    def has_root(self) -> bool:
        """Whether the keeper is root: it then shows boxes what their users could not reach."""

    def toolchains(self) -> dict[str, Toolchain]:
        """All languages whose tools can be shown to boxes."""

    def slot(self) -> tuple[Slot, Group]:
        """The right to run one more box, with its groups."""

    def start_keeper(self, control: socket.socket) -> subprocess.Popen[bytes] | None:
        """Start the process that starts boxes, with this end of its socket; None when somebody else is its parent."""


class OwnRights:
    """Those of this process."""

    def __init__(self, *, uses_groups: bool = True) -> None:
        self.hierarchies = hierarchies() if uses_groups else []
        self.has_root = is_root()

    def toolchains(self) -> dict[str, Toolchain]:
        return find_toolchains()

    def slot(self) -> tuple[Slot, Group]:
        slot = take_slot()
        return slot, Group.make(self.hierarchies, str(slot.number))

    def start_keeper(self, control: socket.socket) -> subprocess.Popen[bytes] | None:
        return keeper_process(control)


def keeper_process(control: socket.socket, bounds: str = "") -> subprocess.Popen[bytes]:
    """The bounds are JSON of all that the keeper may be asked for, where it does not trust who asks."""
    return subprocess.Popen(
        [sys.executable, "-I", "-S", str(KEEPER), str(control.fileno()), *([bounds] if bounds else [])],
        pass_fds=[control.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
