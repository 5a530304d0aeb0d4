"""Stays root so that the runner need not be: gives boxes their users and groups, and starts those who start boxes.

What it is asked for comes from the runner, and it does nothing else: a user of the fixed range, a group named after
it, a keeper that starts boxes as they are meant to be and nothing else. No word of a program that is judged gets here.
"""

import json
import os
import select
import signal
import socket
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

from apps.code_assessment.sandbox.cgroups import Group, Hierarchy, hierarchies
from apps.code_assessment.sandbox.contract import SandboxRefusedError
from apps.code_assessment.sandbox.launcher.keeping import PLACES
from apps.code_assessment.sandbox.pool import layout_of, paths_of, showing
from apps.code_assessment.sandbox.rights import keeper_process
from apps.code_assessment.sandbox.runner.rights import MOST_BYTES, pack_toolchains
from apps.code_assessment.sandbox.toolchains import Toolchain, find_toolchains
from apps.code_assessment.sandbox.users import FIRST_USER, USERS, take_slot, try_slot

MOST_DESCRIPTORS = 4
ENDED_BY = 128


def bounds_of(toolchains: dict[str, Toolchain], within: list[Hierarchy]) -> dict[str, list[Any]]:
    """All that the runner's keepers may be asked for: boxes as they are meant to be, by users made for them."""
    try:
        paths = paths_of(toolchains)
        place = next((name for name in PLACES if Path(name).is_dir()), "")
        shown = {path: Path(place, str(number)) for number, path in enumerate(paths)}
        commands = [
            showing(layout_of(toolchains, places), places, more).command()
            for places in (shown, {path: path for path in paths})
            for more in ({}, *(one.shown for one in toolchains.values() if one.shown))
        ]
    except SandboxRefusedError:
        # The runner finds the same, and refuses.
        paths, commands = [], []
    users = [[FIRST_USER + number, Group.made(within, str(number)).joins] for number in range(USERS)]
    return {"paths": [str(path) for path in paths], "commands": commands, "users": users}


class Warden:
    """Serves one runner until it ends."""

    def __init__(self, control: socket.socket, runner: int, user: int) -> None:
        self.control, self.runner, self.user = control, runner, user
        self.within = hierarchies()
        found = find_toolchains()
        self.toolchains = pack_toolchains(found)
        self.bounds = json.dumps(bounds_of(found, self.within))
        self.groups: dict[int, Group] = {}

    def serve(self) -> int:
        """Answer until the runner ends; its exit code."""
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
            signal.signal(number, self.pass_on)
        poller = select.poll()
        poller.register(self.control, select.POLLIN)
        poller.register(reading, select.POLLIN)
        status: int | None = None
        while status is None:
            for descriptor, event in poller.poll():
                if descriptor == reading:
                    os.read(reading, 4096)
                    status = self.collect()
                elif event & select.POLLIN:
                    self.answer()
                else:
                    poller.unregister(self.control)
        self.clear_away()
        code = os.waitstatus_to_exitcode(status)
        return code if code >= 0 else ENDED_BY - code

    def clear_away(self) -> None:
        """Take away the groups that were made, but for those whose slot somebody else has by now."""
        for number, group in self.groups.items():
            if slot := try_slot(number):
                group.remove()
                slot.free()

    def pass_on(self, number: int, frame: FrameType | None) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.runner, number)

    def collect(self) -> int | None:
        """Collect keepers that ended; the runner's status once it is its turn."""
        ended = None
        with suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                if found[0] == self.runner:
                    ended = found[1]
        return ended

    def answer(self) -> None:
        message, descriptors, _flags, _address = socket.recv_fds(self.control, MOST_BYTES, MOST_DESCRIPTORS)
        if not message:
            return
        reply, *given = (socket.socket(fileno=number) for number in descriptors)
        try:
            # Who asked may have been killed meanwhile.
            with suppress(BrokenPipeError):
                self.obey(json.loads(message)["do"], reply, given)
        finally:
            for one in (reply, *given):
                one.close()

    def obey(self, deed: str, reply: socket.socket, given: list[socket.socket]) -> None:
        if deed == "facts":
            rows = [[str(one.parent), one.memory, one.usage, one.events, one.processes] for one in self.within]
            say(reply, {"hierarchies": rows, "toolchains": self.toolchains})
        elif deed == "slot":
            self.give_slot(reply)
        elif deed == "keeper":
            [control] = given
            keeper_process(control, self.bounds).returncode = 0  # collected above
            say(reply, {})

    def give_slot(self, reply: socket.socket) -> None:
        """A user for a box; the lock goes to the runner and ends with it, which also may set the groups' limits."""
        try:
            slot = take_slot()
        except SandboxRefusedError as error:
            say(reply, {"refused": str(error)})
            return
        group = self.groups[slot.number] = Group.make(self.within, str(slot.number))
        group.lend(self.user)
        say(reply, {"number": slot.number, "user": slot.user}, slot.lock)
        slot.free()


def say(reply: socket.socket, answer: dict[str, Any], *descriptors: int) -> None:
    socket.send_fds(reply, [json.dumps(answer).encode()], list(descriptors))
