"""The filter of system calls, instruction by instruction, for both kinds of processors."""

import errno
import re
import struct
from pathlib import Path

import pytest

from apps.code_assessment.sandbox import seccomp
from apps.code_assessment.sandbox.seccomp import (
    ALLOW,
    ARCHITECTURES,
    KILL,
    REFUSE,
    UnknownMachineError,
    refusals,
    system_calls,
)

HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}
HARMLESS = {"x86_64": (0, 1, 9, 59, 231, 257), "aarch64": (63, 64, 222, 221, 94, 56)}
NEWER_THAN_HEADERS = {"statmount", "listmount", "setxattrat", "open_tree_attr"}
# The kernel's own names differ there.
UNLIKE = {"name_to_handle_at", "open_by_handle_at"}


def answer(machine: str, number: int, *arguments: int, architecture: int | None = None) -> int:
    """What the kernel's interpreter of such filters would come to."""
    data = struct.pack("=IIQ6Q", number, architecture or ARCHITECTURES[machine][0], 0, *(*arguments, *[0] * 6)[:6])
    program = list(struct.iter_unpack("=HBBI", refusals(machine)))
    held = place = 0
    while True:
        code, yes, no, value = program[place]
        place += 1
        if code == seccomp.LOAD:
            held = struct.unpack_from("=I", data, value)[0]
        elif code == seccomp.RETURN:
            return int(value)
        else:
            is_true = {
                seccomp.JUMP_EQUAL: held == value,
                seccomp.JUMP_AT_LEAST: held >= value,
                seccomp.JUMP_BITS: bool(held & value),
            }[code]
            place += yes if is_true else no


@pytest.mark.parametrize("machine", sorted(ARCHITECTURES))
def test_what_programs_need_is_allowed_and_the_list_is_refused(machine: str) -> None:
    numbers = system_calls(machine)

    assert [answer(machine, number) for number in HARMLESS[machine]] == [ALLOW] * 6
    assert answer(machine, max(numbers.values()) + 1) == ALLOW
    for name, number in numbers.items():
        if name not in seccomp.WITH_ARGUMENTS:
            expected = errno.ENOSYS if name in seccomp.MISSING else errno.EPERM
            assert answer(machine, number) == REFUSE | expected, name


@pytest.mark.parametrize("machine", sorted(ARCHITECTURES))
@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("clone", (0x01200011,), ALLOW),
        ("clone", (0x10000011,), REFUSE | errno.EPERM),
        ("clone", (0x40000011,), REFUSE | errno.EPERM),
        ("socket", (1, 1), ALLOW),
        ("socket", (2, 1), REFUSE | errno.EAFNOSUPPORT),
        ("socket", (16, 3), REFUSE | errno.EAFNOSUPPORT),
        ("socketpair", (1, 1), ALLOW),
        ("ioctl", (0, 0x5401), ALLOW),
        ("ioctl", (0, 0x5412), REFUSE | errno.EPERM),
        ("ioctl", (0, 0x1_0000_5412), REFUSE | errno.EPERM),
        ("prlimit64", (0, 7), ALLOW),
        ("prlimit64", (1, 0), REFUSE | errno.EPERM),
        ("sched_setaffinity", (0,), ALLOW),
        ("sched_setaffinity", (1,), REFUSE | errno.EPERM),
        ("setpriority", (0, 0), ALLOW),
        ("setpriority", (0, 1), REFUSE | errno.EPERM),
        ("setpriority", (2, 0), REFUSE | errno.EPERM),
    ],
)
def test_some_calls_depend_on_what_they_ask_for(
    machine: str, name: str, arguments: tuple[int, ...], expected: int
) -> None:
    assert answer(machine, system_calls(machine)[name], *arguments) == expected


def test_other_tables_of_calls_end_the_program() -> None:
    assert answer("x86_64", 0, architecture=0x40000003) == KILL
    assert answer("x86_64", 0x40000000) == KILL
    assert answer("aarch64", 0, architecture=0x40000028) == KILL


def test_a_machine_without_a_table_is_refused() -> None:
    with pytest.raises(UnknownMachineError, match="riscv64"):
        refusals("riscv64")


@pytest.mark.parametrize("machine", sorted(ARCHITECTURES))
def test_numbers_are_those_of_the_kernel(machine: str) -> None:
    if not HEADERS[machine].exists():
        pytest.skip("the kernel's headers are not installed")
    text = HEADERS[machine].read_text(encoding="utf-8")
    theirs = {name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)}
    ours = system_calls(machine)

    assert {name: ours[name] for name in ours if name in theirs} == {
        name: theirs[name] for name in ours if name in theirs
    }
    assert set(ours) - set(theirs) <= NEWER_THAN_HEADERS | UNLIKE
