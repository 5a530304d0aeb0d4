"""A submission in its box: files in, compiled once, run as often as there are tests."""

from pathlib import Path

from apps.code_assessment.sandbox.box import Box, Ended
from apps.code_assessment.sandbox.contract import (
    Compiled,
    InvalidSubmissionError,
    Limits,
    Program,
    SandboxRefusedError,
    SourceFile,
)
from apps.code_assessment.sandbox.launcher.order import Order
from apps.code_assessment.sandbox.orders import DRIVER, compile_order, run_order
from apps.code_assessment.sandbox.pool import Boxes
from apps.code_assessment.sandbox.toolchains import Toolchain
from apps.code_assessment.sandbox.verdicts import how_it_ended

COMPILER_OUTPUT_BYTES = 64 * 1024
SOURCE_BYTES = 1024 * 1024
SOURCES = 100
NAME_LENGTH = 200  # bytes
KIB = 1024
ATTEMPTS = 3


def check_files(program: Program) -> None:
    """Refuse what is too much, and names that lead out of the folder."""
    if not program.files:
        raise InvalidSubmissionError("a submission has at least one file")
    if len(program.files) > SOURCES or sum(len(file.content) for file in program.files) > SOURCE_BYTES:
        raise InvalidSubmissionError(f"a submission has at most {SOURCES} files and {SOURCE_BYTES // KIB} KiB")
    names = [file.name for file in program.files]
    if len(set(names)) < len(names):
        raise InvalidSubmissionError("two files have the same name")
    for name in names:
        parts = name.split("/")
        is_plain = name.isprintable() and "\\" not in name and len(name.encode()) <= NAME_LENGTH
        if not is_plain or any(part in {"", ".", ".."} or part.startswith("-") for part in parts):
            raise InvalidSubmissionError(
                f'"{name[:40]}" is no name for a file: say it relative, without "..", "." and "\\"'
            )
        if any("/".join(parts[:end]) in names for end in range(1, len(parts))):
            raise InvalidSubmissionError(f'"{name[:40]}" lies in a folder that is a file as well')
    if program.language == "sql" and len(names) > 1:
        raise InvalidSubmissionError("statements of SQL are in one file")


class Session:
    """Holds one box for one program; a box that broke is replaced for the tests that follow."""

    def __init__(self, boxes: Boxes, toolchain: Toolchain, program: Program) -> None:
        check_files(program)
        self.boxes, self.toolchain = boxes, toolchain
        files, self.main, self.entry = toolchain.language.arrange(program)
        if toolchain.language.name == "sql":
            files = (*files, SourceFile(DRIVER, sql_driver()))
        self.files = files
        self.box: Box | None = None

    def __enter__(self) -> "Session":
        return self

    def __exit__(self, *_: object) -> None:
        if self.box:
            self.boxes.give_back(self.box)
            self.box = None

    def open(self) -> Box:
        """A box with the files in it; one that is ended from outside meanwhile is no reason to give up at once."""
        for attempt in range(ATTEMPTS):
            self.__exit__()
            self.box = self.boxes.take(self.toolchain.shown)
            try:
                self.box.put(self.files)
            except SandboxRefusedError:
                if attempt + 1 == ATTEMPTS:
                    raise
            else:
                return self.box
        raise RuntimeError("the last attempt returns or raises")

    def prepare(self) -> Compiled:
        """Take a box and compile in it."""
        box = self.open()
        language = self.toolchain.language
        if not language.compile:
            return Compiled(ok=True)
        order = compile_order(self.toolchain, self.main, tuple(file.name for file in self.files))
        box.group.limit(language.compile_memory_mib, order.processes)
        ended = box.run(order, b"", COMPILER_OUTPUT_BYTES)
        output = (ended.stdout + ended.stderr)[:COMPILER_OUTPUT_BYTES].decode("utf-8", "replace")
        if ended.is_broken and not ended.out_of_memory:
            return Compiled(ok=False, output=f"The sandbox ended before the compiler. {ended.reason}")
        if ended.reason or ended.is_over or ended.status or ended.out_of_memory:
            return Compiled(ok=False, output=f"{output}\n{why_not_compiled(ended)}".strip())
        return Compiled(ok=True, output=output)

    def order(self, limits: Limits) -> Order:
        return run_order(self.toolchain, limits, self.entry, has_groups=self.boxes.limits_memory)

    def ready_box(self, limits: Limits) -> Box:
        """The box for the next run, made anew if the last run took it along."""
        if self.box is None or not self.box.is_alive:
            self.prepare()
        if self.box is None:
            raise RuntimeError("prepare() takes a box")
        extra = self.toolchain.language
        self.box.group.limit(limits.memory_mib + extra.extra_memory_mib, limits.processes + extra.extra_processes)
        return self.box

    def run(self, limits: Limits, stdin: bytes) -> Ended:
        """One test; if the box breaks, whoever did it, another one has the last word."""
        ended = self.ready_box(limits).run(self.order(limits), stdin, limits.output_kib * KIB)
        if ended.is_broken and not ended.out_of_memory:
            ended = self.ready_box(limits).run(self.order(limits), stdin, limits.output_kib * KIB)
        return ended

    def has_compiled(self, ended: Ended) -> bool:
        """Programs that run in place are compiled at the beginning of each run."""
        return ended.has_begun or ended.is_broken


def why_not_compiled(ended: Ended) -> str:
    """A last line for the compiler's output."""
    if ended.reason == "cpu":
        return "Compiling took too much processor time."
    if ended.reason == "wall":
        return "Compiling took too long."
    if ended.reason == "memory" or ended.out_of_memory:
        return "Compiling took too much memory."
    if ended.is_over:
        return "The compiler said more than is kept."
    return f"The compiler did not succeed. {how_it_ended(ended.status)}" if ended.status & 0x7F else ""


def sql_driver() -> bytes:
    return (Path(__file__).parent / "sql_driver.py").read_bytes()
