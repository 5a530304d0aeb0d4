"""What the launcher is told for compiling and for running, made of a language's entry and the limits."""

from apps.code_assessment.sandbox.contract import Limits
from apps.code_assessment.sandbox.languages import BASE_ENVIRONMENT, MIB
from apps.code_assessment.sandbox.launcher.order import Order
from apps.code_assessment.sandbox.toolchains import Toolchain

FILES = 128
COMPILE_FILES = 256
COMPILE_WALL_FACTOR = 2
COMPILE_TMP_MIB = 128
COMPILE_STACK_MIB = 16
DRIVER = "sql_driver.py"
WORK = "/work"


def run_order(toolchain: Toolchain, limits: Limits, entry: str, *, has_groups: bool) -> Order:
    """One test."""
    language = toolchain.language
    is_bound = language.extra_data_mib is not None and (language.is_limited_by_data_always or not has_groups)
    return Order(
        argv=toolchain.places.fill(language.run, entry=entry, main=entry, memory=str(limits.memory_mib)),
        script=script_of(toolchain, entry),
        environment=BASE_ENVIRONMENT | language.environment,
        cpu_ms=limits.cpu_ms,
        wall_ms=limits.wall_ms,
        memory_kib=(limits.memory_mib + language.extra_memory_mib) * MIB,
        processes=limits.processes + language.extra_processes,
        files=FILES,
        tmp_kib=limits.tmp_mib * MIB,
        # Who recurses without end breaks off before the memory is used up.
        stack_kib=min(language.stack_mib, limits.memory_mib // 2) * MIB,
        data_kib=(limits.memory_mib + (language.extra_data_mib or 0)) * MIB if is_bound else 0,
    )


def script_of(toolchain: Toolchain, entry: str) -> str:
    """The Python file that runs in the launcher's fork, if the language does so."""
    if not toolchain.language.runs_in_place:
        return ""
    return f"{WORK}/{DRIVER if toolchain.language.name == 'sql' else entry}"


def compile_order(toolchain: Toolchain, main: str, names: tuple[str, ...]) -> Order:
    """The compiler's run; it may write into the source folder and gets no more trust than the program."""
    language = toolchain.language
    # In order: Go initialises one file after the other.
    given = [name for name in sorted(names) if language.sources and name.endswith(language.sources)]
    sources = tuple(f"{WORK}/{name}" for name in given)
    return Order(
        argv=(
            *toolchain.places.fill(language.compile, main=main, entry=main, memory="256"),
            *sources,
            *language.libraries,
        ),
        script="",
        environment=BASE_ENVIRONMENT | language.compile_environment,
        cpu_ms=language.compile_cpu_ms,
        wall_ms=language.compile_cpu_ms * COMPILE_WALL_FACTOR,
        memory_kib=language.compile_memory_mib * MIB,
        processes=language.compile_processes,
        files=COMPILE_FILES,
        tmp_kib=COMPILE_TMP_MIB * MIB,
        stack_kib=COMPILE_STACK_MIB * MIB,
        writable=True,
    )
