"""Which engine judges: named by its path, made once for each process."""

from functools import lru_cache
from importlib import import_module

from apps.code_assessment.sandbox.contract import Engine

BUBBLEWRAP = "apps.code_assessment.sandbox.judge.BubblewrapEngine"


@lru_cache(maxsize=4)
def engine(path: str = BUBBLEWRAP) -> Engine:
    """The engine of that path. It belongs to one thread of a process, and starts over in a fork."""
    module, _, name = path.rpartition(".")
    made: Engine = getattr(import_module(module), name)()
    return made
