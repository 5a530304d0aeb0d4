"""Runs a Python program in this process as `python3 program.py` would, without starting an interpreter for it."""

from __future__ import annotations

import atexit
import builtins
import gc
import io
import os
import sys
import types

from apps.code_assessment.sandbox.launcher import kernel

# Type checkers know the name; to load `typing` would take as long as to start Python.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# What programs of contests import; already there when the process forks.
PRELOADED = (
    "signal threading traceback collections heapq bisect dataclasses array copy datetime decimal enum fractions"
    " functools itertools json math operator queue random re statistics string struct textwrap time typing"
)
ENCODING = "utf-8"
OWN = "apps"
USUAL_DEPTH = 1000
INTERRUPTED = 130
UNFLUSHED = 120
# What the interpreter set for interrupts.
HANDLERS: dict[int, int | None] = {}
SIGINT = 2
# What was imported before the preloading: it is there in every interpreter, or nobody has it.
AT_START: set[str] = set()
STREAMS: list[tuple[str, io.TextIOWrapper]] = []


def prepare() -> None:
    """What every program needs, and what `site` would have done without its search for packages."""
    import _sitebuiltins  # noqa: PLC0415 -- in the order in which the interpreter does it

    for name in ("exit", "quit"):
        setattr(builtins, name, _sitebuiltins.Quitter(name, "Ctrl-D (i.e. EOF)"))
    builtins.help = _sitebuiltins._Helper()
    STREAMS.extend(make_streams())
    # The first process of a namespace is deaf to signals from inside only while it has no handlers.
    HANDLERS[SIGINT] = kernel.handle(SIGINT, None)


def preload() -> Iterator[None]:
    """Import, one by one, what every fork then has; `gc.freeze` keeps the pages shared."""
    AT_START.update(sys.modules)
    for name in PRELOADED.split():
        __import__(name)
        yield
    gc.collect()
    gc.freeze()


def make_streams() -> list[tuple[str, io.TextIOWrapper]]:
    """Standard streams as the interpreter makes them, for a file to read from and pipes to write to.

    They are made once: what lies behind 0, 1 and 2 is changed in each fork, and looks the same to them.
    """
    kept = [os.dup(number) for number in range(3)]
    example, (reading, writing) = os.memfd_create("example"), os.pipe()
    for number, descriptor in enumerate((example, writing, writing)):
        os.dup2(descriptor, number)
    made: list[tuple[str, io.TextIOWrapper]] = []
    for number, name, mode in ((0, "stdin", "rb"), (1, "stdout", "wb"), (2, "stderr", "wb")):
        buffer = open(number, mode, closefd=False)  # noqa: SIM115 -- open until the end
        errors = "backslashreplace" if name == "stderr" else "surrogateescape"
        stream = io.TextIOWrapper(
            buffer, encoding=ENCODING, errors=errors, newline="\n", line_buffering=name == "stderr"
        )
        stream.mode = mode[0]  # type: ignore[misc]  # as the interpreter does
        made.append((name, stream))
    for number, descriptor in enumerate(kept):
        os.dup2(descriptor, number)
    for descriptor in (*kept, example, reading, writing):
        os.close(descriptor)
    return made


def open_streams() -> None:
    for name, stream in STREAMS:
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def compiled(path: str) -> types.CodeType:
    """The program's code; what is wrong with it goes to stderr and ends the process."""
    with open(path, "rb") as file:  # noqa: PTH123 -- pathlib is not loaded here
        source = file.read()
    try:
        return compile(source, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, OverflowError, MemoryError, RecursionError) as error:
        import traceback  # noqa: PLC0415 -- only when something is wrong

        error.__traceback__ = None
        traceback.print_exception(error)
        sys.stderr.flush()
        os._exit(1)


def run(path: str, phase: int) -> None:
    """Compile the file, say so through the pipe, run it to its end, and leave with its exit code."""
    open_streams()
    code = compiled(path)
    os.write(phase, b"R")
    os.close(phase)
    hidden = own_modules(os.path.dirname(path))  # noqa: PTH120 -- pathlib is not loaded here
    for name in [name for name in sys.modules if name.split(".")[0] in hidden]:
        del sys.modules[name]
    before = set(sys.modules)
    main = types.ModuleType("__main__")
    main.__dict__.update(__builtins__=builtins, __file__=path, __cached__=None, __annotations__={})
    sys.modules["__main__"] = main
    sys.argv = [path]
    sys.path.insert(0, os.path.dirname(path))  # noqa: PTH120 -- pathlib is not loaded here
    kernel.handle(SIGINT, HANDLERS[SIGINT])
    sys.setrecursionlimit(USUAL_DEPTH + depth())
    gc.enable()
    try:
        exec(code, main.__dict__)  # noqa: S102 -- running it is what the box is for
    finally:
        leave(main, before, sys.exc_info()[1])


def own_modules(folder: str) -> set[str]:
    """Names of modules that the program does not find loaded: the sandbox's, and those that it has files for itself."""
    names = {name.partition(".")[0] for name in os.listdir(folder)}  # noqa: PTH208 -- pathlib is not loaded here
    return {OWN, *(names - AT_START)}


def depth() -> int:
    """How many frames lie below the program's own first one."""
    frame, count = sys._getframe(), 0
    while frame.f_back:
        frame, count = frame.f_back, count + 1
    return count


class Ending:
    """What goes wrong at the end is told, as by the interpreter, and hinders nothing that comes after."""

    has_failed = False

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if error:
            self.has_failed = True
            try:  # noqa: SIM105 -- contextlib is not loaded here
                os.write(2, f"Exception ignored at the end: {type(error).__name__}\n".encode())
            except OSError:
                pass
        return True


def leave(main: types.ModuleType, before: set[str], error: BaseException | None) -> None:
    """End as the interpreter ends: threads, exit functions, buffers, objects of the program, exit code."""
    code = exit_code(error)
    if threading := sys.modules.get("threading"):
        threading._shutdown()
    atexit._run_exitfuncs()
    ending = Ending()
    flush(ending, sys.stdout, sys.stderr)
    own = [main, *(module for name, module in sys.modules.items() if name not in before and is_from_source(module))]
    for module in own:
        names = [name for name in vars(module) if name != "__builtins__"]
        for name in sorted(names, key=lambda name: not name.startswith("_")):
            vars(module)[name] = None
    del error
    gc.collect()
    # The program's own streams may be taken apart by now, and so may those that they stood for.
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    flush(Ending(), sys.stdout, sys.stderr)
    os._exit(UNFLUSHED if ending.has_failed else code & 0xFF)


def flush(ending: Ending, *streams: object) -> None:
    for stream in streams:
        with ending:
            if stream is not None and not getattr(stream, "closed", False):
                stream.flush()  # type: ignore[attr-defined]  # what cannot be flushed has failed


def is_from_source(module: object) -> bool:
    return str(getattr(module, "__file__", None) or "").startswith("/work/")


def exit_code(error: BaseException | None) -> int:
    """Say what went wrong, as the interpreter does, and with which code it leaves then."""
    if error is None:
        return 0
    if isinstance(error, SystemExit):
        if error.code is None or isinstance(error.code, int):
            return error.code or 0
        sys.stderr.write(f"{error.code}\n")
        return 1
    # The first frame is ours.
    error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
    sys.excepthook(type(error), error, error.__traceback__)
    return INTERRUPTED if isinstance(error, KeyboardInterrupt) else 1
