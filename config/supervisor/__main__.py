"""Command line: run everything (nothing named), only the engines, or one command with engines of its own."""

import argparse
import contextlib
import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from config.supervisor import rostrum
from config.supervisor.engines import start_engines
from config.supervisor.errors import StartError, StopRequestedError
from config.supervisor.state import AlreadyRunningError, announce_engines, secret_key
from config.supervisor.supervisor import Supervisor

SCRATCH_PREFIX = "rostrum-scratch-"
ENOUGH_MEMORY_BYTES = 2 * 1024**3


def state_folder() -> Path:
    return Path(os.environ.get("ROSTRUM_HOME") or rostrum.PROJECT / ".rostrum").expanduser().resolve()


def scratch_parent() -> Path:
    """Memory where there is enough of it, else the usual place for temporary files."""
    memory = Path("/dev/shm")  # noqa: S108 -- only a private folder of ours is made there
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ENOUGH_MEMORY_BYTES:
        return memory
    return Path(tempfile.gettempdir())


@contextlib.contextmanager
def scratch_home() -> Iterator[Path]:
    """A state folder that nobody misses; those that a killed run left behind go first."""
    parent = scratch_parent()
    for old in parent.glob(f"{SCRATCH_PREFIX}*"):
        with contextlib.suppress(OSError), (old / "supervisor.lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(old, ignore_errors=True)
    home = Path(tempfile.mkdtemp(prefix=SCRATCH_PREFIX, dir=parent))
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def engines(home: Path, *, scratch: bool) -> int:
    """The engines alone, in the foreground: for `manage.py` in another shell."""
    with Supervisor(home) as supervisor:
        try:
            for name, url in start_engines(supervisor, scratch=scratch).items():
                print(f"export {name}='{url}'", flush=True)
            supervisor.watch()
        finally:
            announce_engines(home, {})
            supervisor.stop_all()
    return 0


def execute(home: Path, command: list[str]) -> int:
    """One command with engines that end with it; their data are not kept."""
    with Supervisor(home) as supervisor:
        secret_key(home)
        try:
            urls = start_engines(supervisor, scratch=True)
            return supervisor.run_in_foreground(command, {"ROSTRUM_HOME": str(home), **urls})
        finally:
            announce_engines(home, {})
            supervisor.stop_all()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.supervisor", description=__doc__)
    parser.add_argument("--home", type=Path, default=state_folder(), help="state folder (default: ROSTRUM_HOME)")
    parts = parser.add_subparsers(dest="part")
    only_engines = parts.add_parser("engines", help="PostgreSQL and Valkey in the foreground")
    only_engines.add_argument("--scratch", action="store_true", help="faster, and not safe against a power cut")
    around = parts.add_parser("exec", help="run a command with scratch engines")
    around.add_argument("command", nargs=argparse.REMAINDER)
    chosen = parser.parse_args()
    home = chosen.home.expanduser().resolve()
    try:
        if chosen.part == "engines":
            return engines(home, scratch=chosen.scratch)
        if chosen.part == "exec":
            with scratch_home() as home:
                return execute(home, chosen.command[chosen.command[:1] == ["--"] :])
        return rostrum.run(home)
    except AlreadyRunningError as other:
        print(f"Rostrum is already running at {other.url}" if other.url else f"{home} is in use by another run.")
        return 0
    except StartError as error:
        print(f"Rostrum did not start: {error}", file=sys.stderr)
        return 1
    except StopRequestedError:
        return 0


if __name__ == "__main__":
    sys.exit(main())
