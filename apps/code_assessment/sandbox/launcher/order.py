"""What the box is told to do: one run of a program, and the limits that hold for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """A run; without `argv` the Python program `script` runs in a fork of the launcher itself.

    A limit of 0 is none. `writable` opens the source folder, as compilers leave their output there.
    """

    argv: tuple[str, ...]
    script: str
    environment: dict[str, str]
    cpu_ms: int
    wall_ms: int
    memory_kib: int
    processes: int
    files: int
    tmp_kib: int
    stack_kib: int
    data_kib: int = 0
    address_kib: int = 0
    tick_ms: int = 5
    writable: bool = False
