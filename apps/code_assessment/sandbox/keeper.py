"""The worker's side of the keeper: the process that starts boxes and outlives none of them."""

import json
import select
import socket
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

from apps.code_assessment.sandbox.contract import SandboxRefusedError
from apps.code_assessment.sandbox.rights import Rights

MOST_BYTES = 64 * 1024
ANSWER_SECONDS = 20


class Keeper:
    """One for each worker process; ends with it."""

    def __init__(self, rights: Rights) -> None:
        self.control, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.ended: dict[int, int] = {}
        self.boxes = 0
        with other:
            # None when somebody else is its parent.
            self.process = rights.start_keeper(other)
        self.stages = rights.has_root

    @property
    def pid(self) -> int:
        """Of the process, where it is a child of this one."""
        return self.process.pid if self.process else 0

    def stage(self, paths: list[Path]) -> dict[Path, Path]:
        """Where boxes find these folders: under root, some lie where their users could not get to."""
        if not self.stages:
            return {path: path for path in paths}
        self.send({"do": "stage", "paths": [str(path) for path in paths]})
        answer = self.receive(ANSWER_SECONDS)
        if answer is None or "staged" not in answer:
            raise SandboxRefusedError("the process that starts boxes did not answer")
        return {Path(path): Path(place) for path, place in answer["staged"].items()}

    def start(self, argv: list[str], *, user: int, groups: list[str], descriptors: list[int]) -> int:
        """Start a box; its number. The descriptors are its control socket, its code, and where errors go."""
        self.boxes += 1
        order = {"do": "start", "box": self.boxes, "argv": argv, "user": user, "groups": groups}
        self.send(order, descriptors)
        return self.boxes

    def kill(self, box: int) -> None:
        self.send({"do": "kill", "box": box})

    def has_ended(self, box: int, wait_seconds: float = 0) -> bool:
        """Whether all of the box is gone."""
        while box not in self.ended:
            answer = self.receive(wait_seconds)
            if answer is None:
                return False
            self.ended[answer["ended"]] = answer["status"]
        return True

    def send(self, order: dict[str, object], descriptors: list[int] | None = None) -> None:
        try:
            socket.send_fds(self.control, [json.dumps(order).encode()], descriptors or [])
        except OSError as error:
            raise SandboxRefusedError(f"the process that starts boxes is gone: {error.strerror}") from error

    def receive(self, wait_seconds: float) -> dict[str, Any] | None:
        """What the process says, or None when it says nothing in that time."""
        if not select.select([self.control], [], [], wait_seconds)[0]:
            return None
        answer: dict[str, Any] | None = json.loads(self.control.recv(MOST_BYTES) or b"null")
        return answer

    def has_hung_up(self, wait_seconds: float = 0) -> bool:
        """Whether the process is gone."""
        poller = select.poll()
        # What it still says does not count, its end does.
        poller.register(self.control, 0)
        return bool(poller.poll(wait_seconds * 1000))

    def close(self) -> None:
        """End it and every box."""
        if self.control.fileno() >= 0:
            with suppress(OSError):
                self.control.shutdown(socket.SHUT_WR)
            self.has_hung_up(ANSWER_SECONDS)
            self.control.close()
        if self.process:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=ANSWER_SECONDS)
