"""The system calls that Python does not wrap, as programs inside the box need them."""

import ctypes
import os
import struct

# The lock of the interpreter is kept during calls: a clone must not happen while another part of it runs.
libc = ctypes.PyDLL(None, use_errno=True)

CLONE_NEWNS = 0x00020000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
SIGCHLD = 17
SYS_CLONE = {"x86_64": 56, "aarch64": 220}.get(os.uname().machine, -1)

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = (
    1,
    2,
    4,
    8,
    32,
    4096,
    16384,
    1 << 18,
)

PR_SET_DUMPABLE = 4
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2
CAPABILITY_VERSION = 0x20080522

_mount = libc.mount
_mount.argtypes = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p]
_prctl = libc.prctl
_prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong]
_signal = libc.signal
_signal.restype = ctypes.c_void_p
_signal.argtypes = [ctypes.c_int, ctypes.c_void_p]
_capset = libc.capset
_capset.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
_syscall = libc.syscall
_syscall.restype = ctypes.c_long
_syscall.argtypes = [ctypes.c_long] * 6


class Filter(ctypes.Structure):
    """A program for seccomp: `struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def _checked(result: int) -> int:
    if result == -1:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def clone(namespaces: int) -> int:
    """Fork into new namespaces: 0 in the child, its id in the parent."""
    return _checked(_syscall(SYS_CLONE, namespaces | SIGCHLD, 0, 0, 0, 0))


def mount(source: str, target: str, kind: str, flags: int, data: str = "") -> None:
    _checked(_mount(source.encode(), target.encode(), kind.encode(), flags, data.encode()))


def prctl(option: int, argument: int = 0) -> None:
    _checked(_prctl(option, argument, 0, 0, 0))


def handle(number: int, handler: int | None) -> int | None:
    """Set what happens with a signal, None being the usual, and say what happened before; Python is not told."""
    before: int | None = _signal(number, handler)
    return before


def drop_capabilities() -> None:
    """Give all of them up; without new privileges, no program can give them back."""
    _checked(_capset(struct.pack("=Ii", CAPABILITY_VERSION, 0), bytes(24)))


def install_filter(program: Filter) -> None:
    """Refuse system calls from now on, in this process and all that it starts."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    _checked(_prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(program), 0, 0))


def filter_of(instructions: bytes) -> Filter:
    return Filter(len(instructions) // 8, instructions)
