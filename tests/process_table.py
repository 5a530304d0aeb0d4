"""A supervisor with a process table of our own: `python -m tests.process_table HOME '{"name": ["command", ...]}'`."""

import json
import sys
from pathlib import Path

from config.supervisor.processes import Program
from config.supervisor.supervisor import Supervisor


def main(home: str, table: str) -> None:
    with Supervisor(Path(home), "http://localhost:7999/") as supervisor:
        try:
            for name, command in json.loads(table).items():
                supervisor.start(Program(name, tuple(command), first_pause_seconds=0.2))
            print("started", flush=True)
            supervisor.watch()
        finally:
            supervisor.stop_all(seconds=1.0)


if __name__ == "__main__":
    main(*sys.argv[1:])
