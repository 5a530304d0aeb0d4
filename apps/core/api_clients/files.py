"""The files of all clients, as they have to be."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from apps.core.api_clients.described import described
from apps.core.api_clients.postman import collection
from apps.core.api_clients.python_calls import call_files
from apps.core.api_clients.python_types import Shapes

POSTMAN = Path("postman/rostrum.postman_collection.json")
_PYTHON = Path("python/rostrum_client")


def client_files(only: frozenset[str] = frozenset()) -> dict[Path, str]:
    """What `clients/` holds of the description, or of what these apps have in it, by path within it."""
    description = described(only)
    shapes = Shapes(description)
    sources = {_PYTHON / "types" / f"{name}.py": text for name, text in shapes.files().items()}
    sources |= {_PYTHON / "api" / f"{name}.py": text for name, text in call_files(description, shapes).items()}
    with ThreadPoolExecutor(2) as threads:
        formatted = threads.map(_formatted, sources.values())
        return {POSTMAN: collection(description), **dict(zip(sources, formatted, strict=True))}


def faults(folder: Path) -> list[str]:
    """Files that differ from what they have to be, are missing, or belong to nothing any more.

    A module that the clients know nothing of is none of them: who adds one changes no other file.
    """
    wanted = client_files(apps_in(folder))
    there = {path.relative_to(folder) for part in ("types", "api") for path in (folder / _PYTHON / part).glob("*.py")}
    stale = [path for path, text in wanted.items() if _text_of(folder / path) != text]
    return sorted(str(path) for path in {*stale, *(there - set(wanted))})


def apps_in(folder: Path) -> frozenset[str]:
    """The apps that the clients in this folder speak to, as they stand in addresses."""
    names = (path.stem for path in (folder / _PYTHON / "api").glob("*.py"))
    return frozenset(name.replace("_", "-") for name in names if name != "__init__")


def write_clients(folder: Path) -> list[Path]:
    """Write all of them, and take away those that belong to nothing any more."""
    wanted = client_files()
    for part in ("types", "api"):
        for path in (folder / _PYTHON / part).glob("*.py"):
            if path.relative_to(folder) not in wanted:
                path.unlink()
    for path, text in wanted.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return sorted(wanted)


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _formatted(source: str) -> str:
    """As `make fix` would leave it, whatever settings lie around."""
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length=120", "--target-version=py311", "-"]
    return subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout
