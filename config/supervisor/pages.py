"""Whether the built style sheet and scripts are older than what they are made of; asking costs no Django."""

import sysconfig
from collections.abc import Iterator
from pathlib import Path

BUILT = Path("static", "build", ".inputs")


def sources(project: Path) -> Iterator[Path]:
    """What the pages are built from; installing a plug-in changes the folder of packages."""
    yield from (project / "package.json", Path(sysconfig.get_path("purelib")))
    folders = [project / "static" / "src", project / "templates", *project.glob("apps/*/templates")]
    for folder in folders:
        yield folder
        yield from folder.rglob("*")


def are_stale(project: Path) -> bool:
    """Whether anything is newer than the last build, or nothing was ever built."""
    try:
        built = (project / BUILT).stat().st_mtime
    except FileNotFoundError:
        return True
    return any(source.exists() and source.stat().st_mtime > built for source in sources(project))


def note_built(project: Path) -> None:
    """The builder found everything up to date by content: remember that for the next look at the clock."""
    (project / BUILT).touch()
