"""Processes that modules declare in `processes.json`: each knows an account of the broker and nothing else of ours.

Read as a file, as the supervisor runs without Django. A process NAME gets NAME_BROKER_URL, and every variable of the
environment that begins with NAME_; the keys that its account reaches begin with `name:`.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

APPS = Path(__file__).resolve().parents[2] / "apps"
# Of the system, as programs of the process may need them, and how to log; no address, password or key is among them.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "LOG_FORMAT")
# What Celery, locks and lists need; nothing that looks at keys of others, at names of keys or at the server.
COMMANDS = (
    "+ping +auth +hello +select +client|setinfo +client|setname +time +multi +exec +discard +watch +unwatch +set +get"
    " +del +getdel +exists +expire +pexpire +brpop +lpush +rpush +rpop +llen +sadd +srem +smembers +hset +hget +hdel"
    " +hlen +hgetall +zadd +zrem +zrange +evalsha +script|load"
)


@dataclass(frozen=True, slots=True)
class Declared:
    """A process beside web, worker and beat."""

    name: str
    module: str
    # A module that prints what the doctor should say, as JSON.
    doctor: str = ""

    @property
    def variable(self) -> str:
        return f"{self.name.upper()}_BROKER_URL"

    @property
    def is_wanted(self) -> bool:
        """NAME_PROCESSES=0 leaves it to another machine."""
        return os.environ.get(f"{self.name.upper()}_PROCESSES", "") != "0"

    def account(self, password: str) -> str:
        """The line of the broker's configuration that makes its account."""
        return f"user {self.name} on >{password} resetchannels ~{self.name}:* -@all {COMMANDS}\n"

    def environment(self, broker: str) -> dict[str, str]:
        """All that it is told."""
        prefix = f"{self.name.upper()}_"
        kept = {name: value for name, value in os.environ.items() if name in KEPT or name.startswith(prefix)}
        return {**kept, self.variable: broker, "PYTHONUNBUFFERED": "1"}


def declared() -> list[Declared]:
    """Of all modules, in the order of their names."""
    files = sorted(APPS.glob("*/processes.json"))
    return [Declared(**row) for file in files for row in json.loads(file.read_text(encoding="utf-8"))]
