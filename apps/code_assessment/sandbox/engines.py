"""Which engine judges: named by its path, made once for each process."""

from importlib import import_module

from apps.code_assessment.sandbox.contract import Engine

BUBBLEWRAP = "apps.code_assessment.sandbox.judge.BubblewrapEngine"
_made: dict[str, Engine] = {}


def engine(path: str = BUBBLEWRAP) -> Engine:
    """The engine of that path. It belongs to one thread of a process, and starts over in a fork."""
    if path not in _made:
        module, _, name = path.rpartition(".")
        _made[path] = getattr(import_module(module), name)()
    return _made[path]


def close_engines(*paths: str) -> None:
    """End those that were made, or all; the next one who asks gets another."""
    for path in paths or tuple(_made):
        if path in _made:
            _made.pop(path).close()
