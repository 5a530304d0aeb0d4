"""What a runner that became nobody sees of this machine: folders that only root may enter hold its code alone."""

import ctypes
import os
from collections.abc import Sequence
from pathlib import Path

from apps.code_assessment.sandbox.processes import checked, libc

CLONE_NEWNS, CLONE_NEWNET = 0x00020000, 0x40000000
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2
PLACES = ("/mnt", "/media", "/srv")
OTHERS_MAY_ENTER = 0o001


def mount(source: Path | str, target: Path, kind: bytes | None, flags: int, options: bytes | None = None) -> None:
    checked(libc.mount(str(source).encode(), str(target).encode(), kind, ctypes.c_ulong(flags), options))


def closed_part(path: Path) -> Path | None:
    """The uppermost folder on the way that others may not enter."""
    way = [*reversed(path.parents), path]
    return next((part for part in way if not part.stat().st_mode & OTHERS_MAY_ENTER), None)


def open_ways(paths: Sequence[Path]) -> None:
    """In this process's own view, show these folders although they lie in closed ones; the rest of those is hidden."""
    checked(libc.unshare(CLONE_NEWNS))
    mount("none", Path("/"), None, MS_REC | MS_PRIVATE)
    closed: dict[Path, list[Path]] = {}
    for path in dict.fromkeys(one.resolve() for one in paths):
        if part := closed_part(path):
            closed.setdefault(part, []).append(path)
    if not closed:
        return
    place = next(Path(name) for name in PLACES if Path(name).is_dir())
    mount("tmpfs", place, b"tmpfs", 0, b"size=64k,mode=755")
    kept = {}
    for number, path in enumerate(path for inside in closed.values() for path in inside):
        kept[path] = place / str(number)
        kept[path].mkdir(mode=0o755)
        mount(path, kept[path], None, MS_BIND | MS_REC)
    for part, inside in closed.items():
        mount("tmpfs", part, b"tmpfs", 0, b"size=64k,mode=755")
        for path in inside:
            path.mkdir(mode=0o755, parents=True, exist_ok=True)
            mount(kept[path], path, None, MS_BIND | MS_REC)
    checked(libc.umount2(str(place).encode(), MNT_DETACH))


def leave_networks() -> None:
    """No network but a loop of its own; sockets that are files stay in reach."""
    checked(libc.unshare(CLONE_NEWNET))


def become(user: int) -> None:
    """Be this user and no other, for good."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
