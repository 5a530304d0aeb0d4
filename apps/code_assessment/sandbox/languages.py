"""The languages, one entry each: a new one is an entry here and a set of programs in the tests."""

from collections.abc import Callable
from dataclasses import dataclass, field

from apps.code_assessment.sandbox.contract import InvalidSubmissionError, Program, SourceFile
from apps.code_assessment.sandbox.java_names import has_main, java_entry

PATH = "/usr/local/bin:/usr/bin:/bin"
BASE_ENVIRONMENT = {"PATH": PATH, "LANG": "C.UTF-8", "HOME": "/tmp", "TMPDIR": "/tmp", "TZ": "UTC"}  # noqa: S108 -- the box's own
MIB = 1024
OUT_OF_MEMORY = (
    rb"(?<!OutOf)MemoryError|std::bad_alloc|OutOfMemoryError(?!: unable to create)|heap out of memory|NoMemoryError"
    rb"|Array buffer allocation failed|memory allocation of \d+ bytes failed|x(?:m|re)alloc: cannot allocate"
    rb"|(?<!possibly )out of memory"
)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the tools of a language are in the box, by the name that its commands use."""

    tools: dict[str, str]

    def fill(self, words: tuple[str, ...], **values: str) -> tuple[str, ...]:
        return tuple(word.format(**self.tools, **values) for word in words)


@dataclass(frozen=True, slots=True)
class Language:
    """How programs are named, compiled and run.

    In commands, names of tools stand for their paths, {main} for the first file, {entry} for what is to be run,
    {memory} for the limit in MiB. A compiled language leaves its result in /work.
    """

    name: str
    display_name: str
    main: str
    # Name of a tool -> programs that may be it, the best first; patterns below the home folder begin with ~.
    tools: dict[str, tuple[str, ...]]
    version: tuple[str, ...]
    run: tuple[str, ...]
    compile: tuple[str, ...] = ()
    # All sources that are given to the compiler, by ending; nothing gives it the first file alone.
    sources: str = ""
    # What the compiler is given after the sources.
    libraries: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    compile_environment: dict[str, str] = field(default_factory=dict)
    # Started by the language's own runtime, on top of what a program may have.
    extra_processes: int = 0
    extra_memory_mib: int = 0
    stack_mib: int = 64
    # None: the runtime reserves more address space than it uses.
    extra_data_mib: int | None = 192
    is_limited_by_data_always: bool = False
    # Where a problem says nothing of the language, a test has its processor time so many times, and this for starting.
    cpu_factor: float = 1.0
    start_ms: int = 0
    runs_in_place: bool = False
    compile_memory_mib: int = 320
    compile_cpu_ms: int = 15_000
    compile_processes: int = 32
    entry: Callable[[SourceFile], tuple[str, str]] | None = None
    begins_in: Callable[[SourceFile], bool] | None = None

    def arrange(self, program: Program) -> tuple[tuple[SourceFile, ...], str, str]:
        """The files by their final names, the name of the first, and what is to be run."""
        first = next((file for file in program.files if file.name == self.main), self.first_of(program.files))
        if self.entry is None:
            name = first.name if len(program.files) > 1 else self.main
            entry = name
        else:
            name, entry = self.entry(first)
            if len(program.files) > 1:
                name = first.name
        rest = tuple(file for file in program.files if file is not first)
        return (SourceFile(name, first.content), *rest), name, entry

    def first_of(self, files: tuple[SourceFile, ...]) -> SourceFile:
        """The file in which a program without a file of the usual name begins."""
        return next((file for file in files if self.begins_in and self.begins_in(file)), files[0])


GCC_FLAGS = ("-O2", "-pipe", "-pthread", "-fno-diagnostics-color", "-fmax-errors=20", "-o", "/work/program")

LANGUAGES = {
    language.name: language
    for language in (
        Language(
            name="python",
            display_name="Python",
            main="main.py",
            tools={"python": ()},
            version=("{python}", "-S", "--version"),
            run=(),
            runs_in_place=True,
            is_limited_by_data_always=True,
            # Less than measuring may be late by on a busy machine.
            extra_data_mib=64,
        ),
        Language(
            name="javascript",
            display_name="JavaScript",
            main="main.js",
            tools={"node": ("node", "@node")},
            version=("{node}", "--version"),
            run=("{node}", "--max-old-space-size={memory}", "--stack-size=6500", "/work/{entry}"),
            compile=("{node}", "--check", "/work/{main}"),
            extra_processes=16,
            extra_memory_mib=64,
            stack_mib=8,
            extra_data_mib=320,
            start_ms=200,
        ),
        Language(
            name="typescript",
            display_name="TypeScript",
            main="main.ts",
            tools={"node": ("node", "@node"), "esbuild": ("@esbuild", "esbuild")},
            version=("{esbuild}", "--version"),
            run=("{node}", "--max-old-space-size={memory}", "--stack-size=6500", "/work/program.cjs"),
            compile=(
                "{esbuild}",
                "/work/{main}",
                "--bundle",
                "--platform=node",
                "--format=cjs",
                "--log-level=warning",
                "--color=false",
                "--outfile=/work/program.cjs",
            ),
            extra_processes=16,
            extra_memory_mib=64,
            stack_mib=8,
            extra_data_mib=320,
            start_ms=200,
        ),
        Language(
            name="java",
            display_name="Java",
            main="Main.java",
            tools={"java": ("java",), "javac": ("javac",)},
            version=("{javac}", "-version"),
            compile=(
                "{javac}",
                "-J-Xmx176m",
                "-J-XX:+UseSerialGC",
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:-UsePerfData",
                "-proc:none",
                "-encoding",
                "UTF-8",
                "-d",
                "/work/classes",
            ),
            sources=".java",
            run=(
                "{java}",
                "-Xmx{memory}m",
                # Leaving a stack that overflowed takes the JVM several times as much memory again.
                "-Xss32m",
                "-XX:+UseSerialGC",
                # One table may have most of the memory.
                "-XX:NewRatio=4",
                "-XX:-UsePerfData",
                "-XX:ActiveProcessorCount=1",
                "-XX:ReservedCodeCacheSize=32m",
                "-Xshare:auto",
                "-cp",
                "/work/classes",
                "{entry}",
            ),
            extra_processes=32,
            extra_memory_mib=64,
            stack_mib=8,
            extra_data_mib=None,
            start_ms=800,
            compile_processes=64,
            entry=java_entry,
            begins_in=has_main,
        ),
        Language(
            name="c",
            display_name="C",
            main="main.c",
            tools={"gcc": ("gcc", "cc")},
            version=("{gcc}", "-dumpfullversion"),
            compile=("{gcc}", "-std=gnu17", *GCC_FLAGS),
            sources=".c",
            libraries=("-lm",),
            compile_environment={"LC_ALL": "C"},
            run=("/work/program",),
            stack_mib=128,
            extra_data_mib=2048,
        ),
        Language(
            name="cpp",
            display_name="C++",
            main="main.cpp",
            tools={"gxx": ("g++", "c++")},
            version=("{gxx}", "-dumpfullversion"),
            compile=("{gxx}", "-std=gnu++20", *GCC_FLAGS),
            sources=".cpp",
            compile_environment={"LC_ALL": "C"},
            run=("/work/program",),
            stack_mib=128,
            # A thread's stack is as large as may be, and not used for that.
            extra_data_mib=2048,
            # The header of all headers takes some 300.
            compile_memory_mib=512,
        ),
        Language(
            name="go",
            display_name="Go",
            main="main.go",
            tools={"go": ("go", "~/go/bin/go", "~/sdk/go*/bin/go")},
            version=("{go}", "version"),
            compile=("{go}", "build", "-o", "/work/program"),
            sources=".go",
            compile_environment={
                "CGO_ENABLED": "0",
                "GO111MODULE": "off",
                "GOCACHE": "/tmp/cache",  # noqa: S108 -- the box's own
                "GOFLAGS": "-p=2",
                "GOTOOLCHAIN": "local",
                "GOMEMLIMIT": "256MiB",
            },
            run=("/work/program",),
            environment={"GOMAXPROCS": "2"},
            extra_processes=16,
            extra_data_mib=None,
            compile_memory_mib=512,
            compile_cpu_ms=60_000,
            compile_processes=128,
        ),
        Language(
            name="rust",
            display_name="Rust",
            main="main.rs",
            tools={"rustc": ("~/.rustup/toolchains/stable-*/bin/rustc", "~/.rustup/toolchains/*/bin/rustc", "rustc")},
            version=("{rustc}", "--version"),
            compile=(
                "{rustc}",
                "--edition=2021",
                "-Copt-level=2",
                "--color=never",
                "-o",
                "/work/program",
                "/work/{main}",
            ),
            run=("/work/program",),
            compile_memory_mib=320,
        ),
        Language(
            name="ruby",
            display_name="Ruby",
            main="main.rb",
            tools={"ruby": ("ruby",)},
            version=("{ruby}", "--version"),
            compile=("{ruby}", "-c", "/work/{main}"),
            run=("{ruby}", "/work/{entry}"),
            extra_processes=4,
            extra_memory_mib=16,
            start_ms=200,
        ),
        Language(
            name="sql",
            display_name="SQL (SQLite)",
            main="main.sql",
            tools={"python": ()},
            version=("{python}", "-S", "-c", "import sqlite3; print('SQLite', sqlite3.sqlite_version)"),
            compile=("{python}", "-s", "-S", "-P", "-B", "/work/sql_driver.py", "--check"),
            run=(),
            runs_in_place=True,
            is_limited_by_data_always=True,
            # Less than measuring may be late by on a busy machine.
            extra_data_mib=64,
        ),
        Language(
            name="bash",
            display_name="Bash",
            main="main.sh",
            tools={"bash": ("bash",)},
            version=("{bash}", "--version"),
            compile=("{bash}", "-n", "/work/{main}"),
            run=("{bash}", "/work/{entry}"),
            cpu_factor=5.0,
            start_ms=100,
        ),
    )
}


def language_called(name: str) -> Language:
    """The entry of that name; what is unknown is the submission's mistake."""
    try:
        return LANGUAGES[name]
    except KeyError:
        raise InvalidSubmissionError(f'"{name}" is no language; there are {", ".join(sorted(LANGUAGES))}') from None
