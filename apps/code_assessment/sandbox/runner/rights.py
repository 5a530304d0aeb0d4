"""Rights of a runner that is nobody: the warden, which stayed root, does what only root may."""

import json
import os
import socket
import subprocess
from functools import cached_property
from pathlib import Path
from typing import Any

from apps.code_assessment.sandbox.cgroups import Group, Hierarchy
from apps.code_assessment.sandbox.contract import SandboxRefusedError
from apps.code_assessment.sandbox.instruments import INSTRUMENTS
from apps.code_assessment.sandbox.languages import LANGUAGES, Places
from apps.code_assessment.sandbox.rights import OwnRights, Rights
from apps.code_assessment.sandbox.toolchains import Toolchain
from apps.code_assessment.sandbox.users import Slot

# Number of the open socket to the warden.
WARDEN = "RUNNER_WARDEN"
MOST_BYTES = 256 * 1024
ANSWER_SECONDS = 20


def pack_toolchains(found: dict[str, Toolchain]) -> dict[str, Any]:
    """What root found, also where only root may look."""
    return {name: [one.places.tools, _words(one.prefixes), _words(one.shown)] for name, one in found.items()}


def unpack_toolchains(rows: dict[str, Any]) -> dict[str, Toolchain]:
    known = {**LANGUAGES, **INSTRUMENTS}
    return {
        name: Toolchain(known[name], Places(tools), _paths(prefixes), _paths(shown))
        for name, (tools, prefixes, shown) in rows.items()
    }


def _words(places: dict[Path, Path]) -> dict[str, str]:
    return {str(source): str(place) for source, place in places.items()}


def _paths(places: dict[str, str]) -> dict[Path, Path]:
    return {Path(source): Path(place) for source, place in places.items()}


class WardenRights:
    """Those of the warden, asked for through its socket, which all processes of the runner share."""

    has_root = True

    def __init__(self, number: int) -> None:
        self.warden = socket.socket(fileno=number)

    @cached_property
    def hierarchies(self) -> list[Hierarchy]:
        rows = self._ask({"do": "facts"})[0]["hierarchies"]
        return [Hierarchy(Path(parent), *names) for parent, *names in rows]

    @cached_property
    def _toolchains(self) -> dict[str, Toolchain]:
        return unpack_toolchains(self._ask({"do": "facts"})[0]["toolchains"])

    def toolchains(self) -> dict[str, Toolchain]:
        return self._toolchains

    def slot(self) -> tuple[Slot, Group]:
        said, descriptors = self._ask({"do": "slot"})
        [lock] = descriptors
        slot = Slot(said["number"], said["user"], lock)
        return slot, Group.made(self.hierarchies, str(slot.number))

    def start_keeper(self, control: socket.socket) -> subprocess.Popen[bytes] | None:
        self._ask({"do": "keeper"}, control.fileno())
        return None

    def _ask(self, order: dict[str, str], *descriptors: int) -> tuple[dict[str, Any], list[int]]:
        """An answer of its own for each question: others ask through the same socket."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ours:
            with theirs:
                try:
                    socket.send_fds(self.warden, [json.dumps(order).encode()], [theirs.fileno(), *descriptors])
                except OSError as error:
                    raise SandboxRefusedError(f"the warden of this runner is gone: {error.strerror}") from error
            ours.settimeout(ANSWER_SECONDS)
            try:
                message, given, _flags, _address = socket.recv_fds(ours, MOST_BYTES, 1)
            except TimeoutError as error:
                raise SandboxRefusedError("the warden of this runner did not answer") from error
        answer = json.loads(message or b'{"refused": "the warden of this runner did not answer"}')
        if reason := answer.get("refused"):
            raise SandboxRefusedError(reason)
        return answer, given


def rights_here() -> Rights:
    """The warden's where there is one, otherwise our own."""
    number = os.environ.get(WARDEN)
    return WardenRights(int(number)) if number else OwnRights()
